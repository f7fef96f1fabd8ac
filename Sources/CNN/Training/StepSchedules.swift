/// α from 0 to α₀ in equal parts over the first steps, so that no long step is taken while averages are young; then
/// another schedule, which counts its steps from there (Goyal et al., "Accurate, Large Minibatch SGD", 2017).
public struct WarmUp<Then: Schedule>: Schedule {
    /// How many steps the rate rises for.
    public let steps: Int
    /// What follows.
    public var then: Then

    /// A rise over this many steps, then another schedule.
    public init(steps: Int, then: Then = LearningRateSchedule.constant) {
        require(steps >= 1, "A warm-up takes at least 1 step, not \(steps).")
        (self.steps, self.then) = (steps, then)
    }

    /// α₀·(step + 1)/steps, then what the other schedule says.
    public func rate(atStep step: Int, from start: Scalar) -> Scalar {
        step < steps ? start * Scalar(step + 1) / Scalar(steps) : then.rate(atStep: step - steps, from: start)
    }

    /// Tells the other schedule.
    public mutating func epochEnded(loss: Scalar) { then.epochEnded(loss: loss) }
}

/// Half a cosine from α₀ down to `end`, where it stays (Loshchilov and Hutter, "SGDR", 2016, without restarts).
public struct Cosine: Schedule {
    /// How many steps the rate falls for.
    public let steps: Int
    /// The last rate.
    public let end: Scalar

    /// A fall over this many steps.
    public init(steps: Int, end: Scalar = 0) {
        require(steps >= 1, "A cosine schedule takes at least 1 step, not \(steps).")
        (self.steps, self.end) = (steps, end)
    }

    /// end + (α₀ − end)·(1 + cos(π·step/steps))/2.
    public func rate(atStep step: Int, from start: Scalar) -> Scalar {
        end + (start - end) * (1 + cosine(ofHalfTurns: Double(min(step, steps)) / Double(steps))) / 2
    }
}

/// α times `factor` whenever the loss has not fallen for more than `patience` epochs, as PyTorch's ReduceLROnPlateau with
/// an absolute threshold.
public struct Plateau: Schedule {
    /// What the rate is multiplied by.
    public let factor: Scalar
    /// So many epochs without a smaller loss change nothing yet.
    public let patience: Int
    private var fall: LossFall
    private var scale: Scalar = 1

    /// By how much a loss must be smaller to count.
    public var threshold: Scalar { fall.threshold }

    /// A schedule that has seen no loss.
    public init(factor: Scalar = 0.1, patience: Int = 10, threshold: Scalar = 0) {
        require(
            factor > 0 && factor < 1 && patience >= 0 && threshold >= 0,
            "A plateau's factor is between 0 and 1, patience and threshold at least 0, but they were given as \(factor), \(patience) and \(threshold)."
        )
        (self.factor, self.patience, fall) = (factor, patience, LossFall(threshold: threshold))
    }

    /// α₀ times `factor` for each plateau so far.
    public func rate(atStep step: Int, from start: Scalar) -> Scalar { start * scale }

    /// Counts the epochs without a smaller loss.
    public mutating func epochEnded(loss: Scalar) {
        fall.epochEnded(loss: loss)
        if fall.epochsSince > patience { (scale, fall.epochsSince) = (scale * factor, 0) }
    }
}

/// cos(π·x) for x from 0 to 1, by its series around the nearer quarter, so that it is the same on every machine.
private func cosine(ofHalfTurns x: Double) -> Scalar {
    if x > 0.5 { return -cosine(ofHalfTurns: 1 - x) }
    let square = (x * Double.pi) * (x * Double.pi)
    // For angles up to a quarter turn the next term, x²²/22!, is below 1e-16.
    let sum = (1...10).reversed().reduce(1.0) { sum, k in 1 - square / Double((2 * k - 1) * (2 * k)) * sum }
    return Scalar(sum)
}
