/// How far the numbers of an output are off, if only its numbers differ.
struct NumericDifference: Equatable {
    /// The number with the largest tolerance ratio, what it should be, and which number of which expected line it is,
    /// both counted from 0.
    let expected: String, actual: String
    let line: Int, position: Int
    /// Its difference divided by its tolerance; infinite if it has no tolerance or one of 0.
    let toleranceRatio: Double
    /// How far it may be off; nil if it must be the same text.
    let tolerance: Double?
    /// The largest ratio of any other number; nil if there is no other.
    let largestOtherRatio: Double?
    /// The number of all numbers.
    let count: Int

    /// Finds the worst number of some lines; nil if more than numbers differs.
    init?(_ lines: [Difference.Line], _ patterns: [LinePattern], _ actual: [String], _ numbers: Comparison.Numbers) {
        guard numbers != .exact else { return nil }
        var ratios: [(toleranceRatio: Double, line: Int, position: Int, expected: Numeral, actual: Numeral)] = []
        for line in lines {
            switch line {
            case .skipped: continue
            case .same(let expected, let actualLine), .changed(let expected, let actualLine):
                guard let pairs = patterns[expected].numeralPairs(in: actual[actualLine]) else {
                    if case .same = line { continue }
                    return nil
                }
                for (position, pair) in pairs.enumerated() {
                    let toleranceRatio = pair.expected.toleranceRatio(of: pair.actual, numbers)
                    ratios.append((toleranceRatio, expected, position, pair.expected, pair.actual))
                }
            case .missing, .unexpected: return nil
            }
        }
        guard let worst = ratios.indices.max(by: { ratios[$0].toleranceRatio < ratios[$1].toleranceRatio }) else {
            return nil
        }
        (self.expected, self.actual) = (ratios[worst].expected.text, ratios[worst].actual.text)
        (line, position, toleranceRatio, count) = (
            ratios[worst].line, ratios[worst].position, ratios[worst].toleranceRatio, ratios.count
        )
        tolerance = ratios[worst].expected.tolerance(numbers)
        largestOtherRatio = ratios.indices.filter { $0 != worst }.map { ratios[$0].toleranceRatio }.max()
    }
}

extension NumericDifference: CustomStringConvertible {
    var description: String { text(forAuthor: true) }

    /// One sentence about the worst number and one about the others; an author may also be advised on the tolerance.
    func text(forAuthor isForAuthor: Bool) -> String {
        let which = count == 1 ? "The number" : "The worst of \(count) numbers, number \(position + 1) of its line,"
        let off = abs((Double(expected) ?? .nan) - (Double(actual) ?? .nan))
        let reason =
            switch tolerance {
            case nil: "it must be the same text."
            case 0? where !isForAuthor: "off by \(Self.short(off))."
            case 0?: "off by \(Self.short(off)), but a relative tolerance of 0 allows nothing; write ‘abs=’ as well."
            case .some: "off by \(Self.short(off)), \(Self.short(toleranceRatio)) times what it may be."
            }
        let worst = "\(which) is \(actual) and should be \(expected): \(reason)"
        guard let largestOtherRatio else { return worst }
        return worst
            + (largestOtherRatio <= 1
                ? " The others use at most \(Self.short(largestOtherRatio * 100)) % of their tolerance."
                : " Others are off, too.")
    }

    /// A number with three significant digits.
    private static func short(_ number: Double) -> String {
        // Outside this range, no power of ten scales the number to three digits.
        guard number.isFinite, (1e-290...1e290).contains(abs(number)) else { return number == 0 ? "0" : "\(number)" }
        var scale = 1.0
        while abs(number) * scale < 100 { scale *= 10 }
        while abs(number) * scale >= 1000 { scale /= 10 }
        let rounded = (number * scale).rounded() / scale
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : "\(rounded)"
    }
}
