/// Replaces the output blocks of a lesson by what its cells really printed, and changes nothing else in the file.
struct Update {
    private typealias Replacement = (block: CodeBlock, text: String)
    private let lesson: Lesson
    private let replacements: [Replacement]
    /// The lines of cells that compiled and of outputs that were printed: what looks like a conflict there is none.
    private let knownLines: Set<Int>

    /// Collects the outputs of a report that are not as promised; nil if there are none.
    init?(_ report: Report) {
        guard let lesson = report.lesson else { return nil }
        self.lesson = lesson
        knownLines = Set(report.verdicts.flatMap { $0.knownLines(in: lesson) })
        replacements = report.verdicts.flatMap(\.problems).compactMap { problem in
            guard let block = problem.block, let difference = problem.difference else { return nil }
            return (block, difference.updatedText)
        }
        .sorted { $0.block.fenceLine < $1.block.fenceLine }
        if replacements.isEmpty { return nil }
    }

    /// The new text of the file with all outputs that can be written into their blocks, and why the others cannot.
    func text() throws(Refusal) -> (text: String, refusals: [Refusal]) {
        let source = lesson.source
        let conflict = (1...source.lineCount).first { line in
            source.line(line).hasPrefix("<<<<<<< ") && !knownLines.contains(line)
        }
        if let line = conflict {
            throw Refusal(
                description: "\(source.name):\(line): error: The file holds conflict markers; resolve them first.")
        }
        if let all = try? validated(replacements) { return (all, []) }
        var valid: [Replacement] = []
        var refusals: [Refusal] = []
        for replacement in replacements {
            do throws(Refusal) {
                _ = try validated([replacement])
                valid.append(replacement)
            } catch {
                refusals.append(error)
            }
        }
        return (try validated(valid), refusals)
    }

    /// The text of the file with some blocks replaced.
    private func replacing(_ replacements: [Replacement]) -> String {
        let source = lesson.source
        var text = ""
        var next = 1
        for (block, output) in replacements {
            let closing = block.textLines.upperBound
            if next < block.fenceLine { text += source.lines(next...block.fenceLine - 1) }
            let fence = Fence(of: block, in: source)
            // The fence must be longer than any in the text, and must not become shorter.
            let growth = fence.growth(for: output)
            text += fence.grown(source.lines(block.fenceLine...block.fenceLine), by: growth)
            text += output.fileLines.dropLast()
                .map { ($0.isEmpty ? fence.prefixOfBlankLines : fence.prefix) + $0 + fence.lineEnd }.joined()
            text += fence.grown(source.lines(closing...closing), by: growth)
            next = closing + 1
        }
        if next <= source.lineCount { text += source.lines(next...source.lineCount) }
        return text
    }

    /// The text with some blocks replaced, after it has been read back: its cells must be unchanged, and its outputs
    /// must be the new ones.
    private func validated(_ replacements: [Replacement]) throws(Refusal) -> String {
        guard let line = replacements.first?.block.fenceLine else { return lesson.source.text }
        let text = replacing(replacements)
        let new: Lesson
        do {
            new = try Lesson(SourceText(name: lesson.source.name, text: text), isLenient: lesson.isLenient)
        } catch {
            let reason = error.diagnostics.first.map { "\($0.message)" } ?? ""
            throw Refusal(
                description: "\(lesson.source.name):\(line): error: The output is not updated. \(reason)")
        }
        let outputs = Dictionary(uniqueKeysWithValues: replacements.map { ($0.block.fenceLine, $0.text) })
        let isSame =
            new.cells.count == lesson.cells.count
            && zip(new.cells, lesson.cells).allSatisfy { new, old in
                let expected = old.expected.map { outputs[$0.block.fenceLine] ?? $0.block.text }
                let isExpected = new.expected.map { ExactText($0.block.text) } == expected.map { ExactText($0) }
                return new.block.text.isExactly(old.block.text) && new.kind == old.kind && isExpected
            }
        guard isSame else {
            throw Refusal(
                description:
                    "\(lesson.source.name):\(line): error: The output cannot be written into this block without "
                    + "changing the text around it; update it by hand.")
        }
        return text
    }
}

extension Report.Verdict {
    /// The lines of the cell's code, if it compiled, and those of its output block that it has really printed.
    fileprivate func knownLines(in lesson: Lesson) -> [Int] {
        guard outcome != .notCompiled, outcome != .notReached else { return [] }
        let printed = Set(execution?.output.outputLines.map(String.init) ?? [])
        let cells =
            [cell]
            + lesson.exercises.filter { $0.starter.index == cell.index }.flatMap {
                $0.wrong + [$0.solution, $0.check]
            }
        return cells.flatMap { cell in
            let block = cell.expected?.block
            let lines = block.map { Array(zip($0.textLines, $0.text.outputLines)) } ?? []
            return Array(cell.block.textLines) + lines.filter { printed.contains(String($0.1)) }.map(\.0)
        }
    }
}

extension Report {
    /// Updates the lesson's file unless someone has changed it since it was read; returns whether anything was updated,
    /// and why some outputs were not.
    public func updateFile() throws -> (isUpdated: Bool, refusals: [Refusal]) {
        guard let update = Update(self), let lesson else { return (false, []) }
        let (text, refusals) = try update.text()
        guard let now = try? Files.read(file.path), now.elementsEqual(lesson.source.text.utf8) else {
            throw Refusal(
                description:
                    "\(file.displayName):1: error: The file was changed while its lesson ran, so nothing was updated; update it again."
            )
        }
        guard !text.isExactly(lesson.source.text) else { return (false, refusals) }
        if let reason = Files.reasonNotToReplace(file.path) {
            throw Refusal(description: "\(file.displayName):1: error: The file is not updated, because it \(reason).")
        }
        try Files.write(text, to: file.path)
        return (true, refusals)
    }
}
