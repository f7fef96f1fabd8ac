/// The result of a program: how it compiled and, if it was run, what it did.
public struct Run: Codable, Sendable {
    /// What the compiler and linker made of it.
    public var compilation = Compilation()
    /// What it did; nil if it was not run.
    public var execution: Execution?
    /// What a live cell's program did at the positions after the written one.
    var positions: [Execution] = []
    /// What it did as WebAssembly; nil where that was not asked for.
    var live: LiveRun?

    /// How long compiling and running took, in seconds.
    public var seconds: Double {
        compilation.seconds + (execution?.seconds ?? 0) + positions.reduce(0) { $0 + $1.seconds }
    }
}
