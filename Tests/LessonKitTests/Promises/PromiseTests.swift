import Foundation
import Testing

/// Lessons whose promises are false in one way each, and as many true ones. Of each it is known by construction what it is; none
/// that is false may pass, and none that is true may fail.
@Suite struct PromiseTests {
    /// A promise in a lesson, kept or broken.
    private struct Case {
        var name: String
        var blocks: [[String]]
        var container: PromiseContainer
        var isKept: Bool
    }

    /// Swift's spelling of a text, in ASCII alone.
    private static func literal(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.isASCII && scalar.value >= 32 && scalar != "\"" && scalar != "\\"
                ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }
        return "\"\(scalars.joined())\""
    }

    private static func fenced(_ info: String, _ lines: [String], _ fence: String = "```") -> [String] {
        [fence + info] + lines + [fence]
    }

    private static func cases(containersEach: Int) -> [Case] {
        var generator = SeededGenerator(seed: 17)
        var cases: [Case] = []
        for (row, token) in PromisedToken.all.enumerated() {
            for (column, comparison) in PromisedComparison.allCases.enumerated() {
                for turn in 0..<containersEach {
                    // So every token and every comparison meets every container.
                    let place = (row + column * containersEach + turn) % PromiseContainer.all.count
                    for isKept in [true, false] {
                        guard let promise = token.promise(comparison, &generator) else { continue }
                        let printed = isKept ? promise.kept : promise.broken
                        let code = printed.isEmpty ? ["do {}"] : printed.map { "print(\(literal($0)))" }
                        let fence = ["```", "~~~", "`````"].randomElement(using: &generator)!
                        let output = promise.promised.map { [fenced("output\(promise.words)", $0, fence)] } ?? []
                        let container = PromiseContainer.all[place]
                        cases.append(
                            Case(
                                name: "\(token.name), \(comparison), in \(container.name)",
                                blocks: [fenced("swift", code, fence)] + output, container: container, isKept: isKept))
                    }
                }
            }
        }
        return cases.shuffled(using: &generator)
    }

    /// Checks lessons of many cases each.
    private func check(_ cases: [Case], perLesson: Int) throws {
        var files: [String: String] = [:], expected: [String: Case] = [:]
        for (index, first) in stride(from: 0, to: cases.count, by: perLesson).enumerated() {
            var lines = ["# Promises", ""]
            let path = "1-part/\(101 + index)-promises.md"
            for (number, item) in cases[first..<min(first + perLesson, cases.count)].enumerated() {
                let text = item.container.lines(of: item.blocks, number: number)
                expected["Lessons/\(path):\(lines.count + text.fence + 1)"] = item
                lines += text.lines
            }
            files[path] = lines.joined(separator: "\n")
        }
        let course = try TemporaryCourse(files)
        let result = try course.lessons("verify", "--no-cache", "--format", "json")
        #expect(result.status == 1, "\(result.errors.prefix(2000))")
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        for lesson in report.lessons {
            #expect(lesson.outcome == "failed", "\(lesson.file): \(lesson.problems.map(\.message))")
            for cell in lesson.cells {
                guard let item = expected.removeValue(forKey: "\(lesson.file):\(cell.line)") else { continue }
                let isRight = (cell.outcome == "passed") == item.isKept
                #expect(
                    isRight,
                    "\(item.name): \(item.isKept ? "kept" : "broken"), and \(cell.outcome): \(cell.problems.map(\.message))"
                )
            }
        }
        #expect(expected.isEmpty, "not judged: \(expected.values.map(\.name).sorted().prefix(5))")
    }

    private struct Report: Decodable {
        var lessons: [Lesson]

        struct Lesson: Decodable {
            var file: String
            var outcome: String
            var problems: [Problem]
            var cells: [Cell]
        }
        struct Cell: Decodable {
            var line: Int
            var outcome: String
            var problems: [Problem]
        }
        struct Problem: Decodable { var message: String }
    }

    /// COMPLETE=1 tries every comparison with every token in every container.
    @Test func noFalseOutputPasses() throws {
        let isComplete = ProcessInfo.processInfo.environment["COMPLETE"] != nil
        let cases = Self.cases(containersEach: isComplete ? PromiseContainer.all.count : 2)
        #expect(cases.count { $0.isKept } >= 200 && cases.count { !$0.isKept } >= 200)
        try check(cases, perLesson: 40)
    }

    /// What each kind of cell promises beside its output, kept and broken.
    private static let kinds: [(name: String, isKept: Bool, blocks: @Sendable (_ name: String) -> [[String]])] = [
        ("a trap", true, { _ in trap("fatalError(\"one\")", "Fatal error: one") }),
        ("another trap", false, { _ in trap("fatalError(\"one\")", "Fatal error: two") }),
        ("a trap that prints", false, { _ in trap("print(1)\nfatalError(\"one\")", "Fatal error: one") }),
        ("no trap", false, { _ in trap("print(\"Fatal error: one\")", "Fatal error: one") }),
        ("an error", true, { error("let \($0): Int = \"\"", "1: error: \(mismatch)") }),
        ("an error in another line", false, { error("\nlet \($0): Int = \"\"", "1: error: \(mismatch)") }),
        ("another error", false, { error("let \($0): Float = \"\"", "1: error: \(mismatch)") }),
        ("no error", false, { error("let \($0) = 1", "1: error: \(mismatch)") }),
        ("code that compiles", true, { [fenced("swift compile-only", ["let \($0) = 1", "print(\($0))"])] }),
        ("code that does not", false, { [fenced("swift compile-only", ["let \($0): Int = \"\""])] }),
        ("an exercise", true, { exercise($0, starter: "0", wrong: "n + 1", solution: "n") }),
        ("a starter that passes", false, { exercise($0, starter: "n", wrong: "n + 1", solution: "n") }),
        ("a wrong answer that passes", false, { exercise($0, starter: "0", wrong: "n", solution: "n") }),
        ("a solution that fails", false, { exercise($0, starter: "0", wrong: "n + 1", solution: "-n") }),
    ]

    private static let mismatch = "cannot convert value of type 'String' to specified type 'Int'"

    private static func trap(_ code: String, _ output: String) -> [[String]] {
        [fenced("swift trap", code.components(separatedBy: "\n")), fenced("output", [output])]
    }

    private static func error(_ code: String, _ output: String) -> [[String]] {
        [fenced("swift error", code.components(separatedBy: "\n")), fenced("output", [output])]
    }

    private static func exercise(_ name: String, starter: String, wrong: String, solution: String) -> [[String]] {
        func answer(_ result: String) -> [String] { ["func \(name)(_ n: Int) -> Int { \(result) }"] }
        return [
            fenced("swift exercise", answer(starter)), fenced("swift wrong", answer(wrong)),
            fenced("swift solution", answer(solution)), fenced("swift check", ["print(\(name)(4))"]),
            fenced("output", ["4"]),
        ]
    }

    @Test func noFalseKindOfCellPasses() throws {
        let cases = Self.kinds.enumerated().map { index, kind in
            Case(
                name: kind.name, blocks: kind.blocks("x\(index)"),
                container: PromiseContainer.all[index % PromiseContainer.all.count], isKept: kind.isKept)
        }
        try check(cases, perLesson: 7)
    }
}
