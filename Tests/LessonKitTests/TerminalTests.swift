import Foundation
import Testing

/// What a terminal shows: progress, colours, and no control characters of lessons.
@Suite struct TerminalTests {
    /// What the command writes to a terminal of some columns, as `script` records it.
    private func terminal(
        _ columns: Int, _ words: String, in course: TemporaryCourse, environment: [String: String] = [:]
    ) throws -> Command.Result {
        let script = "stty cols \(columns); exec '\(Command.root)/.build/debug/lessons' \(words)"
        let program = "/usr/bin/script"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            try Test.cancel("there is no ‘script’ here")
        }
        let environment = ["TERM": "xterm", "SHELL": "/bin/sh", "NO_COLOR": ""].merging(environment) { $1 }
        return try Command.run(
            program, ["-qefc", script, "/dev/null"], in: course.root, environment: environment)
    }

    @Test(arguments: [24, 120]) func theProgressFitsIntoALine(_ columns: Int) throws {
        let course = try Samples.goodAndBad(["1-part/03-a-rather-long-name.md": Samples.plain])
        let result = try terminal(columns, "verify --jobs 1", in: course)
        #expect(result.status == 1)
        let drawn = result.output.split(separator: "\r").filter { $0.hasPrefix("\u{1B}[K") && $0.contains("/3 ") }
            .map { $0.dropFirst(3).prefix { $0 != "\u{1B}" && $0 != "\r\n" && $0 != "\n" } }
        // The line appears as soon as the first lesson begins.
        #expect(drawn.first?.hasPrefix("0/3 ") == true, "\(drawn)")
        #expect(drawn.allSatisfy { $0.count < columns }, "\(drawn)")
        let name = columns > 100 ? "0/3 Lessons/1-part/" : "0/3 …"
        #expect(drawn.contains { $0.hasPrefix(name) && $0.hasSuffix(".md") }, "\(drawn)")
        // At the end the line is erased.
        #expect(result.output.contains("\u{1B}[31m") && !result.output.hasSuffix("\u{1B}[K"))
    }

    @Test func coloursAreForTerminalsThatWantThem() throws {
        let course = try Samples.goodAndBad()
        let plain = try terminal(80, "verify", in: course, environment: ["NO_COLOR": "1"])
        #expect(!plain.output.contains("\u{1B}[3"))
        let file = try course.lessons("verify", environment: ["NO_COLOR": ""])
        #expect(!(file.output + file.errors).contains("\u{1B}"))
    }

    /// Control characters in the text of a lesson, and in output that varies from run to run.
    @Test func nothingIsObeyed() throws {
        let course = try TemporaryCourse([
            "1-part/01-odd.md":
                "# Odd \u{1B}]0;title\u{7}\n\n```swift\n// \u{1B}[2J\u{202E}\nprint(\"\\u{1B}[2J\", UInt64.random(in: 0 ... .max))\n```\n\n"
                + "```output\n...\n```\n"
        ])
        for words in [["run", "odd"], ["verify", "--repeat", "2"]] {
            let result = try Command.run(Command.root + "/.build/debug/lessons", words, in: course.root)
            let all = result.output + result.errors
            #expect(result.status == 0 && all.contains(#"\u{1B}[2J"#), "\(all)")
            #expect(!all.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{202E}" }, "\(words)")
        }
    }
}
