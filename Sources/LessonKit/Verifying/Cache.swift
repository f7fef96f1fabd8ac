#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

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
        if libraries != old.libraries { return "the libraries were built anew" }
        if runner != old.runner { return "‘lessons’ itself was built anew" }
        if let file = Set(data).symmetricDifference(old.data).min() {
            return "\(file.split(separator: ":")[0]) changed"
        }
        if environment != old.environment { return "the environment changed" }
        return sandbox == old.sandbox ? nil : "the sandbox changed"
    }
}

/// The Runs of earlier times, a file for each lesson, each Run beside the inputs it was made from.
struct Cache: Sendable {
    /// The folder of the files.
    let folder: String

    /// A Run and what it was made from.
    struct Entry: Codable, Sendable {
        var inputs: Inputs
        var run: Run
        /// When it ran, in seconds since 1970.
        var date: Double
        /// Whether it went wrong in a way that may have been the machine's: it is known, and yet made again.
        var isProvisional = false
    }

    /// What a file holds: an entry for each program of the lesson, in their order.
    private struct Contents: Codable {
        var entries: [Entry?]
    }

    /// The entries kept for a lesson; none if there is no file, or a damaged one.
    func entries(for file: Course.LessonFile) -> [Entry?] {
        guard let data = try? Files.read(path(for: file)),
            let contents = try? JSONDecoder().decode(Contents.self, from: data)
        else { return [] }
        return contents.entries
    }

    /// Keeps the entries for a lesson. A cache that cannot be written to is no failure: the lesson will run again.
    func keep(_ entries: [Entry?], for file: Course.LessonFile) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(Contents(entries: entries)) else { return }
        try? Files.makeFolder(folder)
        try? Files.write(data, to: path(for: file))
    }

    private func path(for file: Course.LessonFile) -> String { "\(folder)/\(Self.name(for: file.path)).json" }

    /// A file name for a path, made of letters that every file system takes; a hash keeps different ones apart.
    static func name(for path: String) -> String {
        let letters = path.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }
        // FNV-1a, 64 bits.
        let hash = path.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "\(letters.suffix(100).joined())-\(String(hash, radix: 16))"
    }
}

extension Run {
    /// Whether it tells of nothing but cells of a program's lesson, and of places that there can be in them: a damaged file
    /// may say anything.
    func fits(_ program: Program) -> Bool {
        var places = remarks.flatMap { [$0] + $0.notes }.map { ($0.cell, $0.line, $0.column) }
        if case .crashed(let crash) = ending, let cell = crash.cell {
            places.append((cell, crash.line ?? 0, crash.column ?? 0))
        }
        let possible = 0...1 << 30
        return cells.allSatisfy { cell in program.cells.contains { $0.index == cell.index } }
            && places.allSatisfy { cell, line, column in
                program.lesson.cells.indices.contains(cell) && possible.contains(line) && possible.contains(column)
            }
    }
}
