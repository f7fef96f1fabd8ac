import Foundation
import Testing

@testable import LessonKit

/// The check of the checks: whichever digit of an expected output is changed, `lessons verify` must fail and name its line.
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
                #expect(
                    lines.contains { $0.hasPrefix(place) }, "\(place) \(subject.original[index]) may be wrong")
            }
        }
        #expect(subjects.reduce(0) { $0 + $1.digits.count } > (Self.step == 1 ? 10_000 : 100))
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
