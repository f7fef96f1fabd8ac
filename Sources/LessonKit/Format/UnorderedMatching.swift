/// A maximum matching of expected with actual lines whose order does not count.
struct UnorderedMatching {
    private let patterns: [LinePattern]
    private let actual: [ActualLine]
    /// For each actual line, the expected line that it is paired with.
    private var partner: [Int?]
    /// For each expected line, the actual lines that it matches.
    private var candidates: [Int: [Int]] = [:]
    /// How many steps all paths had together that were gone along.
    private(set) var steps = 0

    /// Pairs lines along augmenting paths (Kuhn 1955), since a line may match several when its numbers are approximate.
    init(patterns: [LinePattern], actual: [ActualLine]) {
        self.patterns = patterns
        self.actual = actual
        partner = Array(repeating: nil, count: actual.count)
        // Lines of the same text are paired first: most lines are like that, and paths would take long for many of
        // them.
        var places = Dictionary(grouping: actual.indices.reversed()) { ExactText(actual[$0].text) }
        let others = patterns.indices.filter { expected in
            guard patterns[expected].matches(patterns[expected].text),
                let place = places[ExactText(patterns[expected].text)]?.popLast()
            else { return true }
            partner[place] = expected
            return false
        }
        let none = Array(repeating: false, count: actual.count)
        var seen = none
        // If no path begins at a line now, none will before another pair is made.
        for expected in others where pair(expected, &seen) { seen = none }
    }

    /// At most this many pairs of lines with different texts are compared.
    private static let limit = 1_000_000

    private mutating func candidates(for expected: Int) -> [Int] {
        if let known = candidates[expected] { return known }
        guard candidates.count * actual.count < Self.limit else { return [] }
        let found = actual.indices.filter { patterns[expected].matches(actual[$0]) }
        candidates[expected] = found
        return found
    }

    private mutating func pair(_ expected: Int, _ seen: inout [Bool]) -> Bool {
        let candidates = candidates(for: expected)
        if let free = candidates.first(where: { partner[$0] == nil }) {
            partner[free] = expected
            return true
        }
        for index in candidates where !seen[index] {
            seen[index] = true
            steps += 1
            if let other = partner[index], pair(other, &seen) {
                partner[index] = expected
                return true
            }
        }
        return false
    }

    /// The expected lines in their order, then the unexpected ones.
    var lines: [Difference.Line] {
        let found = Dictionary(
            uniqueKeysWithValues: partner.enumerated().compactMap { actual, expected in expected.map { ($0, actual) } })
        return patterns.indices.map { expected in
            found[expected].map { .same(expected: expected, actual: $0) } ?? .missing(expected: expected)
        } + actual.indices.filter { partner[$0] == nil }.map { .unexpected(actual: $0, before: patterns.count) }
    }
}
