extension Layer {
    /// The outputs for all inputs, `[m, …]`, worked out `batchSize` at a time to save memory.
    public func predictions(for inputs: Tensor, batchSize: Int = 256) -> Tensor {
        require(batchSize >= 1 && inputs.rank >= 1 && inputs.shape[0] >= 1, "Predictions need at least one input.")
        let starts = stride(from: 0, to: inputs.shape[0], by: batchSize)
        return Tensor(
            concatenating: starts.map { predict(inputs.sliced($0..<min($0 + batchSize, inputs.shape[0]))) }, axis: 0)
    }

    /// The part of the examples, 0 to 1, whose largest output is at the position of their largest target; nan if there
    /// are none.
    public func accuracy(on examples: Examples) -> Scalar {
        let (predicted, actual) = (predictions(for: examples.inputs).argmax(), examples.targets.argmax())
        return Scalar(zip(predicted, actual).count(where: ==)) / Scalar(actual.count)
    }
}
