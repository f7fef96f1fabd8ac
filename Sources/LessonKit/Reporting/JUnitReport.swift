import TerminalText
/// The file that `lessons verify --junit FILE` writes: a test suite for each lesson, and a test case for each cell.
public enum JUnitReport {
    /// The whole file, from the suites of all lessons.
    public static func text(suites: [String], _ count: VerdictCounts) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="lessons" tests="\(count.total)" failures="\(count.failed)" skipped="\(count.skipped)">
        \(suites.joined())</testsuites>

        """
    }

    /// The suite of a lesson.
    public static func suite(of report: Report) -> String {
        var count = VerdictCounts()
        count.add(report)
        let name = report.file.displayName.xmlEscaped
        let cases =
            report.malformed.map { problem in
                "    <testcase classname=\"\(name)\" name=\"line \(problem.line)\">"
                    + "<failure message=\"\(problem.message.escapingControls.xmlEscaped)\">\(problem.description.escapingControls.xmlEscaped)</failure></testcase>\n"
            } + report.verdicts.map { testCase(of: $0, in: report, name) }
        return """
              <testsuite name="\(name)" tests="\(cases.count)" failures="\(count.failed)" skipped="\(count.skipped)" \
            time="\(report.seconds)">
            \(cases.joined())  </testsuite>

            """
    }

    private static func testCase(of verdict: Report.Verdict, in report: Report, _ name: String) -> String {
        let head =
            "    <testcase classname=\"\(name)\" name=\"cell \(verdict.cell.number), line \(verdict.cell.block.fenceLine)\" "
            + "time=\"\(verdict.execution?.seconds ?? 0)\""
        switch verdict.outcome {
        case .passed: return head + "/>\n"
        case .notReached: return head + "><skipped message=\"not reached\"/></testcase>\n"
        case .failed, .crashed, .notCompiled, .timedOut:
            let message = verdict.problems.first?.diagnostic.message ?? verdict.outcome.label
            let text = verdict.problems.map { report.text(of: $0, TerminalStyle(isColoured: false)) }.joined()
            return head
                + "><failure message=\"\(message.escapingControls.xmlEscaped)\" type=\"\(verdict.outcome.rawValue)\">"
                + "\(text.xmlEscaped)</failure></testcase>\n"
        }
    }
}

extension String {
    /// The text escaped for XML 1.0, with a replacement for characters that XML cannot represent.
    fileprivate var xmlEscaped: String {
        let allowed = unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.value {
            case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: scalar
            default: "\u{FFFD}"
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: allowed)
        return String(text).htmlEscaped
    }
}
