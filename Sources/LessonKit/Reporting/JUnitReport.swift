import TerminalText
/// The file that `lessons verify --junit FILE` writes: a test suite for each lesson, and a test case for each cell.
public enum JUnitReport {
    /// The whole file, from the suites of all lessons.
    public static func text(suites: [String], _ count: VerdictCounts) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="lessons" tests="\(count.total)" failures="\(count.failed)" errors="0">
        \(suites.joined())</testsuites>

        """
    }

    /// The suite of a lesson.
    public static func suite(of report: Report) -> String {
        var count = VerdictCounts()
        count.add(report)
        let name = report.file.displayName.xmlEscaped
        let cases =
            (report.malformed.isEmpty ? [] : [malformedCase(of: report, name)])
            + report.verdicts.map { testCase(of: $0, in: report, name) }
        return """
              <testsuite name="\(name)" tests="\(cases.count)" failures="\(count.failed)" errors="0" skipped="\(count.skipped)" \
            time="\(report.seconds)">
            \(cases.joined())  </testsuite>

            """
    }

    /// One case for all that is wrong with a file that holds no valid lesson.
    private static func malformedCase(of report: Report, _ name: String) -> String {
        let message = report.malformed[0].message.escapingControls.xmlEscaped
        let text = report.malformed.map { "\($0)".escapingControls.xmlEscaped + "\n" }.joined()
        return "    <testcase classname=\"\(name)\" name=\"file\" time=\"0\">"
            + "<failure message=\"\(message)\" type=\"malformed\">\(text)</failure></testcase>\n"
    }

    private static func testCase(of verdict: Report.Verdict, in report: Report, _ name: String) -> String {
        let head =
            "    <testcase classname=\"\(name)\" name=\"\(verdict.cell.name)\" "
            + "time=\"\(verdict.execution?.seconds ?? 0)\""
        switch verdict.outcome {
        case .passed: return head + "/>\n"
        case .notReached: return head + "><skipped message=\"not reached\"/></testcase>\n"
        case .failed, .crashed, .notCompiled, .timedOut:
            // A warning of the same cell is not why it failed.
            let fault = verdict.problems.first { $0.diagnostic.severity == .error } ?? verdict.problems.first
            let message = fault?.diagnostic.message ?? verdict.outcome.label
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
