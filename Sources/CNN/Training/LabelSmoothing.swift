extension Tensor {
    /// Targets `[…, classes]` less certain by ε, from 0 to below 1: (1 − ε)·y + ε/classes, which keeps their sum
    /// (label smoothing; Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2015).
    public func smoothed(_ epsilon: Scalar) -> Tensor {
        require(
            rank >= 1 && epsilon >= 0 && epsilon < 1,
            "Label smoothing takes targets [batch, classes] and a number from 0 to below 1, but was given \(shape) and \(epsilon)."
        )
        let share = epsilon / Scalar(shape[rank - 1])
        return mapped { (1 - epsilon) * $0 + share }
    }
}
