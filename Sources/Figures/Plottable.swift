import CNN

/// A number that a figure can draw: `Float`, `Double`, `Int` or `UInt8`.
public protocol Plottable {
    /// The number in double precision.
    var plotted: Double { get }
}

extension Double: Plottable {
    /// The number itself.
    public var plotted: Double { self }
}

extension Float: Plottable {
    /// The number in double precision.
    public var plotted: Double { Double(self) }
}

extension Int: Plottable {
    /// The number in double precision.
    public var plotted: Double { Double(self) }
}

extension UInt8: Plottable {
    /// The number in double precision.
    public var plotted: Double { Double(self) }
}

extension Double {
    /// Whether the number has a position on a drawing; beyond 1e300 even differences overflow.
    var isDrawable: Bool { isFinite && magnitude < 1e300 }
}

extension Sequence<Double> {
    /// From the smallest to the largest drawable number; nil when there is none.
    var drawableRange: ClosedRange<Double>? {
        var range: ClosedRange<Double>?
        for value in self where value.isDrawable {
            range = range.map { Swift.min($0.lowerBound, value)...Swift.max($0.upperBound, value) } ?? value...value
        }
        return range
    }
}

extension ClosedRange<Double> {
    /// Where a number lies in the range: 0 at its lower end or below, 1 at its upper end or above, a half where it has
    /// no length.
    func fraction(of value: Double) -> Double {
        guard upperBound > lowerBound, !value.isNaN else { return 0.5 }
        return Swift.min(Swift.max((value - lowerBound) / (upperBound - lowerBound), 0), 1)
    }
}
