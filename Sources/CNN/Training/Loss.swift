/// A measure of how far predictions are from their targets, averaged over the batch.
public enum Loss: Equatable, Sendable {
    /// 1/(2m) Σ ‖ŷ − y‖², over m examples.
    case squaredError

    /// The loss and its gradient with respect to the predictions; `predictions` and `targets` have the same shape
    /// `[batch, …]`.
    public func callAsFunction(_ predictions: Tensor, _ targets: Tensor) -> (value: Scalar, gradient: Tensor) {
        require(
            predictions.shape == targets.shape && predictions.rank >= 1,
            "A loss needs predictions and targets of one shape [batch, …], but was given \(predictions.shape) and \(targets.shape)."
        )
        let m = Scalar(predictions.shape[0])
        switch self {
        case .squaredError:
            let difference = predictions - targets
            return ((difference * difference).sum() / (2 * m), difference / m)
        }
    }
}
