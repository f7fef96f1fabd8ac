import TerminalText
/// A folder with lessons, and the parts and lessons in it.
public struct Course: Sendable {
    /// The absolute path of the folder that holds `Lessons/`.
    public let root: String
    /// The parts in their order.
    public let parts: [Part]

    /// A folder of lessons, such as `3-convolution`.
    public struct Part: Sendable {
        /// The folder's name.
        public let folder: String
        /// The number that the name begins with, such as `3`, without leading zeros.
        public let number: String
        /// The name without its number, such as `convolution`.
        public let name: String
        /// The lessons in their order.
        public let lessons: [LessonFile]

        /// The names by which a user can refer to the part.
        var names: [String] { [folder, number, name] }

        /// The title in words: `Neural networks` for `1-neural-networks`.
        public var title: String {
            let words = name.replacing("-", with: " ")
            return words.prefix(1).uppercased() + words.dropFirst()
        }
    }

    /// A file that holds a lesson.
    public struct LessonFile: Sendable {
        /// The absolute path.
        public let path: String
        /// How messages name it: relative to the course if it is inside it.
        public let displayName: String
        /// The part's folder; empty for a file outside the course's parts.
        public let part: String
        /// The numbers of its part and of itself, such as `3.2`; empty for a file outside the course's parts.
        public let number: String
        /// The file's name without its number and ending, such as `padding`.
        public let name: String
        /// Why it cannot be verified; nil for a file that may hold a lesson.
        public var problem: Diagnostic?
        /// What cannot be shown on its page, as far as that has been looked at; a lesson with such a fault does not run.
        public var pageProblems: [Diagnostic] = []
    }

    /// A Markdown file of the course that is no lesson, such as `Lessons/notation.md`, and what is wrong with its page.
    public func page(_ name: String, problems: [Diagnostic]) -> LessonFile {
        LessonFile(
            path: "\(root)/\(name)", displayName: name, part: "", number: "", name: name, pageProblems: problems)
    }

    /// A name that nothing in the course has, or several things have.
    public struct LookupError: Error, CustomStringConvertible {
        /// What was looked for, and what to write instead.
        public let description: String

        /// Says what was looked for, and what to write instead.
        package init(description: String) { self.description = description }
    }

    /// Finds the course by walking up from a folder to one that holds `Lessons/`.
    public init(from folder: String) throws(LookupError) {
        var candidate = folder
        while !Files.isFolder(candidate + "/Lessons") {
            guard candidate != "/", candidate != "." else {
                throw LookupError(
                    description:
                        "Neither \(folder) nor a folder around it holds ‘Lessons/’; go into the course's folder.")
            }
            candidate = candidate.folder
        }
        self.init(root: candidate)
    }

    /// Finds the lessons of a folder; none if it has no `Lessons/`.
    public init(root: String) {
        self.root = root
        parts = Files.names(in: root + "/Lessons").compactMap { folder in
            guard let (number, name) = Self.split(folder), Files.isFolder("\(root)/Lessons/\(folder)") else {
                return nil
            }
            let lessons = Files.names(in: "\(root)/Lessons/\(folder)").compactMap { file -> LessonFile? in
                let path = "\(root)/Lessons/\(folder)/\(file)"
                guard file.hasSuffix(".md"), let (lesson, name) = Self.split(String(file.dropLast(3))),
                    Files.isFile(path)
                else {
                    return nil
                }
                return LessonFile(
                    path: path, displayName: "Lessons/\(folder)/\(file)".onOneLine, part: folder,
                    number: "\(number).\(lesson)", name: name)
            }
            return Part(folder: folder, number: number, name: name, lessons: lessons)
        }
        .sorted { ($0.number.count, $0.number, $0.folder) < ($1.number.count, $1.number, $1.folder) }
    }

    /// All lessons in their order.
    public var lessons: [LessonFile] { parts.flatMap(\.lessons) }

    /// The lessons that a name means: `padding`, `3/2`, `3.2`, a file, or a part (`3`, `3-convolution`, `convolution`).
    public func lessons(named name: String, from folder: String) throws(LookupError) -> [LessonFile] {
        try files(named: name, from: folder).lessons
    }

    /// Files below `Lessons/` that hold Swift and are no lessons, and others that no command can use; each has its
    /// `problem`.
    public var strays: [LessonFile] { CourseSurvey(of: self, below: "Lessons").refused }

    /// What is to be verified where these names are given, each lesson once; everything if there are none. What lies
    /// beside the lessons of a part is looked at with them.
    public func selection(
        named names: [String], from folder: String
    ) throws(LookupError) -> (files: [LessonFile], notes: [Diagnostic]) {
        var files: [LessonFile] = [], notes: [Diagnostic] = []
        var seen: Set<LessonFile> = []
        for name in names.isEmpty ? ["Lessons"] : names {
            let (lessons, shown) = try self.files(named: name, from: folder)
            let survey = shown.map { CourseSurvey(of: self, below: $0) }
            files += (lessons + (survey?.refused ?? [])).filter { seen.insert($0).inserted }
            for note in survey?.notes ?? [] where !notes.contains(note) { notes.append(note) }
        }
        return (files, notes)
    }

    /// The lessons that a name means and, if it means all of a folder, that folder as messages name it.
    private func files(
        named name: String, from folder: String
    ) throws(LookupError) -> (lessons: [LessonFile], folder: String?) {
        if name.hasMarkdownEnding, !Files.isFolder(path(name, from: folder)) {
            return ([try file(name, from: folder)], nil)
        }
        var key = name
        while key.count > 1, key.hasSuffix("/") { key.removeLast() }
        if key.hasPrefix("./") { key.removeFirst(2) }
        if key == "Lessons" { return (lessons, "Lessons") }
        if key.hasPrefix("Lessons/") { key.removeFirst("Lessons/".count) }
        let things =
            parts.map {
                (name: $0.folder, names: $0.names, lessons: $0.lessons, folder: "Lessons/\($0.folder)" as String?)
            }
            + lessons.map { (name: $0.displayName, names: Self.names(of: $0), lessons: [$0], folder: nil) }
        let found = Self.named(key, among: things, names: \.names)
        guard let only = found.first else {
            if Files.isFolder(path(name, from: folder)) { return (try files(below: name, from: folder), nil) }
            let known = parts.flatMap { [$0.folder, $0.name] } + lessons.map(\.name)
            if Files.isFile(path(name, from: folder)) {
                throw LookupError(
                    description:
                        "‘\(name)’ is no Markdown file. What is run are the Swift blocks of Markdown files: put the code "
                        + "between ```swift and ``` in a file such as ‘notes.md’.")
            }
            throw LookupError(
                description: "No lesson or part is called ‘\(name)’\(suggestion(for: name, among: known)) "
                    + "‘lessons list’ names them all.")
        }
        guard found.count == 1 else { throw Self.ambiguous(name, found.map(\.name)) }
        return (only.lessons, only.folder)
    }

    /// The completions that a shell may offer for a word: the names of lessons and parts, and the Markdown files of the
    /// folder that the word names so far.
    public static func names(completing word: String, from folder: String) -> [String] {
        let course = try? Course(from: folder)
        let names = (course?.parts ?? []).map(\.folder) + (course?.lessons ?? []).map(\.name)
        let start = word.lastIndex(of: "/").map { String(word[...$0]) } ?? ""
        let place = start.hasPrefix("/") ? start : "\(folder)/\(start)"
        let files = Files.names(in: place).filter(\.hasMarkdownEnding)
        var seen: Set<String> = []
        return (names + files.map { start + $0 }).filter { $0.hasPrefix(word) && seen.insert($0).inserted }
    }

    /// The things that a name refers to: exactly as it is written or, if nothing has that name, with leading zeros
    /// ignored.
    static func named<Thing>(_ key: String, among things: [Thing], names: (Thing) -> [String]) -> [Thing] {
        let exact = things.filter { names($0).contains(key) }
        guard exact.isEmpty else { return exact }
        let plain = key.withPlainNumbers
        return things.filter { names($0).contains { $0.withPlainNumbers == plain } }
    }

    /// The error for a name that refers to several things.
    static func ambiguous(_ name: String, _ things: [String]) -> LookupError {
        let all = things.map { "  \($0)" }.joined(separator: "\n")
        return LookupError(description: "‘\(name)’ may be any of these; write more of it:\n\(all)")
    }

    func path(_ name: String, from folder: String) -> String {
        (name.hasPrefix("/") ? name : "\(folder)/\(name)").withoutDots
    }

    /// The files below a folder with one of some endings, apart from hidden ones; Markdown unless told otherwise.
    private func files(
        below name: String, from folder: String, orEnding other: String? = nil
    ) throws(LookupError) -> [LessonFile] {
        var found: [LessonFile] = []
        for entry in FileTree(below: path(name, from: folder), skipsHidden: true).entries {
            let isWanted = entry.path.fileName.hasMarkdownEnding || other.map(entry.path.hasSuffix) ?? false
            guard isWanted, entry.original == nil else { continue }
            if case .folder = entry.kind { continue }
            found.append(try file(entry.path, from: folder))
        }
        guard !found.isEmpty else {
            let kinds = other.map { "file in Markdown or with the ending ‘\($0)’" } ?? "Markdown file"
            throw LookupError(description: "There is no lesson or part ‘\(name)’, and no \(kinds) in that folder.")
        }
        return found
    }

    /// The Swift and Markdown files that names mean, a folder all below it apart from hidden ones; each once.
    public func documents(named names: [String], from folder: String) throws(LookupError) -> [LessonFile] {
        var documents: [LessonFile] = []
        for name in names {
            let isFolder = Files.isFolder(path(name, from: folder))
            let found =
                isFolder ? try files(below: name, from: folder, orEnding: ".swift") : [try file(name, from: folder)]
            documents += found.filter { !documents.contains($0) }
        }
        return documents
    }

    private func file(_ name: String, from folder: String) throws(LookupError) -> LessonFile {
        let path = path(name, from: folder)
        if let lesson = lessons.first(where: { $0.path.isExactly(path) || $0.displayName.isExactly(name) }) {
            return lesson
        }
        guard Files.isFile(path) else {
            throw LookupError(
                description: "There is no file \(name)\(suggestion(for: name, among: lessons.map(\.displayName)))")
        }
        let isInside = path.hasPrefix(root + "/")
        return LessonFile(
            path: path, displayName: (isInside ? String(path.dropFirst(root.count + 1)) : path).onOneLine, part: "",
            number: "",
            name: path.fileName.split(separator: ".").dropLast().joined(separator: "."))
    }

    /// The names by which a user can refer to a lesson, apart from its file's path.
    private static func names(of lesson: LessonFile) -> [String] {
        let stem = String(lesson.path.fileName.dropLast(3))
        let (slashed, file) = (lesson.number.replacing(".", with: "/"), "\(lesson.part)/\(stem)")
        return [lesson.name, lesson.number, slashed, stem, file, "\(lesson.part)/\(lesson.name)"]
    }

    /// Splits `02-padding` into `2` and `padding`; nil for a name without a number.
    static func split(_ name: String) -> (number: String, name: String)? {
        let digits = name.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, name.dropFirst(digits.count).first == "-" else { return nil }
        return (String(digits).withPlainNumbers, String(name.dropFirst(digits.count + 1)))
    }
}

extension Course.LessonFile {
    /// What a reader types in a shell to name it: a lesson's name or, of a file outside the course's parts, its path.
    public var nameToType: String {
        let name = (part.isEmpty ? displayName : name).onOneLine
        let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || "-_./+".contains($0) }
        return isPlain ? name : "'\(name.replacing("'", with: "'\\''"))'"
    }
}

extension Course.LessonFile: Hashable {
    /// Whether both are the file at the same path, byte for byte.
    public static func == (a: Self, b: Self) -> Bool { a.path.isExactly(b.path) && a.part.isExactly(b.part) }
    /// Feeds the path to the hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(ExactText(path)) }
}

extension String {
    /// The name without leading zeros in its numbers: `3/2` for `03/02`.
    fileprivate var withPlainNumbers: String {
        var name = ""
        for (index, character) in zip(indices, self) {
            let isFirst = name.isEmpty || name.last == "/" || name.last == "."
            let isBeforeDigit = self[index...].dropFirst().first.map { ("0"..."9").contains($0) } ?? false
            if !(isFirst && character == "0" && isBeforeDigit) { name.append(character) }
        }
        return name
    }
}
