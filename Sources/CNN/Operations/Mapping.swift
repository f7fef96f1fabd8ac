extension Tensor {
    /// f of all numbers, a range of them at a time: the loop is inside of it, for a call a number would cost more than
    /// most f do.
    func updated(_ f: (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int) -> Void) -> Tensor {
        Tensor(shape: shape) { result in
            scalars.withUnsafeBufferPointer { numbers in
                guard let x = numbers.baseAddress, let y = result.baseAddress else { return }
                Machine.shared.workers.shareRanges(numbers.count) {
                    f(x + $0.lowerBound, y + $0.lowerBound, $0.count)
                }
            }
        }
    }

    /// As `updated`, in place.
    mutating func update(_ f: (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int) -> Void) {
        scalars.withUnsafeMutableBufferPointer { numbers in
            guard let x = numbers.baseAddress else { return }
            Machine.shared.workers.shareRanges(numbers.count) { f(x + $0.lowerBound, x + $0.lowerBound, $0.count) }
        }
    }
}
