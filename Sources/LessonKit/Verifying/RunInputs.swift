/// Everything that determines what a program does; a Run made from equal inputs need not be repeated.
struct RunInputs: Codable, Equatable, Sendable {
    /// The code of its cells; neither their place in the file nor the prose around them counts.
    var code: [ExactText]
    /// Which cells these are, what is asked of them, and how long they may take.
    var layout: [String]
    var flags: [String]
    var toolchain: String
    var libraries: String
    var runner: String
    var data: [ExactText]
    var environment: [ExactText]
    /// What a live cell's program is compiled with for WebAssembly, and run in; nil where it was not.
    var live: String?
    /// How strictly it was isolated: a program that passes while it sees the whole machine might fail in isolation.
    var sandbox: String

    /// The first thing that differs from the inputs of the same program in earlier days, in words; nil if they are equal.
    func firstDifference(from old: RunInputs, of program: Program) -> String? {
        if code.count != old.code.count { return "it has \(code.count) cells where it had \(old.code.count)" }
        if let index = code.indices.first(where: { code[$0] != old.code[$0] }) {
            return "the code of \(program.cells[index].name) changed"
        }
        if layout != old.layout { return "its cells, or what is asked of them, changed" }
        if flags != old.flags { return "the compiler's flags changed" }
        if toolchain != old.toolchain { return "the toolchain changed" }
        if libraries != old.libraries { return "the libraries were rebuilt" }
        if runner != old.runner { return "‘lessons’ itself was rebuilt" }
        if let file = Set(data).symmetricDifference(old.data).min() {
            return "\(file.text.split(separator: ":")[0]) changed"
        }
        if environment != old.environment { return "the environment changed" }
        if let live, live != old.live {
            return old.live == nil ? "it has not run as WebAssembly" : "what runs it as WebAssembly changed"
        }
        return sandbox == old.sandbox ? nil : "the sandbox changed"
    }

    /// Whether a Run from these inputs tells all that one from others would: what it did as WebAssembly may be more than asked.
    func suffice(for wanted: RunInputs) -> Bool {
        var own = self
        if wanted.live == nil { own.live = nil }
        return own == wanted
    }
}
