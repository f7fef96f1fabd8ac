import TerminalText

/// A number of an output block whose last digit could be another one and still be within the block's tolerance.
public struct ChangeableDigit: Codable, Equatable, Sendable {
    /// The lesson's file, as messages name it.
    public var file: String
    /// The line of the number.
    public var line: Int
    /// The number as it is written.
    public var number: String

    /// A line that counts the numbers and names the first lines with any; nil if there are none.
    public static func note(on digits: [ChangeableDigit]) -> String? {
        guard !digits.isEmpty else { return nil }
        var lines: [(place: String, numbers: [String])] = []
        for digit in digits {
            let place = "\(digit.file.onOneLine):\(digit.line)"
            if lines.last?.place != place { lines.append((place, [])) }
            lines[lines.count - 1].numbers.append(digit.number)
        }
        let shown = lines.prefix(10).map { "\($0.place) (\($0.numbers.joined(separator: ", ")))" }
        let more = lines.count > shown.count ? " and more" : ""
        return
            "\(digits.count) \(digits.count == 1 ? "number" : "numbers") could print another last digit and still be within "
            + "the tolerance: \(shown.joined(separator: "; "))\(more)"
    }
}

extension Cell {
    /// The numbers of the output block whose last digit could change unnoticed.
    func changeableDigits(in file: String) -> [ChangeableDigit] {
        guard let expected, expected.comparison.numbers.rules.digits == .fewest else { return [] }
        let numbers = expected.comparison.numbers
        return zip(expected.block.textLines, expected.block.text.outputLines).flatMap { line, text in
            LinePattern(text, numbers: numbers).numerals.filter { $0.mayChangeUnnoticed(numbers) }
                .map { ChangeableDigit(file: file, line: line, number: $0.text) }
        }
    }
}

extension Report {
    /// The numbers of a verdict's output blocks whose last digit could change unnoticed.
    public func changeableDigits(of verdict: Verdict) -> [ChangeableDigit] {
        let exercise = lesson?.exercises.first { $0.starter.index == verdict.cell.index }
        return (exercise?.check ?? verdict.cell).changeableDigits(in: file.displayName)
    }

    /// The numbers of all output blocks whose last digit could change unnoticed.
    public var changeableDigits: [ChangeableDigit] { verdicts.flatMap { changeableDigits(of: $0) } }
}
