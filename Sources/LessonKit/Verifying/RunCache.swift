#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The Runs of earlier times, a file for each lesson, each Run beside the inputs it was made from.
struct RunCache: Sendable {
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

    private func path(for file: Course.LessonFile) -> String { "\(folder)/\(fileName(standingFor: file.path)).json" }
}

extension Run {
    /// Whether it tells of nothing but cells of a program's lesson, and of places that there can be in them: a damaged file
    /// may say anything.
    func fits(_ program: Program) -> Bool {
        var places = compilation.remarks.flatMap { [$0] + $0.notes }.map { ($0.cell, $0.line, $0.column) }
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
    /// The entry or, of a Run that says nothing sure about its program, only that there was one and how long it took.
    func reduced(for program: Program) -> RunCache.Entry {
        if run.isRepeatable(for: program) { return self }
        var entry = self
        entry.isProvisional = true
        entry.run = Run(compilation: Compilation(seconds: run.seconds))
        return entry
    }
}

extension Run {
    /// Whether the Run says something about its program that would be true of a second one. What went wrong is tried
    /// again each time: it may have been the machine.
    fileprivate func isRepeatable(for program: Program) -> Bool {
        if compilation.failureText != nil { return false }
        if compilation.hasErrors { return program.goal == .isRefused }
        guard let execution else { return true }
        switch execution.termination {
        case .finished: return true
        case .crashed:
            if case .answer = program.purpose { return true }
            return program.goal == .stops
        default: return false
        }
    }
}
