/// The elements in brackets.
private func list(_ elements: some Sequence<some Shown>) -> String {
    "[" + elements.map { $0.shownInside }.joined(separator: ", ") + "]"
}

extension Array: Shown where Element: Shown {
    /// The elements in brackets.
    public var shown: String { list(self) }
}

extension ArraySlice: Shown where Element: Shown {
    /// The elements in brackets.
    public var shown: String { list(self) }
}

extension Set: Shown where Element: Shown {
    /// The elements in brackets.
    public var shown: String { list(self) }
}

extension Dictionary: Shown where Key: Shown, Value: Shown {
    /// Keys and values in brackets.
    public var shown: String {
        isEmpty ? "[:]" : "[" + map { $0.key.shownInside + ": " + $0.value.shownInside }.joined(separator: ", ") + "]"
    }
}

extension Range: Shown where Bound: Shown {
    /// The bounds with `..<` between them.
    public var shown: String { lowerBound.shownInside + "..<" + upperBound.shownInside }
}

extension ClosedRange: Shown where Bound: Shown {
    /// The bounds with `...` between them.
    public var shown: String { lowerBound.shownInside + "..." + upperBound.shownInside }
}

extension Optional: Shown where Wrapped: Shown {
    /// `nil` or `Optional(…)`.
    public var shown: String { map { "Optional(" + $0.shownInside + ")" } ?? "nil" }
}

extension DefaultStringInterpolation {
    /// An array in a text.
    public mutating func appendInterpolation(_ value: [some Shown]) { appendLiteral(value.shown) }

    /// A part of an array in a text.
    public mutating func appendInterpolation(_ value: ArraySlice<some Shown>) { appendLiteral(value.shown) }

    /// A set in a text.
    public mutating func appendInterpolation(_ value: Set<some Shown>) { appendLiteral(value.shown) }

    /// A dictionary in a text.
    public mutating func appendInterpolation(_ value: [some Shown: some Shown]) { appendLiteral(value.shown) }

    /// A range in a text.
    public mutating func appendInterpolation(_ value: Range<some Shown>) { appendLiteral(value.shown) }

    /// A closed range in a text.
    public mutating func appendInterpolation(_ value: ClosedRange<some Shown>) { appendLiteral(value.shown) }
}
