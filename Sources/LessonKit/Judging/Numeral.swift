/// A number as it is written in a line.
struct Numeral: Equatable {
    let text: String
    var length: Int { text.utf8.count }
    /// How many digits stand behind the decimal point; nil where there is no point.
    private let decimals: Int?
    private let exponent: Int
    /// The number itself.
    let value: Double

    /// Reads the number at the start of some bytes: `-12.5e-3`, but not the digits inside a name such as `conv1`.
    init?(startOf bytes: ArraySlice<UInt8>, after previous: UInt8?) {
        func isDigit(_ index: Int) -> Bool { index < bytes.endIndex && bytes[index] &- 48 < 10 }
        func isSign(_ index: Int) -> Bool {
            index < bytes.endIndex && (bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+"))
        }
        if let previous, Self.belongsToName(previous) { return nil }
        var end = bytes.startIndex
        if isSign(end) { end += 1 }
        guard isDigit(end) else { return nil }
        while isDigit(end) { end += 1 }
        var decimals: Int?
        if end < bytes.endIndex, bytes[end] == UInt8(ascii: "."), isDigit(end + 1) {
            let point = end
            end += 1
            while isDigit(end) { end += 1 }
            decimals = end - point - 1
        }
        var exponent = 0
        if end < bytes.endIndex, bytes[end] | 0x20 == UInt8(ascii: "e") {
            var digits = end + 1
            if isSign(digits) { digits += 1 }
            if isDigit(digits) {
                let start = end + 1
                while isDigit(digits) { digits += 1 }
                guard let value = Int(String(decoding: bytes[start..<digits], as: UTF8.self)), abs(value) < 1000 else {
                    return nil
                }
                exponent = value
                end = digits
            }
        }
        self.decimals = decimals
        self.exponent = exponent
        text = String(decoding: bytes[..<end], as: UTF8.self)
        value = Double(text) ?? .nan
    }

    private static func belongsToName(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            || byte >= 128
    }

    /// One unit of the last digit written.
    var unit: Double { Double("1e\(exponent - (decimals ?? 0))") ?? 0 }

    /// The binary form of the number is off by less than this.
    private var slack: Double { 4 * value.ulp }

    /// How far an actual number may be from this one; nil where it must be the same text. To the digits written, that is
    /// half a unit of the last, for a number with a decimal point: one without is a count, a name or a year.
    func tolerance(_ numbers: Comparison.Numbers) -> Double? {
        switch numbers {
        case .exact: nil
        case .digits: decimals == nil ? nil : unit / 2
        case .tolerance(let relative, let absolute): relative * abs(value) + absolute
        }
    }

    /// How much of what it may be off by an actual number is off: at most 1 where they agree.
    func use(ofToleranceBy actual: Numeral, _ numbers: Comparison.Numbers) -> Double {
        guard let tolerance = tolerance(numbers) else { return text == actual.text ? 0 : .infinity }
        let distance = abs(value - actual.value)
        let slack = max(slack, actual.slack)
        return distance <= slack
            ? 0 : distance <= tolerance + slack ? min(distance / tolerance, 1) : distance / tolerance
    }

    /// Whether an actual number is as good as this one.
    func agrees(with actual: Numeral, _ numbers: Comparison.Numbers) -> Bool {
        text == actual.text || use(ofToleranceBy: actual, numbers) <= 1
    }

    /// Whether a change of the last digit could go unnoticed, being within the tolerance on both sides.
    func isFiner(than numbers: Comparison.Numbers) -> Bool {
        guard let tolerance = tolerance(numbers) else { return false }
        if unit / 2 <= slack { return true }
        return numbers != .digits && unit <= 2 * tolerance
    }

    /// The number with as many digits as its tolerance can check; itself where no such number is near enough.
    func shortened(to numbers: Comparison.Numbers) -> String {
        guard isFiner(than: numbers), exponent == 0, abs(value) < 1e15 else { return text }
        var scale = 1.0
        for places in 0..<(decimals ?? 0) {
            let rounded = (value * scale).rounded()
            // Beyond 2^53 a Double holds no digits to choose from.
            guard abs(rounded) < 0x1p53 else { return text }
            let digits = String(repeating: "0", count: places) + String(Int(abs(rounded)))
            let whole = digits.dropLast(places).drop { $0 == "0" }
            let short =
                (rounded < 0 ? "-" : "") + (whole.isEmpty ? "0" : whole)
                + (places == 0 ? "" : "." + digits.suffix(places))
            let bytes = Array(short.utf8)
            if let candidate = Numeral(startOf: bytes[...], after: nil), !candidate.isFiner(than: numbers),
                candidate.agrees(with: self, numbers)
            {
                return short
            }
            scale *= 10
        }
        return text
    }
}
