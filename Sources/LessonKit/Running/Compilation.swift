/// What the compiler and linker made of a program.
public struct Compilation: Codable, Sendable {
    /// Why there is no program, though no error in the code was named.
    public enum Failure: Codable, Equatable, Sendable {
        /// The compiler or linker failed, with these words.
        case failed(String)
        /// The linker did not find what a block of foreign Markdown uses, whose libraries may not be here.
        case notLinked(String)
    }

    /// What the compiler said, in the order of the cells.
    public var remarks: [CompilerRemark] = []
    /// Why there is no program, where no remark says it.
    public var failure: Failure?
    /// How long it took.
    public var seconds = 0.0

    /// The words of a compiler or linker that failed without naming an error in the code; nil where neither did.
    var failureText: String? { if case .failed(let words) = failure { words } else { nil } }

    /// Whether the code has errors.
    var hasErrors: Bool { remarks.contains { $0.severity == .error } }

    /// The errors and warnings of a cell that must not compile, as its output block lists them.
    func listing(of cell: Cell) -> String {
        remarks.filter { $0.cell == cell.index }.map { "\($0.line + 1): \($0.severity): \($0.message)\n" }.joined()
    }
}
