extension Layer {
    /// Visits those parameters that are not frozen, so that no memory is taken for the others.
    mutating func visitTrained(_ visit: (String, inout Parameter) -> Void) {
        visitParameters { if $1.trains { visit($0, &$1) } }
    }
}

extension Parameter {
    /// Hands all numbers with their gradients to `step`, a range of them at a time.
    mutating func update(
        _ step: (
            _ value: UnsafeMutablePointer<Scalar>, _ gradient: UnsafePointer<Scalar>, _ range: Range<Int>
        ) -> Void
    ) {
        let gradient = gradient
        value.scalars.withUnsafeMutableBufferPointer { value in
            gradient.scalars.withUnsafeBufferPointer { gradient in
                guard let w = value.baseAddress, let dw = gradient.baseAddress else { return }
                Machine.shared.workers.shareRanges(value.count) { step(w + $0.lowerBound, dw + $0.lowerBound, $0) }
            }
        }
    }

    /// The same with what an optimizer remembers of the numbers.
    mutating func update(
        _ memory: inout Tensor,
        _ step: (
            _ value: UnsafeMutablePointer<Scalar>, _ gradient: UnsafePointer<Scalar>,
            _ memory: UnsafeMutablePointer<Scalar>, _ range: Range<Int>
        ) -> Void
    ) {
        memory.withNumbers(like: value) { memory in update { step($0, $1, memory + $2.lowerBound, $2) } }
    }

    /// The same with two things remembered.
    mutating func update(
        _ first: inout Tensor, _ second: inout Tensor,
        _ step: (
            _ value: UnsafeMutablePointer<Scalar>, _ gradient: UnsafePointer<Scalar>,
            _ first: UnsafeMutablePointer<Scalar>, _ second: UnsafeMutablePointer<Scalar>, _ range: Range<Int>
        ) -> Void
    ) {
        second.withNumbers(like: value) { second in
            update(&first) { step($0, $1, $2, second + $3.lowerBound, $3) }
        }
    }
}

extension Tensor {
    /// Hands the numbers of what is remembered of a parameter to `body`.
    fileprivate mutating func withNumbers(like value: Tensor, _ body: (UnsafeMutablePointer<Scalar>) -> Void) {
        require(
            shape == value.shape,
            "An optimizer that remembers a parameter of shape \(shape) was given one of \(value.shape).")
        scalars.withUnsafeMutableBufferPointer { if let numbers = $0.baseAddress { body(numbers) } }
    }
}
