/// How a package is built for the programs that import it.
public struct PackageOptions: Sendable {
    /// The library products to link; empty for those of which something is imported.
    public var products: [String]
    /// `debug` or `release`.
    public var configuration: String
    /// More flags for the Swift compiler.
    public var compilerFlags: [String]
    /// Receives a line of progress while the package is built.
    public var tell: @Sendable (String) -> Void

    /// What is built where nothing else is said.
    public init(
        products: [String] = [], configuration: String = "debug", compilerFlags: [String] = [],
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.products, self.configuration) = (products, configuration)
        (self.compilerFlags, self.tell) = (compilerFlags, tell)
    }
}
