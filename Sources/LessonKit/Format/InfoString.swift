/// What the info string of a fenced block asks for.
enum InfoString: Equatable {
    /// A ```` ```swift ```` block.
    case cell(CellKind, hidden: Bool, timeout: Duration?)
    /// An ```` ```output ```` block.
    case output(Comparison)
    /// A ```` ```hint ```` block of an exercise.
    case hint
    /// A ```` ```swift skip ```` block of a document in which every block is a program: shown, never compiled.
    case fragment
    /// Any other language: shown, never run.
    case other

    /// Reads an info string; throws everything that is wrong with it.
    init(_ text: String) throws(Problems) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let language = words.first else {
            self = .other
            return
        }
        switch language {
        case "swift": self = try Self.cell(words.dropFirst())
        case "output": self = try .output(Comparison(words: words.dropFirst()))
        case "hint":
            guard words.count == 1 else {
                throw Problems(
                    sentences: words.dropFirst().map { "Unknown word ‘\($0.prefix(40))’ after ‘hint’; it takes none." })
            }
            self = .hint
        default:
            if let problem = NearInfoString(text).problem { throw Problems(sentences: [problem]) }
            self = .other
        }
    }

    /// Reads an info string that may have been written for other tools: of the words after `swift` only the kinds of
    /// cells with a program of their own count. No other tool knows the words after `output`; throws what is wrong there, and
    /// where a language is nearly one of these.
    init(lenient text: String) throws(Problems) {
        guard NearInfoString.language(of: text) == "swift" else {
            if NearInfoString.language(of: text) == "output" {
                self = try InfoString(text)
            } else if let problem = NearInfoString(text).misspelling(of: ["swift", "output"]) {
                throw Problems(sentences: [problem])
            } else {
                self = .other
            }
            return
        }
        let words = text.lowercased().split { $0.isWhitespace || ",{}".contains($0) }.map {
            String($0.drop { $0 == "." })
        }
        if words.dropFirst().contains("skip") {
            self = .fragment
            return
        }
        let kind = words.dropFirst().compactMap(CellKind.init).first { $0.rules.membership == .separate && $0 != .live }
        self = .cell(kind ?? .plain, hidden: false, timeout: nil)
    }

    /// Everything that is wrong with an info string, one sentence for each problem.
    struct Problems: Error {
        var sentences: [String]
    }

    private static func cell(_ words: ArraySlice<String>) throws(Problems) -> InfoString {
        let kinds = CellKind.allCases.filter { $0 != .plain }.map(\.rawValue)
        var kind: CellKind?
        var hidden = false
        var timeout: Duration?
        var problems: [String] = []
        for word in words {
            if word == "hidden" {
                if hidden { problems.append("‘hidden’ is written twice.") }
                hidden = true
            } else if word.hasPrefix("timeout=") {
                if timeout != nil { problems.append("‘timeout’ is written twice.") }
                timeout = Duration(seconds: String(word.dropFirst("timeout=".count)))
                if timeout == nil { problems.append("‘\(word)’ is not a time limit; write one like ‘timeout=90s’.") }
            } else if word != CellKind.plain.rawValue, let named = CellKind(rawValue: word) {
                if let kind {
                    let isSame = kind == named
                    problems.append(
                        isSame
                            ? "‘\(word)’ is written twice."
                            : "A cell has one kind: ‘\(kind.rawValue)’ or ‘\(word)’, not both.")
                }
                kind = named
            } else if word == "skip" {
                problems.append(
                    "‘skip’ marks a fragment where every block is a program, with ‘--each’ or ‘--docs’; the cells of a "
                        + "lesson are one program: write ‘swift compile-only’, or give the block no language.")
            } else {
                problems.append(unknown(word, after: "swift", among: kinds + ["hidden", "timeout="]))
            }
        }
        guard problems.isEmpty else { throw Problems(sentences: problems) }
        return .cell(kind ?? .plain, hidden: hidden, timeout: timeout)
    }

    /// The sentence about a word that means nothing.
    static func unknown(_ word: String, after language: String, among known: [String]) -> String {
        "Unknown word ‘\(word.prefix(40))’ after ‘\(language)’\(suggestion(for: String(word.prefix(40)), among: known)) "
            + "The known words are \(known.map { "‘\($0)’" }.joined(separator: ", "))."
    }
}

extension Duration {
    /// Reads a duration such as `90s` or `1.5s`; nil unless it is more than 0 s and at most a day.
    public init?(seconds text: String) {
        guard text.hasSuffix("s"), text.dropLast().allSatisfy({ "0123456789.".contains($0) }),
            let seconds = Double(text.dropLast()), seconds > 0, seconds <= 86_400
        else {
            return nil
        }
        self = .milliseconds(Int64((seconds * 1000).rounded(.up)))
    }
}
