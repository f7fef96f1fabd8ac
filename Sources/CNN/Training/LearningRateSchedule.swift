/// How the learning rate α falls while training goes on.
public enum LearningRateSchedule: Equatable, Sendable {
    /// α₀, always.
    case constant
    /// α₀/(1 + kt).
    case inverse(k: Scalar)
    /// α₀·base^t; the course's base is 0.95.
    case exponential(base: Scalar)
    /// Of these rates each from its time on, α₀ before the first: `[10: 0.01, 20: 0.001]`. The course's staircase.
    case staircase([Int: Scalar])

    /// α at time t (epochs or mini-batches, as the caller counts), for the first rate α₀.
    public func rate(at t: Int, from start: Scalar) -> Scalar {
        switch self {
        case .constant: start
        case .inverse(let k): start / (1 + k * Scalar(t))
        case .exponential(let base): start * power(base, Scalar(t))
        case .staircase(let steps): steps.filter { $0.key <= t }.max { $0.key < $1.key }?.value ?? start
        }
    }
}
