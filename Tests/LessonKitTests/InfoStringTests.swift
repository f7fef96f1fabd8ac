import Testing

@testable import LessonKit

/// Info strings that are nearly right: a block that seems to be checked must be, or be refused.
@Suite struct InfoStringTests {
    @Test(arguments: [
        ("{swift}", "swift"), ("swift-hidden", "swift hidden"), ("swift.error", "swift error"),
        ("hidden swift", "swift hidden"), ("output-approx", "output approx"), ("Swift", "swift"),
        ("{.swift .hidden}", "swift hidden"), ("swift{hidden}", "swift hidden"), ("swift:trap", "swift trap"),
        ("swift_hidden", "swift hidden"), ("swifthidden", "swift hidden"), ("outputapprox", "output approx"),
        ("swift/hidden", "swift hidden"), ("swift+compile-only", "swift compile-only"), ("SWIFT", "swift"),
        ("compile-only", "swift compile-only"), ("compile-only swift", "swift compile-only"), ("{output}", "output"),
        ("Output", "output"), ("OUTPUT approx", "output approx"), ("approx output", "output approx"),
        ("approx", "output approx"), ("output:tolerance=1e-3", "output tolerance=1e-3"), ("hidden", "swift hidden"),
        ("error", "swift error"), ("exercise", "swift exercise"), ("{hint}", "hint"), ("Hint", "hint"),
        ("swift6", "swift"), ("lang=swift", "swift"), ("language-swift", "swift"), ("\"swift\"", "swift"),
        ("swift\u{200B}", "swift"), ("(swift)", "swift"), ("[swift, trap]", "swift trap"), (".swift", "swift"),
        ("expected output", "output"), ("swift#hidden", "swift hidden"), ("$swift", "swift"),
        ("unordered", "output unordered"), ("maths", "math"),
    ]) func aWordInAnotherSpellingIsMalformed(_ info: String, _ meant: String) {
        let error = #expect(throws: InfoString.Problems.self, "\(info)") { try InfoString(info) }
        #expect(
            error?.sentences.contains { $0.contains("‘\(meant)’") || $0.contains("put a space after") } == true,
            "\(info): \(error?.sentences ?? [])")
    }

    @Test(arguments: [
        "swift {hidden}", "swift .hidden", "swift Hidden", "swift HIDDEN", "swift hidden,trap", "swift timeout:5s",
        "swift Timeout=5s", "output (approx)", "output Approx", "output tolerance:1e-3", "output tolerance",
        "output exact", "hint hidden", "hint 1", "swift swift", "output output", "output timeout=5s", "swift approx",
    ]) func aWordThatMeansNothingIsMalformed(_ info: String) {
        #expect(throws: InfoString.Problems.self, "\(info)") { try InfoString(info) }
    }

    @Test(arguments: [
        "text hidden", "python hidden", "c swift", "diff swift", "console output", "python {.output}", "text,swift",
        "{.python .output}", "json error", "{r, error=TRUE}", "C++ output", "objective-c error", "sh", "mermaid",
        "ebnf", "math", "", "{}", "=", "rust,compile_fail", "js {hidden: true}", "txt output", "Swiftly", "puts",
    ]) func otherLanguagesAreOthers(_ info: String) throws { #expect(try InfoString(info) == .other, "\(info)") }

    @Test func wordsOfOtherToolsCountForNothingWhereEachBlockIsAProgram() throws {
        let plain = InfoString.cell(.plain, hidden: false, timeout: nil)
        for info in [
            "swift", "Swift", "swift,ignore", "swift {linenos=true}", "swift title=\"a b\"", "{.swift .numberLines}",
            "swift:Sources/main.swift", "{swift}", "swift-hidden", "swift hidden",
        ] { #expect(try InfoString(lenient: info) == plain, "\(info)") }
        for info in ["swift error", "swift,error", "{.swift .error}", "swift {error}"] {
            #expect(try InfoString(lenient: info) == .cell(.error, hidden: false, timeout: nil), "\(info)")
        }
        #expect(try InfoString(lenient: "swift compile-only") == .cell(.compileOnly, hidden: false, timeout: nil))
        for info in ["text", "hidden", "error", "hint", "hints", "lint", "swiftui", "python hidden", "console output"] {
            #expect(try InfoString(lenient: info) == .other, "\(info)")
        }
        #expect(try InfoString(lenient: "output approx") == .output(Comparison(numbers: .digits)))
        // What was meant to be run or compared and is neither would pass unseen.
        for info in ["swfit", "swif", "ouput", "outptu approx"] {
            #expect(throws: InfoString.Problems.self, "\(info)") { try InfoString(lenient: info) }
        }
        for info in ["output aprox", "output-approx", "output approx {x}", "output tolerance=", "Output", "{output}"] {
            #expect(throws: InfoString.Problems.self, "\(info)") { try InfoString(lenient: info) }
        }
    }
}
