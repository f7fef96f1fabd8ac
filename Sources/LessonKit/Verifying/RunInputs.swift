/// All that decides what a program does; a Run made from equal inputs need not be made again.
struct Inputs: Codable, Equatable, Sendable {
    /// The code of its cells. Neither their place in the file nor the prose around them counts.
    var code: [String]
    /// Which cells these are, what the program is made for, and how long it may take.
    var layout: [String]
    var flags: [String]
    var toolchain: String
    var libraries: String
    var runner: String
    var data: [String]
    var environment: [String]
    /// How closely it is held: what passes where it sees the whole machine might not where it does not.
    var sandbox: String

    /// What is not the same in other inputs, the first such thing, in words; nil if all is.
    func firstDifference(from old: Inputs) -> String? {
        if code.count != old.code.count { return "it has \(code.count) cells where it had \(old.code.count)" }
        if let index = code.indices.first(where: { code[$0] != old.code[$0] }) {
            return "the code of cell \(index + 1) changed"
        }
        if layout != old.layout { return "its cells, or what is asked of them, changed" }
        if flags != old.flags { return "the compiler's flags changed" }
        if toolchain != old.toolchain { return "the toolchain changed" }
        if libraries != old.libraries { return "the libraries were rebuilt" }
        if runner != old.runner { return "‘lessons’ itself was rebuilt" }
        if let file = Set(data).symmetricDifference(old.data).min() {
            return "\(file.split(separator: ":")[0]) changed"
        }
        if environment != old.environment { return "the environment changed" }
        return sandbox == old.sandbox ? nil : "the sandbox changed"
    }
}
