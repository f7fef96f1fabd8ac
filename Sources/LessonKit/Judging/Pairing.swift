/// Which actual line is which expected one when their order does not count: as many pairs as there can be.
struct Pairing {
    private let patterns: [LinePattern]
    private let actual: [String]
    /// For each actual line, the expected one that it is paired with.
    private var partner: [Int?]

    /// Pairs lines along augmenting paths (Kuhn 1955), since a line may match several when its numbers are approximate.
    init(patterns: [LinePattern], actual: [String]) {
        self.patterns = patterns
        self.actual = actual
        partner = Array(repeating: nil, count: actual.count)
        // Lines of the same text first: most are, and many would take long along paths.
        var places = Dictionary(grouping: actual.indices.reversed()) { actual[$0] }
        let others = patterns.indices.filter { expected in
            guard patterns[expected].matches(patterns[expected].text),
                let place = places[patterns[expected].text]?.popLast()
            else { return true }
            partner[place] = expected
            return false
        }
        guard others.count * actual.count <= Self.limit else { return }
        for expected in others {
            var seen = Set<Int>()
            _ = pair(expected, &seen)
        }
    }

    /// Beyond as many pairs of lines that are not the same text, none is tried.
    private static let limit = 1_000_000

    private mutating func pair(_ expected: Int, _ seen: inout Set<Int>) -> Bool {
        let candidates = actual.indices.filter { patterns[expected].matches(actual[$0]) }
        for index in candidates where partner[index] == nil && seen.insert(index).inserted {
            partner[index] = expected
            return true
        }
        for index in candidates where seen.insert(index).inserted {
            if let other = partner[index], pair(other, &seen) {
                partner[index] = expected
                return true
            }
        }
        return false
    }

    /// The expected lines in their order, then what was not expected.
    var lines: [Difference.Line] {
        let found = Dictionary(
            uniqueKeysWithValues: partner.enumerated().compactMap { actual, expected in expected.map { ($0, actual) } })
        return patterns.indices.map { expected in
            found[expected].map { .same(expected: expected, actual: $0) } ?? .missing(expected: expected)
        } + actual.indices.filter { partner[$0] == nil }.map { .unexpected(actual: $0, before: patterns.count) }
    }
}
