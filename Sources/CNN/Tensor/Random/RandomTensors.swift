extension Tensor {
    /// Numbers from the normal distribution with this mean and deviation, drawn row by row.
    public init(
        normal shape: [Int], mean: Scalar = 0, deviation: Scalar = 1, using generator: inout RandomGenerator
    ) {
        var source = generator
        self.init(shape: shape) { fillNormal($0, mean: mean, deviation: deviation, using: &source) }
        generator = source
    }

    /// Numbers strictly between the range's ends (apart from rounding), each equally likely, drawn row by row.
    public init(
        uniform shape: [Int], in range: ClosedRange<Scalar> = 0...1, using generator: inout RandomGenerator
    ) {
        var source = generator
        let width = range.upperBound - range.lowerBound
        self.init(shape: shape) { buffer in
            for i in 0..<buffer.count {
                buffer.initializeElement(at: i, to: range.lowerBound + width * Scalar(source.uniform()))
            }
        }
        generator = source
    }
}
