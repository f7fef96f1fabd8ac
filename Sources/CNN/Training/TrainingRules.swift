/// A measure of how far predictions are from their targets. `Loss` has the usual ones; a loss of your own needs its value and
/// its gradient.
public protocol LossFunction: Sendable {
    /// The loss, averaged over the batch, and its gradient with respect to the predictions; both tensors have one shape
    /// `[batch, …]`.
    func callAsFunction(_ predictions: Tensor, _ targets: Tensor) -> (value: Scalar, gradient: Tensor)
}

extension Loss: LossFunction {}

/// How the learning rate α changes from step to step.
public protocol Schedule: Sendable {
    /// α for a step, counted from 0, for the first rate α₀.
    func rate(atStep step: Int, from start: Scalar) -> Scalar

    /// Tells the schedule the loss at the end of an epoch: on the validation set, or on the examples if there is none.
    mutating func epochEnded(loss: Scalar)
}

extension Schedule {
    /// Changes nothing: right for schedules that only count steps.
    public mutating func epochEnded(loss: Scalar) {}
}

extension LearningRateSchedule: Schedule {
    /// α at t = `step`.
    public func rate(atStep step: Int, from start: Scalar) -> Scalar { rate(at: step, from: start) }
}

/// What is done to gradients before each step.
public protocol GradientRule: Sendable {
    /// Changes the gradients of all parameters; returns their L2 norm before.
    @discardableResult
    func apply(to layer: inout some Layer) -> Scalar
}

extension GradientClipping: GradientRule {}

extension Optional: GradientRule where Wrapped: GradientRule {
    /// As the rule; nil changes nothing and returns 0 in place of the norm.
    @discardableResult
    public func apply(to layer: inout some Layer) -> Scalar { self?.apply(to: &layer) ?? 0 }
}
