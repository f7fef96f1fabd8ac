import Foundation
import Testing

@testable import LessonKit

/// The check of the checks: whichever digit of an expected output is changed, `lessons verify` must fail and name its line.
@Suite struct DigitTests {
    /// All digits where ALL_DIGITS=1 is set; elsewhere a sample of every lesson.
    private static let step = ProcessInfo.processInfo.environment["ALL_DIGITS"] == "1" ? 1 : 37

    @Test func everyDigitCounts() throws {
        let course = try TemporaryCourse([:])
        try FileManager.default.createDirectory(atPath: course.root, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Command.root + "/Lessons", toPath: course.root + "/Lessons")
        #expect(try course.lessons("verify").status == 0)
        var count = 0
        for (number, file) in Course(root: course.root).lessons.enumerated() {
            let original = String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self)
            let lesson = try Lesson(SourceText(name: file.displayName, text: original))
            let digits = lesson.digitsOfOutputs
            count += digits.count
            // Every lesson has one at least, each elsewhere.
            let sample = digits.dropFirst(number % max(min(Self.step, digits.count), 1)).enumerated()
                .filter { $0.offset % Self.step == 0 }.map(\.element)
            #expect(!sample.isEmpty || digits.isEmpty)
            for (line, index) in sample {
                guard let digit = original[index].wholeNumberValue else { continue }
                var changed = original
                changed.replaceSubrange(index...index, with: String((digit + 1) % 10))
                try Data(changed.utf8).write(to: URL(filePath: file.path))
                let result = try course.lessons("verify", file.displayName)
                let what = "\(file.displayName):\(line): \(digit) of \(lesson.source.line(line))"
                #expect(result.status == 1 || result.status == 2, "\(what) may be wrong")
                #expect(result.output.contains("\(file.displayName):\(line):"), "\(what): \(result.output)")
            }
            try Data(original.utf8).write(to: URL(filePath: file.path))
        }
        #expect(count > 100)
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
