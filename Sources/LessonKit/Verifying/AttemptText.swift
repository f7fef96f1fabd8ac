/// The text of a learner's file: the code, and the comments around it that the runner wrote.
package struct AttemptText: Sendable {
    /// The learner's code.
    package var code: String
    private let before: String, after: String

    /// Finds the code in a text; all of it is code where the learner has changed the comments.
    init(_ text: String) {
        var lines = text.linesWithEnds[...]
        var before = ""
        if lines.first?.prefixMatch(of: #/// Exercise [0-9]+ of /#) != nil {
            before = String(lines.removeFirst())
            // The task.
            while lines.first?.hasPrefix("//") == true { before += lines.removeFirst() }
            if lines.first?.isBlank == true { before += lines.removeFirst() }
        }
        let check = before.isEmpty ? nil : lines.firstIndex { $0.hasPrefix(Self.afterAnswer) }
        var end = check ?? lines.lastIndex { $0.hasPrefix(Self.markPrefix) }
        while let last = end, last > lines.startIndex, lines[last - 1].isBlank { end = last - 1 }
        self.before = before
        code = lines[..<(end ?? lines.endIndex)].joined()
        after = end.map { lines[$0...].joined() } ?? ""
    }

    /// Reads a file; nil if there is none.
    init?(file: String) {
        guard let data = try? Files.read(file) else { return nil }
        self.init(String(decoding: data, as: UTF8.self))
    }

    /// The text of a file that holds only code and its mark.
    init(code: String, mark: String) { self.init("\(code.endingInLineEnd)\(Self.markPrefix)\(mark)\n") }

    /// The whole text.
    package var text: String { before + code.endingInLineEnd + after }

    /// What tells the text from which the learner began from every other; nil if the learner has removed it.
    package var mark: String? {
        text.split(whereSeparator: \.isNewline).last { $0.hasPrefix(Self.markPrefix) }
            .map { String($0.dropFirst(Self.markPrefix.count).prefix { !$0.isWhitespace }) }
    }

    /// The line after the answer to an exercise, and what precedes the mark.
    static let afterAnswer = "// What runs after your answer:", markPrefix = "// Begun from version "

    /// A hash of the texts from which a learner begins.
    static func mark(of texts: [String]) -> String {
        String(uniqueFileName(for: texts.joined(separator: "\0")).split(separator: "-").last ?? "")
    }

    /// Moves a file aside, to a name that is free; returns its new path.
    static func setAside(_ path: String) throws -> String {
        let stem = path.dropLast(".swift".count)
        var count = 1
        while true {
            let target = "\(stem)-earlier-\(count).swift"
            if try Files.moveWithoutReplacing(path, to: target) { return target }
            count += 1
        }
    }
}

extension String {
    /// The lines, each with its end.
    fileprivate var linesWithEnds: [Substring] {
        var lines: [Substring] = []
        var rest = self[...]
        while let end = rest.firstIndex(where: \.isNewline) {
            lines.append(rest[...end])
            rest = rest[index(after: end)...]
        }
        return rest.isEmpty ? lines : lines + [rest]
    }
}

extension Substring {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
