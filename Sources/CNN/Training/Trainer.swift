/// A training loop with rules of any kind: a loss, a schedule by steps and a rule for gradients, of your own too; with
/// augmentation, a validation set, and an end before the last epoch.
///
///     var trainer = Trainer(schedule: Cosine(steps: 2000), validation: held, keepsBest: true)
///     var patience = EarlyStopping(patience: 5)
///     try trainer.run(&network, on: train, optimizer: &adam, epochs: 100) { patience.decision(after: $0) }
///
/// A copy of a trainer, of its network and of its optimizer at the end of an epoch goes on exactly as the original would.
public struct Trainer<L: LossFunction, S: Schedule, Rule: GradientRule>: Sendable {
    /// What is made small.
    public var loss: L
    /// How the learning rate changes from step to step.
    public var schedule: S
    /// What is done to gradients before each step.
    public var clipping: Rule
    /// How many examples a step sees.
    public var batchSize: Int
    /// How inputs are changed at random as batches are made; nil for as they are.
    public var augmentation: Augmentation?
    /// Examples that are not trained on, but judged after every epoch.
    public var validation: Examples?
    /// Whether the network is at the end as it was after the epoch with the smallest loss: on the validation set, or on the
    /// examples if there is none.
    public var keepsBest: Bool
    /// The source of shuffling and augmentation.
    public var generator: RandomGenerator
    /// How many epochs have been done.
    public private(set) var epochs = 0
    /// How many steps have been done.
    public private(set) var steps = 0

    /// A trainer that shuffles and augments by `seed`.
    public init(
        loss: L = Loss.softmaxCrossEntropy, schedule: S = LearningRateSchedule.constant,
        clipping: Rule = GradientClipping?.none,
        batchSize: Int = 64, augmentation: Augmentation? = nil, validation: Examples? = nil, keepsBest: Bool = false,
        seed: UInt64 = 0
    ) {
        (self.loss, self.schedule, self.clipping, self.batchSize) = (loss, schedule, clipping, batchSize)
        (self.augmentation, self.validation, self.keepsBest) = (augmentation, validation, keepsBest)
        generator = RandomGenerator(seed: seed)
    }

    /// Trains for this many epochs more, or until `progress`, which is told of each, says stop. The schedule starts from
    /// the optimizer's learning rate, which is the same again at the end, and goes on counting steps from run to run.
    /// Throws `NonFiniteLossError` at the first loss that is no finite number, before its step.
    public mutating func run<Net: Layer>(
        _ network: inout Net, on examples: Examples, optimizer: inout some Optimizer, epochs count: Int,
        progress: (TrainingProgress) -> TrainingDecision = { _ in .goOn }
    ) throws(NonFiniteLossError) {
        let start = optimizer.learningRate
        defer { optimizer.learningRate = start }
        var best: Net?
        var smallest = Scalar.infinity
        defer { if let best { network = best } }
        for _ in 0..<count {
            let epoch = Epoch(
                loss: loss, clipping: clipping, batchSize: batchSize, augmentation: augmentation, number: epochs + 1)
            var done = 0
            let (schedule, before) = (schedule, steps)
            let value = try epoch.run(&network, on: examples, optimizer: &optimizer, using: &generator) { optimizer in
                optimizer.learningRate = schedule.rate(atStep: before + done, from: start)
                done += 1
            }
            (steps, epochs) = (steps + done, epochs + 1)
            let validationLoss = validation.map { meanLoss(of: network, on: $0) }
            let judged = validationLoss ?? value
            if judged < smallest {
                smallest = judged
                if keepsBest { best = network }
            }
            self.schedule.epochEnded(loss: judged)
            let report = TrainingProgress(
                epoch: epochs, steps: steps, loss: value, validationLoss: validationLoss, smallestLoss: smallest,
                learningRate: optimizer.learningRate)
            if progress(report) == .stop { return }
        }
    }

    /// The loss of the network's predictions, averaged over all examples.
    public func meanLoss(of network: some Layer, on examples: Examples) -> Scalar {
        var sum = 0.0
        for first in stride(from: 0, to: examples.count, by: 256) {
            let batch = examples[first..<min(examples.count, first + 256)]
            sum += Double(loss(network.predict(batch.inputs), batch.targets).value) * Double(batch.count)
        }
        return Scalar(sum / Double(max(examples.count, 1)))
    }
}
