/// One pass over shuffled mini-batches, with one step of the optimizer for each. Batches are gathered one at a time.
struct Epoch<L: LossFunction, Rule: GradientRule> {
    let loss: L
    let clipping: Rule
    let batchSize: Int
    let augmentation: Augmentation?
    /// The number of the epoch, from 1.
    let number: Int

    /// The mean of the loss over the examples, as they were seen; throws at the first loss that is no finite number, before
    /// its step. `beforeStep` may set the optimizer's rate.
    func run<Update: Optimizer>(
        _ network: inout some Layer, on examples: Examples, optimizer: inout Update,
        using generator: inout RandomGenerator, beforeStep: (inout Update) -> Void = { _ in }
    ) throws(NonFiniteLossError) -> Scalar {
        require(batchSize >= 1, "A mini-batch has at least one example, not \(batchSize).")
        let order = generator.permutation(examples.count)
        var sum = 0.0
        for (step, first) in stride(from: 0, to: order.count, by: batchSize).enumerated() {
            var batch = examples.gathered(Array(order[first..<min(order.count, first + batchSize)]))
            if let augmentation { batch.inputs = augmentation.applied(to: batch.inputs, using: &generator) }
            beforeStep(&optimizer)
            network.zeroGradients()
            let (value, gradient) = loss(network.forward(batch.inputs), batch.targets)
            if !value.isFinite { throw NonFiniteLossError(epoch: number, batch: step + 1, loss: value) }
            network.backwardToParameters(gradient)
            clipping.apply(to: &network)
            optimizer.update(&network)
            sum += Double(value) * Double(batch.count)
        }
        return Scalar(sum / Double(max(examples.count, 1)))
    }
}
