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

    /// The number with as many digits as an update promises of it: as its tolerance can check or, where the digits are the
    /// tolerance, four of those that count, which hold on every processor, and one behind the point. Itself where no such
    /// number is near enough.
    func shortened(to numbers: Comparison.Numbers) -> String {
        guard let decimals else { return text }
        let places: [Int]
        switch numbers {
        case .exact: return text
        case .digits:
            let surplus = significantDigits - 4
            guard surplus > 0 else { return text }
            let most = max(decimals - surplus, 1)
            // Near the middle between two numbers, the next processor may round to the other.
            places = [most, most - 1, most + 1].filter { (1...decimals).contains($0) }
        case .tolerance:
            guard isFiner(than: numbers) else { return text }
            places = Array(0..<decimals)
        }
        let candidates = places.lazy.compactMap { rounded(to: $0) }
        let limit = numbers == .digits ? 0.9 : 1
        return candidates.first { !$0.isFiner(than: numbers) && $0.use(ofToleranceBy: self, numbers) <= limit }?.text
            ?? text
    }

    private var mantissa: Substring { text.prefix { $0 != "e" && $0 != "E" } }

    /// How many digits there are from the first that is not 0.
    private var significantDigits: Int { mantissa.filter(\.isNumber).drop { $0 == "0" }.count }

    /// The number with fewer digits behind the point; nil where it has too many before it.
    private func rounded(to places: Int) -> Numeral? {
        guard let value = Double(mantissa), abs(value) < 1e15 else { return nil }
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        // Beyond 2^53 a Double holds no digits to choose from.
        guard abs(value) * scale < 0x1p53 else { return nil }
        let rounded = (value * scale).rounded()
        let digits = String(repeating: "0", count: places) + String(Int(abs(rounded)))
        let whole = digits.dropLast(places).drop { $0 == "0" }
        let short =
            (rounded < 0 ? "-" : "") + (whole.isEmpty ? "0" : whole) + (places == 0 ? "" : "." + digits.suffix(places))
            + text.dropFirst(mantissa.count)
        return Numeral(startOf: Array(short.utf8)[...], after: nil)
    }
}
