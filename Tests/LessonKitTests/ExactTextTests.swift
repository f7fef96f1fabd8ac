import Testing

@testable import LessonKit
@testable import lessons

/// Texts that only look the same: they are different texts, in every comparison.
@Suite struct ExactTextTests {
    /// Texts that Unicode calls canonically equivalent.
    static let pairs = [
        ("\u{E9}", "e\u{301}"), ("\u{212A}", "K"), ("\u{212B}", "\u{C5}"), ("\u{2126}", "\u{3A9}"),
        ("\u{37E}", ";"), ("\u{1FEF}", "`"), ("\u{AC00}", "\u{1100}\u{1161}"), ("q\u{307}\u{323}", "q\u{323}\u{307}"),
    ]

    @Test(arguments: pairs) func noComparisonTakesOneForTheOther(_ a: String, _ b: String) {
        for (expected, actual) in [(a, b), (b, a)] {
            for numbers in [Comparison.Numbers.exact, .digits, .tolerance(relative: 1e-3, absolute: 0)] {
                for order in [Comparison.Order.written, .any] {
                    let comparison = Comparison(numbers: numbers, order: order)
                    for frame in ["X\n", "X 0.5\n", "0.5X\n", "a\nX\nb\n", "X\nX\n", "\\...X\n"] {
                        let promise = frame.replacing("X", with: expected)
                        let output = frame.replacing("X", with: actual).replacing("\\...", with: "...")
                        #expect(Difference.between(promise, output, comparison) != nil, "\(numbers) \(frame)")
                        let same = frame.replacing("X", with: expected).replacing("\\...", with: "...")
                        #expect(Difference.between(promise, same, comparison) == nil, "\(numbers) \(frame)")
                    }
                }
                let comparison = Comparison(numbers: numbers)
                for frame in ["... X\n", "X ...\n", "...\nX\n", "X\n...\n", "...\nX\nX\n...\n", "a...X...b\n"] {
                    let promise = frame.replacing("X", with: expected)
                    let output = frame.replacing("X", with: actual).replacing("...", with: "dots")
                    #expect(Difference.between(promise, output, comparison) != nil, "\(numbers) \(frame)")
                }
            }
        }
    }

    @Test func aRunOfLinesIsFoundByItsBytes() {
        // A search that takes the first pattern line for the second would skip the place where the run begins.
        let (a, b) = ("\u{E9}", "e\u{301}")
        #expect(Difference.between("...\n\(a)\n\(b)\n\(a)\nx\n...\n", "\(a)\n\(a)\n\(b)\n\(a)\nx\n", .exact) == nil)
        #expect(Difference.between("...\n\(a)\n\(b)\nx\n...\n", "\(a)\n\(a)\nx\n", .exact) != nil)
        #expect(Difference.between("...\n\(a)\n\(b)\nx\n...\n", "\(b)\n\(b)\nx\n", .exact) != nil)
    }

    @Test func theDifferenceBeginsWhereTheBytesDiffer() throws {
        let difference = try #require(Difference.between("ab \u{E9}!\n", "ab e\u{301}!\n", .exact))
        #expect(difference.firstMismatch.line == 0 && difference.firstMismatch.byte == 3)
        #expect(difference.updatedText.utf8.elementsEqual("ab e\u{301}!\n".utf8))
    }

    @Test func dotsBeforeACombiningMarkAreEscaped() throws {
        let difference = try #require(Difference.between("x\n", "...\u{301}\n", .exact))
        #expect(difference.updatedText.utf8.elementsEqual("\\...\u{301}\n".utf8))
    }

    @Test func anUpdateWritesTheBytesPrinted() throws {
        let text = "# T\n\n```swift\nprint(\"e\\u{301}\")\n```\n\n```output\n\u{E9}\n```\n"
        let course = try TemporaryCourse(["1-part/01-a.md": text])
        #expect(try course.lessons("verify").status == 1)
        #expect(try course.lessons("verify", "--update").status == 0)
        #expect(
            try course.text(of: "1-part/01-a.md").utf8.elementsEqual(text.replacing("\u{E9}", with: "e\u{301}").utf8))
    }

    @Test func codeThatOnlyLooksTheSameRunsAgain() throws {
        let text = "# T\n\n```swift\nprint(\"\u{E9}\".utf8.count)\n```\n\n```output\n2\n```\n"
        let course = try TemporaryCourse(["1-part/01-a.md": text])
        #expect(try course.lessons("verify").status == 0)
        try course.write(text.replacing("\u{E9}", with: "e\u{301}"), to: "1-part/01-a.md")
        let result = try course.lessons("verify", "--explain")
        #expect(result.errors.contains("the code of cell 1 changed"), "\(result.errors)")
        #expect(result.status == 1 && result.output.contains("actual | 3"))
    }

    @Test func namesAreBytesToo() throws {
        let course = try TemporaryCourse(["1-part/01-\u{E9}.md": Samples.plain, "1-part/02-e\u{301}.md": Samples.wrong])
        try course.write(Samples.wrong, to: "1-part/01-e\u{301}.md")
        #expect(try course.lessons("verify").output.hasSuffix("\n1 passed, 2 failed, 0 skipped\n"))
        #expect(try course.lessons("verify", "Lessons/1-part/01-e\u{301}.md").status == 1)
        #expect(try course.lessons("verify", "Lessons/1-part/01-\u{E9}.md").status == 0)
    }

    @Test func whatVariesMayLookTheSame() {
        var variation = OutputVariation()
        variation.add([3: "\u{E9}\n"], of: "x.md")
        variation.add([3: "e\u{301}\n"], of: "x.md")
        #expect(variation.notes.count == 1)
    }

    @Test func aCarriageReturnBeforeTheLineEndIsNoLineOfItsOwn() throws {
        let course = try TemporaryCourse([
            "1-part/01-a.md":
                "# T\n\n```swift trap\nprint(\"a\\r\")\nfatalError(\"b\")\n```\n\n```output\na\nFatal error: b\n```\n",
            "1-part/02-b.md": "# T\r\n\r\n> ```swift\r\n> let a = 1\r\n> let b: Int = \"\"\r\n> ```\r\n",
        ])
        #expect(try course.lessons("verify", "1.1").status == 0)
        let result = try course.lessons("verify", "1.2")
        #expect(result.output.hasPrefix("Lessons/1-part/02-b.md:5:16: error: "), "\(result.output)")
    }

    @Test(arguments: [
        ("\\u{FFFD}", "[0xFF]", 0), ("a\\u{FFFD}b", "[97, 0xC3, 98]", 1), ("...", "[0xE2, 0x82]", 0),
        ("... \\u{FFFD} ...", "[97, 32, 0xFE, 32, 98]", 2), ("\\u{FFFD}\\u{FFFD}\\u{FFFD}", "[0xED, 0xA0, 0x80]", 0),
    ]) func bytesThatAreNoTextPassForNothing(_ promise: String, _ bytes: String, _ offset: Int) throws {
        let promise = promise.replacing("\\u{FFFD}", with: "\u{FFFD}")
        let text =
            "# T\n\n```swift\nimport Foundation\nFileHandle.standardOutput.write(Data(\(bytes)))\nprint()\n```\n\n```output\n\(promise)\n```\n"
        let course = try TemporaryCourse(["1-part/01-a.md": text])
        for words in [[], ["--update"]] {
            let result = try Command.run(
                Command.root + "/.build/debug/lessons", ["verify"] + words, in: course.root)
            #expect(result.status == 1)
            #expect(
                result.output.contains("The output is not UTF-8: its byte at offset \(offset) begins no character"),
                "\(result.output)")
        }
        #expect(try course.text(of: "1-part/01-a.md") == text)
    }
}
