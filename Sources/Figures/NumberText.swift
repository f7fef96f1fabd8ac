/// The number with this many digits after the point, the same on every machine: half a unit rounds away from zero, and
/// zero has no sign.
func decimal(_ x: Double, _ digits: Int) -> String {
    guard x.isFinite else { return x.isNaN ? "nan" : x < 0 ? "-inf" : "inf" }
    let scaled = (x * powerOfTen(digits)).rounded()
    guard scaled.magnitude < 1e15 else { return "\(x)" }
    let whole = Int(scaled.magnitude)
    let unit = Int(powerOfTen(digits))
    var text = "\(whole / unit)"
    if digits > 0 {
        let fraction = "\(whole % unit)"
        text += "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
    return scaled < 0 ? "-" + text : text
}

/// The number with an exponent and this many digits after the point: `1.5e-4`.
func scientific(_ x: Double, _ digits: Int) -> String {
    guard x.isFinite && x != 0 else { return decimal(x, digits) }
    var exponent = decimalExponent(x)
    var mantissa = scaled(x, byPowerOfTen: -exponent)
    // 9.96 rounds to 10.0, which is 1.0 with the next exponent.
    if (mantissa.magnitude * powerOfTen(digits)).rounded() >= powerOfTen(digits + 1) {
        exponent += 1
        mantissa = scaled(x, byPowerOfTen: -exponent)
    }
    return decimal(mantissa, digits) + "e\(exponent)"
}

/// A coordinate in a drawing: at most two digits after the point, none that say nothing.
func coordinate(_ x: Double) -> String {
    var text = decimal(x, 2)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
}

/// How the numbers of one figure are written: all with as many digits, as few as say enough.
struct NumberStyle: Equatable {
    var digits: Int
    var isScientific = false

    /// Three digits for the largest number, two where there are exponents, fewer where the numbers have fewer.
    init(for numbers: some Sequence<Double>) {
        let finite = numbers.filter { $0.isFinite }
        let largest = finite.map { $0.magnitude }.max() ?? 0
        let exponent = decimalExponent(largest)
        let isWhole = largest < 1e7 && finite.allSatisfy { $0 == $0.rounded() }
        isScientific = !isWhole && (exponent < -3 || exponent > 5)
        let most = isWhole ? 0 : isScientific ? 1 : max(2 - exponent, 0)
        // What a Float cannot tell apart is no reason for another digit.
        let isScientific = isScientific
        let enough = (0..<most).first { digits in
            finite.allSatisfy { x in
                let shift = isScientific ? digits - decimalExponent(x) : digits
                let rounded = scaled(scaled(x, byPowerOfTen: shift).rounded(), byPowerOfTen: -shift)
                return (rounded - x).magnitude <= largest * 1e-6
            }
        }
        digits = enough ?? most
    }

    init(digits: Int) {
        self.digits = max(digits, 0)
    }

    /// The number in this style; `nan`, `inf` and `-inf` for what is no number.
    func text(_ x: Double) -> String {
        isScientific ? scientific(x, digits) : decimal(x, digits)
    }
}

/// The exponent of the number's first digit: 2 for 250, -2 for 0.05.
func decimalExponent(_ x: Double) -> Int {
    guard x != 0 else { return 0 }
    // Printing is exact where a logarithm is off by a rounding: 1000 would have the exponent 2.
    let text = "\(x.magnitude)"
    if let mark = text.firstIndex(of: "e") { return Int(text[text.index(after: mark)...]) ?? 0 }
    let parts = text.split(separator: ".")
    if parts[0] != "0" { return parts[0].count - 1 }
    return -1 - parts[1].prefix { $0 == "0" }.count
}

/// 10 to this power; exact up to 22.
func powerOfTen(_ exponent: Int) -> Double {
    (0..<exponent.magnitude).reduce(1) { power, _ in exponent < 0 ? power / 10 : power * 10 }
}

/// A number times a power of ten; divides where the power is negative, because 0.1 is not exact and 10 is.
func scaled(_ x: Double, byPowerOfTen exponent: Int) -> Double {
    // Beyond 300 the power itself does not fit in a Double.
    if exponent > 300 { return x * powerOfTen(300) * powerOfTen(exponent - 300) }
    return exponent < 0 ? x / powerOfTen(-exponent) : x * powerOfTen(exponent)
}
