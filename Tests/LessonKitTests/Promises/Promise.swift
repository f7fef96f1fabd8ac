/// What a cell prints and what its output block promises, once kept and once broken in a single way.
struct Promise {
    /// The words after `output`.
    var words: String
    /// The lines of the output block; nil for a cell without one.
    var promised: [String]?
    /// Lines that keep the promise.
    var kept: [String]
    /// Lines that break it.
    var broken: [String]
}

/// The ways to compare outputs.
enum PromisedComparison: CaseIterable, Sendable {
    case exact, digits, relative, absolute, both, unordered, unorderedDigits, unorderedRelative

    var isUnordered: Bool { self == .unordered || self == .unorderedDigits || self == .unorderedRelative }

    /// The words after `output` for numbers of a magnitude of ten to a power.
    func words(power: Int) -> String {
        switch self {
        case .exact: ""
        case .digits: " approx"
        case .relative: " tolerance=0.01"
        case .absolute: " abs=3e\(power - 2)"
        case .both: " tolerance=0.005 abs=1e\(power - 2)"
        case .unordered: " unordered"
        case .unorderedDigits: " approx unordered"
        case .unorderedRelative: " unordered tolerance=0.01"
        }
    }

    /// How far a number may be from `tenths` tenths, in thousandths, and from where on it is too far.
    func bounds(tenths: Int) -> (kept: Int, broken: Int)? {
        switch self {
        case .exact, .unordered: nil
        // Half a unit of the last digit, which is 50 thousandths.
        case .digits, .unorderedDigits: (49, 51)
        // A hundredth of tenths is a thousandth for each of them.
        case .relative, .unorderedRelative: (tenths - 1, tenths + 1)
        case .absolute: (29, 31)
        case .both: (tenths / 2 + 9, tenths / 2 + 12)
        }
    }
}

/// What is promised: a kind of token in a line, or of lines.
struct PromisedToken: Sendable {
    var name: String
    /// A promise of this kind; nil where the comparison does not allow it.
    var promise: @Sendable (PromisedComparison, inout SeededGenerator) -> Promise?

    static let all = numbers + texts + patterns + lines

    /// A line of text with a token in it, which must be the same text however numbers are compared.
    private static func text(_ name: String, _ right: String, _ wrong: String) -> PromisedToken {
        PromisedToken(name: name) { comparison, generator in
            let (before, after) = (word(&generator), word(&generator))
            let promised = "\(before) \(right) \(after)"
            return Promise(
                words: comparison.words(power: 0), promised: [promised], kept: [promised],
                broken: ["\(before) \(wrong) \(after)"])
        }
    }

    private static let texts = [
        text("a letter", "kernel", "kernal"), text("case", "Kernel", "kernel"), text("a name", "conv1", "conv2"),
        text("a name with a point", "v1.5", "v1.6"), text("a version", "6.1.1", "6.10.1"),
        text("a date", "1.1.2026", "1.10.2026"), text("a time", "12:30", "12:31"),
        text("an address", "10.0.0.1", "10.0.0.2"), text("a hexadecimal number", "0x1f", "0x1e"),
        text("what is not a number", "nan", "inf"), text("a whole number", "7", "8"),
        text("a count", "[3, 4]", "[3, 5]"),
        text("a letter of two code points", "caf\u{E9}", "cafe\u{301}"), text("a sign like a letter", "K", "\u{212A}"),
        text("an invisible sign", "zero", "ze\u{200B}ro"), text("a blank that does not break", "a b", "a\u{A0}b"),
        text("a tab", "a\tb", "a b"), text("two blanks", "a b", "a  b"), text("a comma", "a, b", "a; b"),
        text("a unit", "5px", "5pt"), text("the word after a number", "3 cats", "3 dogs"),
        text("a quote", "\"a\"", "'a'"),
        text("a backslash", "a\\b", "a/b"), text("another script", "准确率", "正确率"),
    ]

    /// A number with a decimal point, written in some way.
    private static func number(
        _ name: String, power: Int = 0, _ write: @escaping @Sendable (String) -> String
    ) -> PromisedToken {
        PromisedToken(name: name) { comparison, generator in
            // Below 50 tenths no tolerance here reaches half a unit of the digit promised, so that it is not one too many.
            let tenths = Int.random(in: 10...49, using: &generator)
            let promised = write("\(tenths / 10).\(tenths % 10)")
            guard let bounds = comparison.bounds(tenths: tenths) else {
                let other = tenths + 1
                return Promise(
                    words: comparison.words(power: power), promised: [promised], kept: [promised],
                    broken: [write("\(other / 10).\(other % 10)")])
            }
            func off(_ thousandths: Int) -> String {
                let sign = Bool.random(using: &generator) ? 1 : -1
                let number = tenths * 100 + sign * thousandths
                let rest = String(number % 1000)
                return write("\(number / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)")
            }
            return Promise(
                words: comparison.words(power: power), promised: [promised],
                kept: [off(Int.random(in: 0...bounds.kept, using: &generator))],
                broken: [off(bounds.broken + Int.random(in: 0...40, using: &generator))])
        }
    }

    private static let numbers = [
        number("a number") { $0 }, number("a negative number") { "-\($0)" }, number("a minus sign") { "\u{2212}\($0)" },
        number("a small number", power: -7) { "\($0)e-07" }, number("a large number", power: 9) { "\($0)e+09" },
        number("a number in an array") { "[1, \($0), 3]" }, number("a number after another script") { "准确率\($0)。" },
        number("a number in a sentence") { "a loss of \($0) after 3 epochs" },
        number("a number beside a sign") { "x≈\($0)" },
        number("one of several numbers") { "7.5 \($0) 2.5" },
    ]

    private static let patterns = [
        PromisedToken(name: "dots in a line") { comparison, generator in
            guard !comparison.isUnordered else { return nil }
            let word = word(&generator)
            return Promise(
                words: comparison.words(power: 0), promised: ["took ... ms, result \(word)"],
                kept: ["took 12.5 ms, result \(word)"], broken: ["took 12.5 ms, result \(word)s"])
        },
        PromisedToken(name: "dots for lines") { comparison, generator in
            guard !comparison.isUnordered else { return nil }
            let (first, last) = (word(&generator), word(&generator))
            return Promise(
                words: comparison.words(power: 0), promised: [first, "...", last],
                kept: [first, "1.5", "", "2", last], broken: [first, "1.5", "", "2", last, "2"])
        },
        PromisedToken(name: "three dots") { comparison, generator in
            let word = word(&generator)
            return Promise(
                words: comparison.words(power: 0), promised: ["\(word)\\...end"], kept: ["\(word)...end"],
                broken: ["\(word), the end"])
        },
    ]

    /// Lines of words, of which `change` makes others.
    private static func someLines(
        _ name: String, _ change: @escaping @Sendable (_ lines: [String], _ isUnordered: Bool) -> Promise?
    ) -> PromisedToken {
        PromisedToken(name: name) { comparison, generator in
            // No word twice: to exchange two equal lines would change nothing.
            let all = (0..<3).map { "\(word(&generator))\($0)" }
            var promise = change(all, comparison.isUnordered)
            promise?.words = comparison.words(power: 0)
            return promise
        }
    }

    private static let lines = [
        someLines("a line too few") { all, _ in
            Promise(words: "", promised: all, kept: all, broken: Array(all.dropLast()))
        },
        someLines("a line too many") { all, _ in
            Promise(words: "", promised: Array(all.dropLast()), kept: Array(all.dropLast()), broken: all)
        },
        someLines("the order") { all, isUnordered in
            Promise(
                words: "", promised: all, kept: isUnordered ? [all[2], all[0], all[1]] : all,
                broken: isUnordered ? [all[0], all[0], all[1]] : [all[1], all[0], all[2]])
        },
        someLines("a blank line") { all, _ in
            Promise(words: "", promised: [all[0], "", all[1]], kept: [all[0], "", all[1]], broken: [all[0], all[1]])
        },
        someLines("blanks before a line") { all, _ in
            Promise(words: "", promised: ["  " + all[0]], kept: ["  " + all[0]], broken: [all[0]])
        },
        someLines("nothing") { all, _ in Promise(words: "", promised: [], kept: [], broken: [all[0]]) },
        someLines("no output block") { all, _ in Promise(words: "", promised: nil, kept: [], broken: [all[0]]) },
        someLines("something") { all, _ in Promise(words: "", promised: [all[0]], kept: [all[0]], broken: []) },
    ]

    private static func word(_ generator: inout SeededGenerator) -> String {
        String((0..<5).map { _ in "bcdfghklmnprstvwz".randomElement(using: &generator)! })
    }
}
