/// A word after `output`. Everything that a word means is in its `rules`.
enum OutputWord: String, CaseIterable {
    case approx, tolerance, abs, unordered

    /// What a word means.
    struct Rules {
        /// Whether a number follows it after `=`.
        var takesNumber = false
        /// Words that it cannot be written with, and why.
        var excluded: (words: [OutputWord], reason: String)?
        /// What it changes; the number is 0 for a word that takes none.
        var apply: (_ comparison: inout Comparison, _ number: Double) -> Void
    }

    /// What the word means.
    var rules: Rules {
        switch self {
        case .approx:
            Rules(
                excluded: (
                    [.tolerance, .abs],
                    "‘approx’ takes its tolerance from the digits written: write ‘approx’ or ‘tolerance=…’, not both."
                ), apply: { comparison, _ in comparison.numbers = .digits })
        case .tolerance:
            Rules(takesNumber: true) { comparison, number in
                comparison.numbers = .tolerance(relative: number, absolute: comparison.numbers.tolerances.absolute)
            }
        case .abs:
            Rules(takesNumber: true) { comparison, number in
                comparison.numbers = .tolerance(relative: comparison.numbers.tolerances.relative, absolute: number)
            }
        case .unordered: Rules { comparison, _ in comparison.order = .any }
        }
    }

    /// The word as it is suggested.
    var suggested: String { rawValue + (rules.takesNumber ? "=" : "") }
}

extension Comparison {
    /// Reads the words after `output`; throws everything that is wrong with them.
    init(words: some Sequence<String>) throws(InfoString.Problems) {
        self.init()
        var problems: [String] = []
        var seen: [OutputWord] = [], names: Set<Substring> = []
        for text in words {
            let name = text.prefix { $0 != "=" }
            if !names.insert(name).inserted { problems.append("‘\(name.prefix(40))’ is written twice.") }
            guard let word = OutputWord(rawValue: String(name)), word.rules.takesNumber || text == name else {
                let known = OutputWord.allCases.map(\.suggested)
                problems.append(InfoString.unknown(text, after: "output", among: known))
                continue
            }
            let number = Double(text.dropFirst(name.count + 1))
            if word.rules.takesNumber, !(number.map { $0 >= 0 && $0.isFinite } ?? false) {
                problems.append(
                    "‘\(text.prefix(40))’ has no number; write one like ‘tolerance=1e-3’ or ‘abs=1e-6’.")
                continue
            }
            seen.append(word)
            word.rules.apply(&self, number ?? 0)
        }
        for excluded in seen.compactMap(\.rules.excluded) where !seen.allSatisfy({ !excluded.words.contains($0) }) {
            problems.append(excluded.reason)
        }
        guard problems.isEmpty else { throw InfoString.Problems(sentences: problems) }
    }
}

extension Comparison.Numbers {
    /// The tolerances asked for so far.
    fileprivate var tolerances: (relative: Double, absolute: Double) {
        if case .tolerance(let relative, let absolute) = self { (relative, absolute) } else { (0, 0) }
    }
}
