import Foundation
import Testing

@testable import LessonKit

/// The check of the checks: whichever digit of an expected output is changed, `lessons verify` must fail and name its line, unless the
/// report lists the number as one that may change.
@Suite struct DigitTests {
    /// All digits where ALL_DIGITS=1 is set; elsewhere a sample of every lesson.
    private static let step = ProcessInfo.processInfo.environment["ALL_DIGITS"] == "1" ? 1 : 37

    /// A lesson, and the digits of it that are changed one at a time.
    private struct Subject {
        let file: Course.LessonFile
        let original: String
        let digits: [(line: Int, index: String.Index)]

        func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: file.path)) }

        func change(_ index: String.Index) throws {
            guard let digit = original[index].wholeNumberValue else { return }
            var changed = original
            changed.replaceSubrange(index...index, with: String((digit + 1) % 10))
            try write(changed)
        }
    }

    @Test func everyDigitCounts() throws {
        let course = try TemporaryCourse([:])
        try FileManager.default.createDirectory(atPath: course.root, withIntermediateDirectories: true)
        #expect(try Command.run("/bin/cp", ["-a", Command.root + "/Lessons", course.root]).status == 0)
        // The cached Runs of the lessons are valid for their copies, which have equal inputs.
        #expect(try Command.lessons("verify").status == 0)
        for file in Course(root: Command.root).lessons {
            func run(of path: String) -> String {
                let folder =
                    URL(filePath: Command.root + "/.build/debug").resolvingSymlinksInPath().path + "/lessons.cache/runs"
                return "\(folder)/\(uniqueFileName(for: path.relative(to: folder))).json"
            }
            let copy = course.root + file.path.dropFirst(Command.root.count)
            try FileManager.default.copyItem(atPath: run(of: file.path), toPath: run(of: copy))
        }
        let known = try course.lessons("verify", "--explain")
        #expect(known.status == 0 && !known.errors.contains("ran because"), "\(known.errors)")
        let changeable = try Self.changeableNumbers(course.lessons("verify", "--format", "json").output)
        let subjects = try Course(root: course.root).lessons.enumerated().map { number, file in
            let original = String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self)
            let digits = try Lesson(SourceText(name: file.displayName, text: original)).digitsOfOutputs
            // Every lesson has at least one, in a different place each.
            let sample = digits.dropFirst(number % max(min(Self.step, digits.count), 1)).enumerated()
                .filter { $0.offset % Self.step == 0 }.map(\.element)
            #expect(!sample.isEmpty || digits.isEmpty)
            return Subject(file: file, original: original, digits: sample)
        }
        // Each round changes one digit of each lesson and verifies all lessons in one call, since each has its own
        // verdict.
        for round in 0..<(subjects.map(\.digits.count).max() ?? 0) {
            let changed = subjects.filter { round < $0.digits.count }
            for subject in changed { try subject.change(subject.digits[round].index) }
            let names = changed.map(\.file.displayName)
            let result = try Command.run(
                Command.root + "/.build/debug/lessons", ["verify"] + names, in: course.root)
            #expect(result.status == 1 || result.status == 2)
            let lines = result.output.split(separator: "\n")
            for subject in changed {
                let (line, index) = subject.digits[round]
                let place = "\(subject.file.displayName):\(line):"
                // A number whose last digit may change within its tolerance is one that the report lists.
                let isListed = changeable.contains(place + subject.original.number(around: index))
                #expect(
                    isListed || lines.contains { $0.hasPrefix(place) },
                    "\(place) \(subject.original[index]) may be wrong")
            }
        }
        // They are the exception.
        #expect(changeable.count < subjects.reduce(0) { $0 + $1.original.count } / 1000)
        #expect(subjects.reduce(0) { $0 + $1.digits.count } > (Self.step == 1 ? 10_000 : 100))
    }
}

extension DigitTests {
    /// The places and numbers that a JSON report lists, as `FILE:LINE:NUMBER`.
    fileprivate static func changeableNumbers(_ json: String) throws -> Set<String> {
        let root = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        let cells = (root?["lessons"] as? [[String: Any]] ?? []).flatMap { $0["cells"] as? [[String: Any]] ?? [] }
        let digits = cells.flatMap { $0["changeableDigits"] as? [[String: Any]] ?? [] }
        return Set(digits.map { "\($0["file"] ?? ""):\($0["line"] ?? ""):\($0["number"] ?? "")" })
    }
}

extension String {
    /// The number that a digit belongs to.
    fileprivate func number(around index: Index) -> String {
        func isPart(_ character: Character) -> Bool { character.isNumber || "e.-+".contains(character) }
        let start = self[..<index].lastIndex { !isPart($0) }.map { self.index(after: $0) } ?? startIndex
        return String(self[start...].prefix(while: isPart))
    }
}

extension Lesson {
    /// The digits of all expected outputs, each with its line.
    fileprivate var digitsOfOutputs: [(line: Int, index: String.Index)] {
        cells.compactMap(\.expected).flatMap(\.block.textLines).flatMap { line in
            let text = source.line(line)
            return text.indices.filter { text[$0].isASCII && text[$0].isNumber }.map { (line, $0) }
        }
    }
}
