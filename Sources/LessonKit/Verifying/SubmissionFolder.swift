/// The folder of a learner's answers to the exercises of one lesson.
struct SubmissionFolder {
    let path: String

    /// `Attempts/PART/LESSON` for a lesson of the course, `Attempts/files/…` with the whole path for any other file.
    init(of file: Course.LessonFile, in course: Course) {
        let ending = ".md"
        let lessons = course.root + "/Lessons/"
        let name =
            if !file.part.isEmpty, file.path.hasPrefix(lessons), file.path.hasSuffix(ending) {
                String(file.path.dropFirst(lessons.count).dropLast(ending.count))
            } else if file.path.hasPrefix(course.root + "/") {
                "files/course/\(file.path.dropFirst(course.root.count + 1))"
            } else {
                "files/elsewhere\(file.path.hasPrefix("/") ? "" : "/")\(file.path)"
            }
        path = "\(course.root)/Attempts/\(name)"
    }

    /// The names of the files for a lesson's exercises or cells, given by their marks: the file that began from the exercise or,
    /// where there is none, the file of its number, unless that began from another exercise of the lesson.
    func names(forMarks marks: [String], of stem: String = exercise) -> [String] {
        let files = Files.names(in: path).filter { name in
            name.hasPrefix(stem + "-") && name.hasSuffix(".swift")
                && name.dropFirst(stem.count + 1).dropLast(6).allSatisfy { ("0"..."9").contains($0) }
        }
        var begunFrom: [String: String] = [:]
        for file in files { begunFrom[file] = AttemptText(file: "\(path)/\(file)")?.mark }
        func name(_ number: Int) -> String { "\(stem)-\(number).swift" }
        var taken: Set<String> = []
        var names = marks.enumerated().map { index, mark -> String? in
            begunFrom[name(index + 1)] == mark ? name(index + 1) : nil
        }
        taken.formUnion(names.compactMap { $0 })
        for index in names.indices where names[index] == nil {
            names[index] = files.first { begunFrom[$0] == marks[index] && !taken.contains($0) }
            if let name = names[index] { taken.insert(name) }
        }
        for index in names.indices where names[index] == nil {
            var number = index + 1
            while taken.contains(name(number)) || number > index + 1 && files.contains(name(number)) {
                number += 1
            }
            names[index] = name(number)
            taken.insert(name(number))
        }
        return names.compactMap { $0 }
    }

    /// What the names of the files with answers to exercises begin with.
    static let exercise = "exercise"

    private static func name(_ number: Int) -> String { "\(exercise)-\(number).swift" }

    /// Moves answers from where older versions of the command wrote them: `Attempts/PART/LESSON.swift`, with the
    /// exercise's number after the name where there were several.
    func adoptOlderFiles(of file: Course.LessonFile, in course: Course, exerciseCount: Int) throws {
        let stem = file.path.fileName.dropLast(3)
        let folder = course.root + "/Attempts" + (file.part.isEmpty ? "" : "/" + file.part)
        for number in 1...exerciseCount {
            let olds = (number == 1 ? ["\(stem).swift"] : []) + ["\(stem)-\(number).swift"]
            for old in olds where Files.isFile("\(folder)/\(old)") {
                guard isOwn("\(folder)/\(old)", of: file, in: course) else { continue }
                try Files.makeFolder(path)
                var place = number
                while try !Files.moveWithoutReplacing("\(folder)/\(old)", to: "\(path)/\(Self.name(place))") {
                    place = max(place, exerciseCount) + 1
                }
            }
        }
    }

    /// Whether an older file belongs to a lesson: its first line says so or, where the learner has changed that, no
    /// other lesson can have had a file of that name.
    private func isOwn(_ path: String, of file: Course.LessonFile, in course: Course) -> Bool {
        let text = (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if let named = text.prefixMatch(of: /\/\/ Exercise [0-9]+ of .*run ‘lessons try (.*)’ again\./) {
            return named.1 == file.name
        }
        if file.part.isEmpty { return false }
        let stem = path.fileName.dropLast(".swift".count)
        let others = course.lessons.filter { $0.part == file.part && $0.path != file.path }
        return !others.contains { $0.path.fileName.dropLast(3) == stem }
    }
}
