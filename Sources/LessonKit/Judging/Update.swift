/// Puts into the output blocks of a lesson what its cells really printed, and changes nothing else in the file.
struct Update {
    private typealias Replacement = (block: CodeBlock, text: String)
    private let lesson: Lesson
    private let replacements: [Replacement]

    /// Takes from a report the outputs that are not as promised; nil if there are none.
    init?(_ report: Report) {
        guard let lesson = report.lesson else { return nil }
        self.lesson = lesson
        replacements = report.verdicts.flatMap(\.problems).compactMap { problem in
            guard let block = problem.block, let difference = problem.difference else { return nil }
            return (block, difference.updatedText)
        }
        .sorted { $0.block.fenceLine < $1.block.fenceLine }
        if replacements.isEmpty { return nil }
    }

    /// The new text of the file, with all outputs that can be written into their blocks, and why others cannot.
    func text() throws(Refusal) -> (text: String, refusals: [Refusal]) {
        let source = lesson.source
        if let line = (1...source.lineCount).first(where: { source.line($0).hasPrefix("<<<<<<< ") }) {
            throw Refusal(
                description: "\(source.name):\(line): error: The file holds conflict markers; resolve them first.")
        }
        if let all = try? proven(replacements) { return (all, []) }
        var good: [Replacement] = []
        var refusals: [Refusal] = []
        for replacement in replacements {
            do throws(Refusal) {
                _ = try proven([replacement])
                good.append(replacement)
            } catch {
                refusals.append(error)
            }
        }
        return (try proven(good), refusals)
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
            // A fence longer than any inside it, and never shorter than it was.
            let growth = fence.growth(for: output)
            text += fence.grown(source.lines(block.fenceLine...block.fenceLine), by: growth)
            text += output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map { ($0.isEmpty ? fence.prefixOfBlankLines : fence.prefix) + $0 + fence.lineEnd }.joined()
            text += fence.grown(source.lines(closing...closing), by: growth)
            next = closing + 1
        }
        if next <= source.lineCount { text += source.lines(next...source.lineCount) }
        return text
    }

    /// The text with some blocks replaced, once it has been read back: its cells must be the old ones, and its outputs the
    /// new ones.
    private func proven(_ replacements: [Replacement]) throws(Refusal) -> String {
        guard let line = replacements.first?.block.fenceLine else { return lesson.source.text }
        let text = replacing(replacements)
        let new: Lesson
        do {
            new = try Lesson(SourceText(name: lesson.source.name, text: text))
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
                return new.block.text == old.block.text && new.kind == old.kind && new.expected?.block.text == expected
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

/// How the lines of a fenced block are written in their file.
private struct Fence {
    let mark: Character
    let length: Int
    /// What stands before each line of the block: indentation and quote marks.
    let prefix: String
    let lineEnd: String

    init(of block: CodeBlock, in source: SourceText) {
        let opening = source.line(block.fenceLine)
        let start = opening.firstIndex { $0 == "`" || $0 == "~" } ?? opening.startIndex
        mark = opening[start...].first ?? "`"
        length = opening[start...].prefix { [mark] in $0 == mark }.count
        // The closing fence is never on the line of a list's marker, so what stands before it can stand before any line.
        let before = String(source.line(block.textLines.upperBound).prefix { [mark] in $0 != mark })
        // A blank behind a quote mark belongs to the mark; without one, the text's first would be taken for it.
        prefix = before.hasSuffix(">") ? before + " " : before
        let end = source.lines(block.fenceLine...block.fenceLine).last
        lineEnd = end == "\r\n" || end == "\r" ? String(end ?? "\n") : "\n"
    }

    var prefixOfBlankLines: String { String(prefix.reversed().drop { $0 == " " || $0 == "\t" }.reversed()) }

    /// How many marks a fence must gain so that no line of the text closes it.
    func growth(for text: String) -> Int {
        let lengths = text.outputLines.map { line in line.drop { $0 == " " }.prefix { $0 == mark }.count }
        let longest = lengths.max() ?? 0
        return max(longest + 1 - length, 0)
    }

    func grown(_ line: Substring, by count: Int) -> String {
        guard count > 0, let start = line.firstIndex(of: mark) else { return String(line) }
        return line[..<start] + String(repeating: mark, count: count) + line[start...]
    }
}

extension Runner {
    /// Updates the file of a report, unless someone changed it meanwhile; returns whether anything is updated, and why what
    /// is not.
    public func update(_ report: Report) throws -> (isUpdated: Bool, refusals: [Refusal]) {
        guard let update = Update(report), let lesson = report.lesson else { return (false, []) }
        let (text, refusals) = try update.text()
        guard let now = try? Files.read(report.file.path), now.elementsEqual(lesson.source.text.utf8) else {
            throw Refusal(
                description:
                    "\(report.file.displayName):1: error: The file was changed while its lesson ran; nothing is updated."
            )
        }
        guard text != lesson.source.text else { return (false, refusals) }
        try Files.write(text, to: report.file.path)
        return (true, refusals)
    }
}
