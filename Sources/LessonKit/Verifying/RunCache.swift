#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The Runs of earlier times, in a file for each lesson, each Run with the inputs it was made from.
struct RunCache: Sendable {
    /// The folder of the files.
    let folder: String

    /// A Run and its inputs.
    struct Entry: Codable, Sendable {
        var inputs: RunInputs
        var run: Run
        /// When it ran, in seconds since 1970.
        var date: Double
        /// Whether the Run failed in a way that may have been the machine's fault, so that it is known but repeated.
        var isProvisional = false

        /// The entry of a program that was not run, because of what another did.
        static func notRun(like other: Entry) -> Entry {
            Entry(inputs: other.inputs, run: Run(), date: other.date, isProvisional: true)
        }
    }

    /// The contents of a file: an entry for each program of the lesson, in their order.
    private struct Contents: Codable {
        var entries: [Entry?]
    }

    /// The stored entries of a lesson; none if there is no file or a damaged one.
    func entries(for file: Course.LessonFile) -> [Entry?] {
        guard let data = try? Files.read(path(for: file)),
            let contents = try? JSONDecoder().decode(Contents.self, from: data)
        else { return [] }
        return contents.entries
    }

    /// Stores the entries of a lesson. A cache that cannot be written is not an error: the lesson will run again.
    func store(_ entries: [Entry?], for file: Course.LessonFile) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(Contents(entries: entries)) else { return }
        try? Files.makeFolder(folder)
        try? Files.write(data, to: path(for: file))
    }

    /// The name is that of the path from here to the lesson, which is the same in another checkout.
    private func path(for file: Course.LessonFile) -> String {
        "\(folder)/\(uniqueFileName(for: file.path.relative(to: folder))).json"
    }
}

extension Run {
    /// Whether it refers only to cells of a program's lesson and to possible places in them; a damaged file may contain
    /// anything.
    func fits(_ program: Program) -> Bool {
        var places = compilation.diagnostics.flatMap { [$0] + $0.notes }.map { ($0.cell, $0.line, $0.column) }
        if case .crashed(let crash) = execution?.termination, let cell = crash.cell {
            places.append((cell, crash.line ?? 0, crash.column ?? 0))
        }
        let possible = 0...1 << 30
        return (execution?.cells ?? []).allSatisfy { cell in program.cells.contains { $0.index == cell.index } }
            && places.allSatisfy { cell, line, column in
                program.lesson.cells.indices.contains(cell) && possible.contains(line) && possible.contains(column)
            }
    }
}

extension RunCache.Entry {
    /// The entry or, if its Run might turn out differently when repeated, a provisional entry with only the Run's
    /// duration.
    func withoutUnrepeatableRun(for program: Program) -> RunCache.Entry {
        if run.isRepeatable(for: program) { return self }
        var entry = self
        entry.isProvisional = true
        entry.run = Run(compilation: Compilation(seconds: run.seconds))
        return entry
    }
}

extension Run {
    /// Whether a second Run would have the same result. Failures are always repeated, because the machine may have
    /// caused them.
    fileprivate func isRepeatable(for program: Program) -> Bool {
        if compilation.failureText != nil { return false }
        if compilation.hasErrors { return program.goal == .failsToCompile }
        guard let execution else { return true }
        switch execution.termination {
        case .finished: return true
        case .crashed:
            if case .answer = program.purpose { return true }
            return program.goal == .traps
        default: return false
        }
    }
}
