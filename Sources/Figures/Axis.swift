import CNN

/// An axis of a plot: which numbers it spans, and where it has ticks with which labels.
struct Axis {
    struct Tick: Equatable {
        var value: Double
        var label: String
    }

    let isLogarithmic: Bool
    let range: ClosedRange<Double>
    let ticks: [Tick]

    /// How much of the axis's numbers is seen: just the data, or out to the next ticks on both sides.
    enum End {
        case atData, atTicks
    }

    /// An axis with even steps of 1, 2 or 5 times a power of ten, at most `count` of them; steps of at least 1 where
    /// only whole numbers have a meaning.
    init(linear data: ClosedRange<Double>, count: Int = 5, end: End = .atTicks, wholeNumbers: Bool = false) {
        let data = Axis.widened(data)
        var (digit, exponent) = Axis.step(for: (data.upperBound - data.lowerBound) / Double(count))
        if wholeNumbers && exponent < 0 { (digit, exponent) = (1, 0) }
        let step = scaled(digit, byPowerOfTen: exponent)
        let (low, high) = (data.lowerBound / step, data.upperBound / step)
        // A tick that is missed by a rounding only is not missed.
        let first = end == .atTicks ? (low + 1e-9).rounded(.down) : (low - 1e-9).rounded(.up)
        let last = end == .atTicks ? (high - 1e-9).rounded(.up) : (high + 1e-9).rounded(.down)
        let values = stride(from: first, through: last, by: 1).prefix(50).map {
            scaled($0 * digit, byPowerOfTen: exponent)
        }
        ticks = zip(values, Axis.labels(values, exponent: exponent)).map { Tick(value: $0, label: $1) }
        isLogarithmic = false
        range =
            end == .atTicks
            ? min(data.lowerBound, values.first ?? 0)...max(data.upperBound, values.last ?? 0) : data
    }

    /// An axis on which equal steps are equal factors, for numbers above 0.
    init(logarithmic data: ClosedRange<Double>) {
        let decades = logarithm10(data.upperBound) - logarithm10(data.lowerBound)
        let digits: [Double] = decades > 2 ? [1] : [1, 2, 5]
        let exponents = (decimalExponent(data.lowerBound) - 1)...(decimalExponent(data.upperBound) + 1)
        let candidates = exponents.flatMap { exponent in digits.map { scaled($0, byPowerOfTen: exponent) } }
        let first = candidates.last { $0 <= data.lowerBound * (1 + 1e-9) } ?? data.lowerBound
        let last = candidates.first { $0 >= data.upperBound * (1 - 1e-9) && $0 > first } ?? data.upperBound
        let inside = candidates.filter { $0 >= first && $0 <= last }
        let every = max(1, (inside.count + 7) / 8)
        let values = stride(from: 0, to: inside.count, by: every).map { inside[$0] }
        let arePlain = first >= 1e-3 && last <= 1e5
        ticks = values.map { Tick(value: $0, label: arePlain ? Axis.plain($0) : Axis.power($0)) }
        isLogarithmic = true
        range = min(first, data.lowerBound)...max(last, data.upperBound)
    }

    /// Where a number lies between the axis's ends, 0 to 1 and beyond; nil where it has none.
    func position(of value: Double) -> Double? {
        guard value.isDrawable, !isLogarithmic || value > 0 else { return nil }
        if !isLogarithmic { return (value - range.lowerBound) / (range.upperBound - range.lowerBound) }
        let low = logarithm10(range.lowerBound)
        return (logarithm10(value) - low) / (logarithm10(range.upperBound) - low)
    }

    /// A range that has a length, around the only number of one that has none.
    private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        let (low, high) = (range.lowerBound, range.upperBound)
        let size = max(low.magnitude, high.magnitude)
        guard high - low <= size * 1e-12 else { return range }
        return size == 0 ? -1...1 : low - size / 2...high + size / 2
    }

    /// The smallest of 1, 2, 5 times a power of ten that is at least this number.
    private static func step(for least: Double) -> (digit: Double, exponent: Int) {
        let exponent = decimalExponent(least)
        let digit = scaled(least, byPowerOfTen: -exponent)
        for step in [1.0, 2, 5] where digit <= step * (1 + 1e-9) { return (step, exponent) }
        return (1, exponent + 1)
    }

    /// Labels with the digits that tell the ticks apart, as powers of ten where the numbers are very large or small.
    private static func labels(_ values: [Double], exponent: Int) -> [String] {
        let largest = decimalExponent(values.map { $0.magnitude }.max() ?? 0)
        if largest < 6 && exponent >= -4 {
            return values.map { grouped(decimal($0, max(-exponent, 0))) }
        }
        return values.map { value in
            if value == 0 { return "0" }
            return decimal(scaled(value, byPowerOfTen: -largest), min(max(largest - exponent, 0), 12)) + "·10"
                + superscript(largest)
        }
    }

    /// 0.001, 0.5, 20,000.
    private static func plain(_ value: Double) -> String {
        grouped(decimal(value, max(-decimalExponent(value), 0)))
    }

    /// 10⁻⁷, 2·10⁻⁷.
    private static func power(_ value: Double) -> String {
        let exponent = decimalExponent(value)
        let digit = scaled(value, byPowerOfTen: -exponent).rounded()
        return (digit == 1 ? "" : decimal(digit, 0) + "·") + "10" + superscript(exponent)
    }

    private static func superscript(_ exponent: Int) -> String {
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        return String("\(exponent)".map { $0 == "-" ? "⁻" : digits[$0.wholeNumberValue!] })
    }
}
