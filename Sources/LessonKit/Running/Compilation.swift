/// What the compiler and linker made of a program.
public struct Compilation: Codable, Sendable {
    /// Why there is no executable although no error in the code was reported.
    public enum Failure: Codable, Equatable, Sendable {
        /// The compiler or linker failed with this message.
        case failed(String)
        /// The linker did not find something that a block of foreign Markdown uses, whose libraries may not be
        /// installed here.
        case notLinked(String)
    }

    /// What the compiler reported, in the order of the cells.
    public var diagnostics: [CompilerDiagnostic] = []
    /// Why there is no executable, if no diagnostic says it.
    public var failure: Failure?
    /// What the names in the cells are; nil where no page shows them.
    public var names: CodeNames?
    /// How long it took, in seconds.
    public var seconds = 0.0

    /// The message of a compiler or linker that failed without reporting an error in the code; nil if neither did.
    var failureText: String? { if case .failed(let words) = failure { words } else { nil } }

    /// Whether the code has errors.
    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// The errors and warnings of a cell that must not compile, as its output block lists them.
    func listing(of cell: Cell) -> String {
        diagnostics.filter { $0.cell == cell.index }.map { "\($0.line + 1): \($0.severity): \($0.message)\n" }.joined()
    }
}
