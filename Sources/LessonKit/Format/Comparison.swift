/// How an expected output and the actual one are compared.
public struct Comparison: Codable, Equatable, Sendable {
    /// When two numbers are the same.
    public enum Numbers: Codable, Equatable, Sendable {
        /// When they are the same text.
        case exact
        /// When they are the same text, or the expected one has a decimal point and the actual one agrees to the digits
        /// written.
        case digits
        /// When they differ by at most `relative` times the expected number's magnitude plus `absolute`.
        case tolerance(relative: Double, absolute: Double)
    }

    /// When two numbers are the same.
    public var numbers = Numbers.exact
    /// Whether the lines may be in any order.
    public var isUnordered = false

    /// Every character counts, in this order.
    public static let exact = Comparison()

    /// Chooses how outputs are compared.
    public init(numbers: Numbers = .exact, isUnordered: Bool = false) {
        self.numbers = numbers
        self.isUnordered = isUnordered
    }
}
