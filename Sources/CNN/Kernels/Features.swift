extension Tensor {
    /// Every row along the last axis times `scale` plus `shift`, both of shape `[features]`.
    func timesAndPlus(_ scale: Tensor, _ shift: Tensor) -> Tensor {
        let features = scale.count
        return Tensor(shape: shape) { result in
            scalars.withUnsafeBufferPointer { x in
                scale.scalars.withUnsafeBufferPointer { scale in
                    shift.scalars.withUnsafeBufferPointer { shift in
                        for start in stride(from: 0, to: x.count, by: features) {
                            for f in 0..<features { result[start + f] = x[start + f] * scale[f] + shift[f] }
                        }
                    }
                }
            }
        }
    }

    /// Σ term(x, centre) for each feature along the last axis, from first to last; summed in double precision, because there
    /// may be a hundred thousand terms.
    func featureSums(around centre: Tensor? = nil, _ term: (Scalar, Scalar) -> Scalar) -> Tensor {
        let features = shape[rank - 1]
        let centre = centre ?? Tensor(zeros: [features])
        var sums = [Double](repeating: 0, count: features)
        scalars.withUnsafeBufferPointer { x in
            centre.scalars.withUnsafeBufferPointer { centre in
                sums.withUnsafeMutableBufferPointer { sums in
                    for start in stride(from: 0, to: x.count, by: features) {
                        for f in 0..<features { sums[f] += Double(term(x[start + f], centre[f])) }
                    }
                }
            }
        }
        return Tensor(sums.map { Scalar($0) })
    }
}
