/// How far the numbers of an output are off, where its text has the promised form.
struct NumericDifference: Equatable {
    /// The number that uses most of its tolerance, what it should be, and which number of which expected line it is,
    /// both counted from 0.
    let expected: String, actual: String
    let line: Int, place: Int
    /// How much of its tolerance it uses; infinite where it has none, or one of 0.
    let use: Double
    /// How far it may be off; nil where it must be the same text.
    let tolerance: Double?
    /// The most that any other number uses of its own; nil if there is no other.
    let useOfOthers: Double?
    /// How many numbers there are.
    let count: Int

    /// Finds the worst number of some lines; nil where more than numbers differs.
    init?(_ lines: [Difference.Line], _ patterns: [LinePattern], _ actual: [String], _ numbers: Comparison.Numbers) {
        guard numbers != .exact else { return nil }
        var uses: [(use: Double, line: Int, place: Int, expected: Numeral, actual: Numeral)] = []
        for line in lines {
            switch line {
            case .skipped: continue
            case .same(let expected, let actualLine), .changed(let expected, let actualLine):
                guard let pairs = patterns[expected].counterparts(in: actual[actualLine]) else {
                    if case .same = line { continue }
                    return nil
                }
                for (place, pair) in pairs.enumerated() {
                    let use = pair.expected.use(ofToleranceBy: pair.actual, numbers)
                    uses.append((use, expected, place, pair.expected, pair.actual))
                }
            case .missing, .unexpected: return nil
            }
        }
        guard let worst = uses.indices.max(by: { uses[$0].use < uses[$1].use }) else { return nil }
        (self.expected, self.actual) = (uses[worst].expected.text, uses[worst].actual.text)
        (line, place, use, count) = (uses[worst].line, uses[worst].place, uses[worst].use, uses.count)
        tolerance = uses[worst].expected.tolerance(numbers)
        useOfOthers = uses.indices.filter { $0 != worst }.map { uses[$0].use }.max()
    }
}

extension NumericDifference: CustomStringConvertible {
    /// One sentence about the worst number and one about the others.
    var description: String {
        let which = count == 1 ? "The number" : "The worst of \(count) numbers, number \(place + 1) of its line,"
        let off = abs((Double(expected) ?? .nan) - (Double(actual) ?? .nan))
        let reason =
            switch tolerance {
            case nil: "it must be the same text."
            case 0?: "off by \(Self.short(off)), where a relative tolerance allows nothing; write ‘abs=’ as well."
            case .some: "off by \(Self.short(off)), \(Self.short(use)) times what it may be."
            }
        let worst = "\(which) is \(actual) and should be \(expected): \(reason)"
        guard let useOfOthers else { return worst }
        return worst
            + (useOfOthers <= 1
                ? " The others use at most \(Self.short(useOfOthers * 100)) % of their tolerance."
                : " Others are off, too.")
    }

    /// A number with three digits that count.
    private static func short(_ number: Double) -> String {
        // Beyond these no power of ten leads to three digits.
        guard number.isFinite, (1e-290...1e290).contains(abs(number)) else { return number == 0 ? "0" : "\(number)" }
        var scale = 1.0
        while abs(number) * scale < 100 { scale *= 10 }
        while abs(number) * scale >= 1000 { scale /= 10 }
        let rounded = (number * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : "\(rounded)"
    }
}
