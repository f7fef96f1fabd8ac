/// The usual loop: epochs over shuffled mini-batches, one step of the optimizer for each.
///
/// A copy of a training, of its network and of its optimizer at the end of an epoch goes on exactly as the original
/// would.
public struct Training: Sendable {
    /// What is made small.
    public var loss: Loss
    /// How many examples a step sees.
    public var batchSize: Int
    /// How the learning rate falls from epoch to epoch.
    public var schedule: LearningRateSchedule
    /// What is done to gradients before each step.
    public var clipping: GradientClipping?
    /// The source of the shuffling.
    public var generator: RandomGenerator
    /// How many epochs have been done.
    public private(set) var epochs = 0

    /// The report of an epoch that has ended.
    public struct Progress: Equatable, Sendable {
        /// The number of epochs done, from 1.
        public let epoch: Int
        /// The mean of the loss over the epoch's examples, as they were seen.
        public let loss: Scalar
        /// The learning rate of the epoch.
        public let learningRate: Scalar
    }

    /// A loop that shuffles by `seed`.
    public init(
        loss: Loss = .softmaxCrossEntropy, batchSize: Int = 64, schedule: LearningRateSchedule = .constant,
        clipping: GradientClipping? = nil, seed: UInt64 = 0
    ) {
        self.loss = loss
        self.batchSize = batchSize
        self.schedule = schedule
        self.clipping = clipping
        self.generator = RandomGenerator(seed: seed)
    }

    /// All that the loop remembers, to be saved beside the weights: `generator` and `epochs`.
    public var state: [String: Tensor] {
        get { ["generator": generator.parts, "epochs": Tensor([Scalar(epochs)])] }
        set {
            if let parts = newValue["generator"] { generator.parts = parts }
            epochs = newValue["epochs"].flatMap { Int(exactly: $0.scalars.first ?? 0) } ?? 0
        }
    }

    /// Trains for this many epochs more and reports each. The schedule starts from the optimizer's learning rate, which is
    /// the same again at the end, so that a rate set between two runs holds for the second; it goes on counting epochs from
    /// run to run. Throws `NonFiniteLossError` at the first loss that is no
    /// finite number, before the step that would spoil the parameters.
    public mutating func run(
        _ network: inout some Layer, on examples: Examples, optimizer: inout some Optimizer, epochs count: Int,
        progress: (Progress) -> Void = { _ in }
    ) throws(NonFiniteLossError) {
        let start = optimizer.learningRate
        defer { optimizer.learningRate = start }
        for _ in 0..<count {
            optimizer.learningRate = schedule.rate(at: epochs, from: start)
            let epoch = Epoch(
                loss: loss, clipping: clipping, batchSize: batchSize, augmentation: nil, number: epochs + 1)
            let value = try epoch.run(&network, on: examples, optimizer: &optimizer, using: &generator)
            epochs += 1
            progress(Progress(epoch: epochs, loss: value, learningRate: optimizer.learningRate))
        }
    }
}
