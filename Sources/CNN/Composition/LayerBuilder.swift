/// Collects the layers that are written one below the other between braces; `for` and `if` work.
@resultBuilder
public enum LayerBuilder {
    /// One layer.
    public static func buildExpression(_ layer: some Layer) -> [AnyLayer] { [layer.erased] }
    /// Several layers.
    public static func buildExpression(_ layers: [AnyLayer]) -> [AnyLayer] { layers }
    /// The lines, one after the other.
    public static func buildBlock(_ parts: [AnyLayer]...) -> [AnyLayer] { parts.flatMap { $0 } }
    /// The rounds of a loop.
    public static func buildArray(_ parts: [[AnyLayer]]) -> [AnyLayer] { parts.flatMap { $0 } }
    /// An `if` without `else`.
    public static func buildOptional(_ part: [AnyLayer]?) -> [AnyLayer] { part ?? [] }
    /// The first branch of an `if`.
    public static func buildEither(first part: [AnyLayer]) -> [AnyLayer] { part }
    /// The second branch of an `if`.
    public static func buildEither(second part: [AnyLayer]) -> [AnyLayer] { part }
}
