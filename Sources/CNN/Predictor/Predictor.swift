/// A network made ready to predict as fast as it can, for batches of one size.
///
///     let predictor = try Predictor(network, batch: 1)
///     let answers = predictor.predict(images)
///
/// Batch norm is folded into the convolutions before it, ReLU and residual sums happen where a convolution stores its
/// numbers, branches write straight into their concatenation, weights are laid out once, and all memory is planned when
/// the predictor is made. It keeps the weights as they were then. One thread at a time may use it.
public final class Predictor {
    /// The shape of a batch of inputs.
    public let inputShape: [Int]
    /// The shape of a batch of outputs.
    public let outputShape: [Int]
    private let input: UnsafeMutablePointer<Scalar>
    private let output: UnsafePointer<Scalar>
    private let plan: Plan

    /// Makes a built network ready for batches of `batch` inputs; throws if it does not fit the input shape it was
    /// built for.
    public convenience init(_ network: Network, batch: Int = 1) throws(ShapeError) {
        guard let inputShape = network.inputShape else {
            stop("\(network) has no weights yet: build the network first.")
        }
        try self.init(network, batch: batch, input: inputShape, on: .shared)
    }

    init(_ network: some Layer, batch: Int, input shape: [Int], on machine: Machine) throws(ShapeError) {
        require(batch >= 1, "A predictor takes at least one input at a time, not \(batch).")
        inputShape = [batch] + shape
        plan = Plan(batch: batch, machine: machine)
        let first = plan.pool.reserve(shape)
        let last = try plan.emit(FlatLayer.flattened(network.erased), from: first)
        input = first.start
        output = UnsafePointer(last.start)
        outputShape = [batch] + last.shape
    }

    /// The work of a prediction, piece by piece.
    package var steps: [Step] { plan.steps }

    /// What the network's own `predict` gives, apart from rounding.
    public func predict(_ images: Tensor) -> Tensor {
        run(images)
        return Tensor(shape: outputShape) { $0.baseAddress!.update(from: output, count: $0.count) }
    }

    /// The same, written to a tensor of the shape of the outputs. Convolutions, dense layers, maxima, means of whole
    /// images, local response normalization, sums and branches then take no memory.
    public func predict(_ images: Tensor, to outputs: inout Tensor) {
        require(
            outputs.shape == outputShape,
            "This predictor gives outputs of shape \(outputShape), but was given a tensor of shape \(outputs.shape).")
        run(images)
        outputs.scalars.withUnsafeMutableBufferPointer { $0.baseAddress!.update(from: output, count: $0.count) }
    }

    private func run(_ images: Tensor) {
        require(
            images.shape == inputShape,
            "This predictor takes inputs of shape \(inputShape), but was given \(images.shape).")
        images.scalars.withUnsafeBufferPointer { input.update(from: $0.baseAddress!, count: $0.count) }
        for step in plan.steps { step.run() }
    }
}
