/// The comment after a parameter, which says how it is set.
struct LiveControlText {
    private let text: String

    init(_ text: String) { self.text = text }

    /// Whether a comment is, or was perhaps meant to be, a control.
    static func mayBeMeant(_ comment: String) -> Bool {
        if comment.contains("..") || comment.contains("…") { return true }
        let words = comment.lowercased().split(separator: " ", maxSplits: 2)
        guard let first = words.first else { return false }
        if words.count == 1 || first != "switch",
            ["switch", "draw"].contains(where: { editDistance(String(first), $0) <= 1 })
        {
            return words.count <= 2
        }
        return editDistance(words.prefix(2).joined(separator: " "), "one of") <= 1
    }

    /// The control, whatever type it is for.
    var control: LiveControl {
        get throws(LiveProblem) {
            let words = text.split(separator: " ").map(String.init)
            if words == ["switch"] { return .toggle }
            if words.starts(with: ["one", "of"]) { return .choice(try choices()) }
            if words.first == "draw" { return .pad(try Self.range(Array(words.dropFirst()))) }
            guard text.contains("..."), words.first?.contains("...") == true || words.count == 1 else {
                throw LiveProblem(
                    "‘\(text)’ is no control; write ‘1...7’, ‘0...1 step 0.05’, ‘0.001...1 log’, ‘switch’, "
                        + "‘one of \"a\", \"b\"’ or ‘draw 0...1’.")
            }
            return .slider(try Self.range(words))
        }
    }

    /// The control for a parameter of a type, whose grid may be one number repeated.
    func control(of type: LiveType, isRepeated: Bool) throws(LiveProblem) -> LiveControl {
        switch (try control, type.element ?? type) {
        case (.toggle, .bool): return .toggle
        case (.choice(let words), .string): return .choice(words)
        case (.pad(let range), .int), (.pad(let range), .float), (.pad(let range), .double):
            guard isRepeated else {
                throw LiveProblem(
                    "A pad begins with one number everywhere: ‘[[Float]](repeating: [Float](repeating: 0, count: 28), count: "
                        + "28)’.")
            }
            return .pad(try whole(range, type))
        case (.slider(let range), .int), (.slider(let range), .float), (.slider(let range), .double):
            let range = try whole(range, type)
            if type.element == nil { return .slider(range) }
            if range.isLogarithmic { throw LiveProblem("The numbers of a grid are typed; leave out ‘log’.") }
            return .grid(range)
        default: throw LiveProblem("‘\(text)’ does not set a value of type \(type.rawValue); \(Self.advice(type)).")
        }
    }

    private static func advice(_ type: LiveType) -> String {
        switch type {
        case .bool: "write ‘switch’"
        case .string: "write ‘one of \"a\", \"b\"’"
        default: "write a range like ‘1...7’"
        }
    }

    /// The range for whole numbers, whose steps are whole; for others as it is.
    private func whole(_ range: LiveControl.NumberRange, _ type: LiveType) throws(LiveProblem)
        -> LiveControl.NumberRange
    {
        guard type.hasWholeNumbers else { return range }
        var range = range
        range.step = range.step ?? 1
        guard [range.lower, range.upper, range.step ?? 1].allSatisfy({ $0 == $0.rounded() }), !range.isLogarithmic
        else {
            throw LiveProblem(
                "Whole numbers have a range and a step of whole numbers, and no ‘log’; ‘\(text)’ has not.")
        }
        return range
    }

    /// `0...1`, `0...1 step 0.05` or `0.001...1 log`.
    private static func range(_ words: [String]) throws(LiveProblem) -> LiveControl.NumberRange {
        let text = words.joined(separator: " ")
        let ends = (words.first ?? "").split(separator: "...", omittingEmptySubsequences: false)
        guard ends.count == 2, let lower = Double(ends[0]), let upper = Double(ends[1]), lower.isFinite, upper.isFinite
        else {
            throw LiveProblem("‘\(text)’ is no range; write one like ‘1...7’, without blanks between its ends.")
        }
        guard lower < upper else {
            throw LiveProblem("‘\(text)’ has its larger end first, or no length; write the smaller first.")
        }
        var range = LiveControl.NumberRange(lower: lower, upper: upper)
        switch words.dropFirst().first {
        case nil: return range
        case "log" where words.count == 2:
            guard lower > 0 else { throw LiveProblem("A logarithmic range begins above 0; ‘\(text)’ does not.") }
            range.isLogarithmic = true
            return range
        case "step" where words.count == 3:
            guard let step = Double(words[2]), step > 0, step <= upper - lower else {
                throw LiveProblem(
                    "‘\(words[2])’ is no step of \(words[0]); write a number above 0 and at most its length.")
            }
            range.step = step
            return range
        case .some(let word):
            throw LiveProblem("‘\(word)’ means nothing after ‘\(words[0])’; write ‘log’, ‘step 0.05’ or nothing.")
        }
    }

    private func choices() throws(LiveProblem) -> [String] {
        let list = text.drop { $0 != "\"" }
        guard let match = try? /"([^"\\]+)"(?:\s*,\s*"([^"\\]+)")+/.wholeMatch(in: list) else {
            throw LiveProblem("‘\(text)’ does not list two words or more; write ‘one of \"plain\", \"momentum\"’.")
        }
        let words = match.0.split(separator: "\"").enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }
        guard Set(words).count == words.count else { throw LiveProblem("‘\(text)’ names a word twice.") }
        return words
    }
}
