import TerminalText

/// A look at everything below `Lessons/`, so that nothing that was meant for a lesson is left out without a word.
public struct CourseSurvey: Sendable {
    /// What must be mended before the course can pass: Swift blocks where nothing runs them, and what cannot be read. Each
    /// has its `problem`.
    public private(set) var refused: [Course.LessonFile] = []
    /// What may be meant otherwise.
    public private(set) var notes: [Diagnostic] = []

    private let course: Course
    private let folder: String

    /// Looks at what lies in a folder, `Lessons` or a part's, as messages name it.
    init(of course: Course, below shown: String) {
        self.course = course
        folder = course.root + "/Lessons"
        let lessons = Set(course.lessons.map { ExactText($0.path) })
        for entry in FileTree(below: folder).entries where entry.original == nil {
            let isShown = (entry.path + "/").hasPrefix("\(course.root)/\(shown)/")
            if isShown, !lessons.contains(ExactText(entry.path)) { look(at: entry.path, entry.kind) }
        }
        noteNumbersGivenTwice(below: shown)
    }

    private mutating func look(at path: String, _ kind: FileTree.Kind) {
        let names = path.dropFirst(folder.count).split(separator: "/").map(String.init)
        switch kind {
        case .unreadable(let reason):
            if names.isEmpty || Self.isExpectedToBeRead(names) || Files.isFolder(path) {
                refuse(path, at: 1, "It cannot be read: \(reason).")
            }
        case .folder:
            if names.last?.hasMarkdownEnding == true {
                refuse(path, at: 1, "This is a folder, and a lesson is a file; rename it.")
            }
        case .other:
            if Self.isExpectedToBeRead(names) {
                refuse(path, at: 1, "It cannot be read: it is no file; remove it, or put a file in its place.")
            }
        case .file: lookAtFile(path, names)
        }
    }

    /// Whether the name or the place is that of a part, a lesson or another Markdown file.
    private static func isExpectedToBeRead(_ names: [String]) -> Bool {
        guard let name = names.last else { return true }
        return name.hasMarkdownEnding || names.count <= 2 && names[0] != "Data" && Course.split(name) != nil
    }

    private mutating func lookAtFile(_ path: String, _ names: [String]) {
        guard let name = names.last, name.mayBeMarkdown else { return }
        let text: String
        do {
            let size = Files.size(of: path)
            guard size <= SourceText.limit else {
                if name.hasMarkdownEnding {
                    refuse(path, at: 1, "It cannot be read: it has \(size) bytes, and a lesson may have at most 16 MB.")
                }
                return
            }
            text = String(decoding: try Files.read(path), as: UTF8.self)
        } catch {
            return refuse(path, at: 1, "It cannot be read: \(error.reason).")
        }
        let isPage = isPage(names)
        if let line = Self.firstSwiftFence(in: text) {
            refuse(
                path, at: line,
                isPage
                    ? "The code in this file is not run; put it in a block of another language, or move it to a lesson."
                    : "The Swift in this file is never run, because \(reason(names)); a lesson is called like "
                        + "‘Lessons/1-part/01-name.md’. Rename or move the file, or give its blocks another language.")
        } else if !isPage, looksLikeLesson(names) {
            notes.append(
                Diagnostic(
                    file: displayName(path), line: 1, severity: .note,
                    message: "This is no lesson, because \(reason(names)); a lesson is called like "
                        + "‘Lessons/1-part/01-name.md’."))
        }
    }

    /// Whether the site shows the file, as a page without cells.
    private func isPage(_ names: [String]) -> Bool {
        switch names.count {
        case 1: names[0] == "README.md" || names[0] == "notation.md"
        case 2: names[1] == "README.md" && isPart(names[0])
        default: false
        }
    }

    private func isPart(_ name: String) -> Bool { course.parts.contains { $0.folder == name } }

    private func looksLikeLesson(_ names: [String]) -> Bool {
        let name = names[names.count - 1]
        guard name.hasMarkdownEnding, !name.lowercased().hasPrefix("readme."), names[0] != "Data" else { return false }
        return names.count == 2 && isPart(names[0]) || name.first?.isNumber == true
    }

    /// Why a file is no lesson.
    private func reason(_ names: [String]) -> String {
        guard names.count == 2, isPart(names[0]) else {
            return "a lesson lies in the folder of a part, such as ‘Lessons/1-part’"
        }
        return names[1].hasSuffix(".md")
            ? "a lesson's name begins with a number and a hyphen" : "a lesson's name ends in ‘.md’"
    }

    /// The line of the first fence whose language is Swift, however it is spelt.
    private static func firstSwiftFence(in text: String) -> Int? {
        guard text.utf8.contains(UInt8(ascii: "s")) || text.utf8.contains(UInt8(ascii: "S")),
            text.contains("```") || text.contains("~~~")
        else { return nil }
        func first(in block: Markdown) -> Int? {
            if case .code(let info, _) = block.kind {
                return NearInfoString.language(of: info) == "swift" ? block.lines.lowerBound : nil
            }
            return block.children.lazy.compactMap(first).first
        }
        return first(in: Document(text).root)
    }

    private mutating func noteNumbersGivenTwice(below shown: String) {
        func note(_ file: String, _ number: String, _ other: String) {
            notes.append(
                Diagnostic(
                    file: file.onOneLine, line: 1, severity: .note,
                    message: "It has the number \(number), as \(other.onOneLine) has; give each a number of its own."))
        }
        for (index, part) in course.parts.enumerated() {
            if shown == "Lessons", let other = course.parts[..<index].first(where: { $0.number == part.number }) {
                note("Lessons/\(part.folder)", part.number, "Lessons/\(other.folder)")
            }
            guard shown == "Lessons" || shown == "Lessons/\(part.folder)" else { continue }
            for (index, lesson) in part.lessons.enumerated() {
                if let other = part.lessons[..<index].first(where: { $0.number == lesson.number }) {
                    note(lesson.displayName, lesson.number, other.displayName)
                }
            }
        }
    }

    private func displayName(_ path: String) -> String { String(path.dropFirst(course.root.count + 1)).onOneLine }

    private mutating func refuse(_ path: String, at line: Int, _ message: String) {
        let name = displayName(path)
        let problem = Diagnostic(file: name, line: line, message: message)
        refused.append(
            Course.LessonFile(
                path: path, displayName: name, part: "", number: "", name: path.fileName, problem: problem))
    }
}

extension String {
    /// The endings by which programs know Markdown.
    private static let markdownEndings: Set<String> = [
        "md", "markdown", "mdown", "mdwn", "mkd", "mkdn", "mkdown", "mdtxt", "mdtext", "mdx", "rmd", "qmd", "livemd",
        "ronn", "workbook",
    ]

    /// The parts of a file's name after its first point, in lower case.
    private var endings: [String] {
        lowercased().split(separator: ".", omittingEmptySubsequences: false).dropFirst().map(String.init)
    }

    /// Whether a file of this name holds Markdown.
    package var hasMarkdownEnding: Bool { endings.last.map(Self.markdownEndings.contains) ?? false }

    /// Whether a file of this name may hold Markdown: it has no ending, that of a text, or Markdown's before another, as
    /// a copy that was put aside has. What an editor keeps for itself does not count.
    fileprivate var mayBeMarkdown: Bool {
        if hasSuffix("~") || hasSuffix("#") || hasPrefix("#") || hasPrefix(".#") { return false }
        let endings = endings
        return endings.isEmpty || hasPrefix(".") && endings.count == 1 || endings.last == "txt"
            || endings.last == "text"
            || endings.contains(where: Self.markdownEndings.contains)
    }
}
