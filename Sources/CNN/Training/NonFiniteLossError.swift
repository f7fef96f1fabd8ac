/// The loss has become nan or infinite.
public struct NonFiniteLossError: Error, Equatable, CustomStringConvertible {
    /// The epoch it happened in, from 1.
    public let epoch: Int
    /// The mini-batch it happened at, from 1.
    public let batch: Int
    /// The loss.
    public let loss: Scalar

    /// One sentence with the epoch, the batch and the loss.
    public var description: String {
        "The loss became \(loss) in epoch \(epoch), batch \(batch); a smaller learning rate or clipping may help."
    }
}
