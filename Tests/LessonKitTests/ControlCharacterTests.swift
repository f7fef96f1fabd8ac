import Foundation
import Testing

import TerminalText
@testable import LessonKit

/// Characters that a terminal would obey are shown instead.
@Suite struct VisibleTests {
    @Test(arguments: [
        ("a\tb\nc", "a\tb\nc"), ("\u{1B}]0;x\u{7}", #"\u{1B}]0;x\u{7}"#), ("1%\r2%\r\n", "1%\\r2%\\r\n"),
        ("a\u{0}b", #"a\0b"#), ("\u{202E}cba", #"\u{202E}cba"#), ("\u{9B}2J", #"\u{9B}2J"#), ("é 中 👩‍👩‍👧", "é 中 👩‍👩‍👧"),
        ("\u{2028}", #"\u{2028}"#),
    ]) func controlsBecomeEscapes(_ text: String, _ shown: String) {
        #expect(text.escapingControls == shown)
        // The result does not depend on the length of the chunks.
        for size in 1...4 {
            var stream = ControlEscaper()
            let bytes = Array(text.utf8)
            let all = stride(from: 0, to: bytes.count, by: size).flatMap {
                stream.receive(Array(bytes[$0..<min($0 + size, bytes.count)]))
            }
            #expect(String(decoding: all, as: UTF8.self) == shown)
        }
    }

    @Test(arguments: ["text", "github", "json"]) func noReportHoldsControls(_ format: String) throws {
        let course = try TemporaryCourse([
            "1-part/01-x.md":
                "# X\n\n```swift\nprint(\"\\u{1B}[2J\\u{202E}\\r\\0\")\nfatalError(\"\\u{1B}]0;x\\u{7}\")\n```\n\n```output\n```\n\n"
        ])
        let junit = course.root + "/junit.xml"
        for names in [["verify", "--format", format, "--junit", junit], ["run", "x"]] {
            let result = try Command.run(Command.root + "/.build/debug/lessons", names, in: course.root)
            #expect(result.status == 1)
            let all = (result.output + result.errors).unicodeScalars
            #expect(!all.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" || $0.value == 0x202E })
            #expect(result.output.contains("u{1B}"), "\(result.output)")
        }
        let report = try String(contentsOfFile: junit, encoding: .utf8)
        #expect(
            report.contains("message=\"Fatal error: \\u{1B}]0;x\\u{7}\"") && !report.contains("\u{FFFD}"), "\(report)")
    }
}
