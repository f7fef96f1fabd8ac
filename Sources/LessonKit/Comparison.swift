/// How an expected output and the actual one are compared.
public enum Comparison: String, Codable, Equatable, Sendable {
    /// Every character counts.
    case exact
    /// A number with a decimal point agrees to the digits written.
    case approximate
}
