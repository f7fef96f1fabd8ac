/// A layer that works number by number and whose derivative follows from its output: it needs no more than these two.
protocol Activation: Layer {
    /// The last forward's output.
    var output: Tensor? { get set }

    /// y := f(x); y may be x.
    func activate(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int)

    /// dx := dy·f′, f′ worked out from f's value y; dx may be dy.
    func differentiate(
        _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int)
}

extension Activation {
    /// f of every number.
    public func predict(_ input: Tensor) -> Tensor { input.updated(activate) }

    /// As `predict`, written over the input if nobody else holds it; keeps the output.
    public mutating func forward(_ input: consuming Tensor) -> Tensor {
        input.update(activate)
        output = copy input
        return input
    }

    /// dZ = dA·f′.
    @discardableResult
    public mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
        let output = requireForward(output, outputShape: output?.shape ?? [], outputGradient)
        let count = output.count
        outputGradient.scalars.withUnsafeMutableBufferPointer { gradient in
            output.scalars.withUnsafeBufferPointer { output in
                guard let y = output.baseAddress, let dy = gradient.baseAddress else { return }
                Machine.shared.workers.shareRanges(count) { range in
                    let start = range.lowerBound
                    differentiate(y + start, dy + start, to: dy + start, count: range.count)
                }
            }
        }
        return outputGradient
    }
}
