/// The report of an epoch that has ended.
public struct TrainingProgress: Equatable, Sendable {
    /// The number of epochs done, from 1.
    public let epoch: Int
    /// The number of steps done.
    public let steps: Int
    /// The mean of the loss over the epoch's examples, as they were seen.
    public let loss: Scalar
    /// The mean of the loss over the validation set after the epoch; nil if there is none.
    public let validationLoss: Scalar?
    /// The smallest of this run's losses so far: on the validation set, or on the examples if there is none.
    public let smallestLoss: Scalar
    /// The learning rate of the epoch's last step.
    public let learningRate: Scalar
}

/// Whether a training goes on.
public enum TrainingDecision: Equatable, Sendable {
    /// To the next epoch.
    case goOn
    /// This epoch was the last.
    case stop
}

/// Stops a training whose loss has not fallen for some epochs (Prechelt, "Early Stopping – But When?", 1998).
public struct EarlyStopping: Equatable, Sendable {
    /// So many epochs in a row without a smaller loss are the last.
    public let patience: Int
    private var fall: LossFall

    /// By how much a loss must be smaller to count.
    public var threshold: Scalar { fall.threshold }

    /// Stops after `patience` epochs in a row without a loss smaller by more than `threshold`.
    public init(patience: Int, threshold: Scalar = 0) {
        require(
            patience >= 1 && threshold >= 0,
            "Early stopping waits for at least 1 epoch and a threshold of at least 0, not \(patience) and \(threshold)."
        )
        (self.patience, fall) = (patience, LossFall(threshold: threshold))
    }

    /// Whether the training goes on after this epoch, by its loss on the validation set, or on the examples if there is
    /// none.
    public mutating func decision(after progress: TrainingProgress) -> TrainingDecision {
        fall.epochEnded(loss: progress.validationLoss ?? progress.loss)
        return fall.epochsSince >= patience ? .stop : .goOn
    }
}

/// How long ago the loss last fell.
struct LossFall: Equatable, Sendable {
    /// By how much a loss must be smaller than the smallest to count.
    let threshold: Scalar
    /// The number of epochs since the last that counted, or since this was set to 0.
    var epochsSince = 0
    private var smallest: Scalar = .infinity

    init(threshold: Scalar) { self.threshold = threshold }

    mutating func epochEnded(loss: Scalar) {
        epochsSince += 1
        if loss < smallest - threshold { (smallest, epochsSince) = (loss, 0) }
    }
}
