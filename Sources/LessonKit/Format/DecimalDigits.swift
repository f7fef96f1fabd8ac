/// A number without its sign as decimal digits, which can be rounded without an error.
struct DecimalDigits: Equatable {
    /// The digits of a whole number, each from 0 to 9.
    let digits: [UInt8]
    /// The power of ten that this whole number counts.
    let exponent: Int

    /// The digits from the first that is not 0.
    var significant: ArraySlice<UInt8> { digits.drop { $0 == 0 } }

    /// The multiples of a power of ten between which the number lies, the nearer one first; the number itself if it is
    /// one.
    func multiples(of unit: Int) -> [DecimalDigits] {
        let count = unit - exponent
        guard count > 0 else { return [self] }
        let dropped = digits.suffix(count)
        var below = Array(digits.dropLast(count))
        if below.isEmpty { below = [0] }
        let low = DecimalDigits(digits: below, exponent: unit)
        guard dropped.contains(where: { $0 != 0 }) else { return [low] }
        let high = DecimalDigits(digits: Self.successor(of: below), exponent: unit)
        let isNearerAbove = dropped.count == count && (dropped.first ?? 0) >= 5
        return isNearerAbove ? [high, low] : [low, high]
    }

    private static func successor(of digits: [UInt8]) -> [UInt8] {
        let nines = digits.reversed().prefix { $0 == 9 }.count
        let zeros = Array(repeating: UInt8(0), count: nines)
        guard nines < digits.count else { return [1] + zeros }
        let kept = digits.dropLast(nines)
        return kept.dropLast() + [kept[kept.endIndex - 1] + 1] + zeros
    }

    private static func text(_ digits: some Sequence<UInt8>) -> String {
        String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
    }

    /// The whole number with a point before its last digits: `12.50`.
    func mantissa(decimals: Int) -> String {
        let padded = Array(repeating: 0, count: max(decimals + 1 - digits.count, 0)) + digits
        let whole = padded.dropLast(decimals).drop { $0 == 0 }
        return (whole.isEmpty ? "0" : Self.text(whole))
            + (decimals == 0 ? "" : "." + Self.text(padded.suffix(decimals)))
    }

    /// One digit before the point, and an exponent: `1.235e8`.
    var scientific: String {
        let significant = DecimalDigits(digits: Array(significant), exponent: exponent)
        let decimals = max(significant.digits.count - 1, 0)
        return "\(significant.mantissa(decimals: decimals))e\(exponent + decimals)"
    }
}
