import Foundation
import Testing

@testable import LessonKit

/// The check of the checks: whichever digit of an expected output is changed, `lessons verify` must fail and name its line.
@Suite struct DigitTests {
    /// All digits where ALL_DIGITS=1 is set; a sample, spread over all lessons, elsewhere.
    private static let step = ProcessInfo.processInfo.environment["ALL_DIGITS"] == "1" ? 1 : 37

    @Test func everyDigitCounts() throws {
        let course = try TemporaryCourse([:])
        try FileManager.default.createDirectory(atPath: course.root, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Command.root + "/Lessons", toPath: course.root + "/Lessons")
        #expect(try course.lessons("verify").status == 0)
        var count = 0
        for file in Course(root: course.root).lessons {
            let original = String(decoding: try Data(contentsOf: URL(filePath: file.path)), as: UTF8.self)
            let lesson = try Lesson(SourceText(name: file.displayName, text: original))
            for cell in lesson.cells {
                guard let block = cell.expected?.block else { continue }
                for line in block.textLines {
                    let text = lesson.source.line(line)
                    for index in text.indices where text[index].isASCII && text[index].isNumber {
                        count += 1
                        guard count % Self.step == 0, let digit = text[index].wholeNumberValue else { continue }
                        var changed = original
                        changed.replaceSubrange(index...index, with: String((digit + 1) % 10))
                        try Data(changed.utf8).write(to: URL(filePath: file.path))
                        let result = try course.lessons("verify", file.displayName)
                        let what = "\(file.displayName):\(line): \(digit) of \(text)"
                        #expect(result.status == 1 || result.status == 2, "\(what) may be wrong")
                        #expect(result.output.contains("\(file.displayName):\(line):"), "\(what): \(result.output)")
                    }
                }
            }
            try Data(original.utf8).write(to: URL(filePath: file.path))
        }
        #expect(count > 100)
    }
}
