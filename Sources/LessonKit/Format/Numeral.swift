/// A number as it is written in a line of output.
struct Numeral: Equatable {
    let text: String
    var length: Int { text.utf8.count }
    /// The number of digits after the decimal point; nil if there is no point.
    private let decimals: Int?
    private let exponent: Int
    /// The value of the number.
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

    /// The value of one unit of the last digit written.
    var lastDigitUnit: Double { Double("1e\(exponent - (decimals ?? 0))") ?? 0 }

    /// An upper bound of the error of the number's binary form.
    private var roundingError: Double { 4 * value.ulp }

    /// How far an actual number may be from this one; nil if it must be the same text. To the digits written, that is
    /// half a unit of the last digit of a number with a decimal point: a number without one is a count, a name or a
    /// year.
    func tolerance(_ numbers: Comparison.Numbers) -> Double? {
        switch numbers {
        case .exact: nil
        case .digits: decimals == nil ? nil : lastDigitUnit / 2
        case .tolerance(let relative, let absolute): relative * abs(value) + absolute
        }
    }

    /// The difference of an actual number from this one, divided by the tolerance: at most 1 if they agree.
    func toleranceRatio(of actual: Numeral, _ numbers: Comparison.Numbers) -> Double {
        guard let tolerance = tolerance(numbers) else { return text == actual.text ? 0 : .infinity }
        let distance = abs(value - actual.value)
        let roundingError = max(roundingError, actual.roundingError)
        return distance <= roundingError
            ? 0 : distance <= tolerance + roundingError ? min(distance / tolerance, 1) : distance / tolerance
    }

    /// Whether an actual number is within the tolerance of this one.
    func agrees(with actual: Numeral, _ numbers: Comparison.Numbers) -> Bool {
        text == actual.text || toleranceRatio(of: actual, numbers) <= 1
    }

    /// Whether a wrong last digit could go unnoticed, because a change of it is within the tolerance.
    func isTooPrecise(for numbers: Comparison.Numbers) -> Bool {
        guard let tolerance = tolerance(numbers) else { return false }
        if lastDigitUnit / 2 <= roundingError { return true }
        return numbers != .digits && lastDigitUnit <= 2 * tolerance
    }

    /// The number with the digits that an update writes: as many as the tolerance can check or, if the digits are the
    /// tolerance, four significant digits, which hold on every processor, and at least one after the point. The same
    /// text if no such number is near enough.
    func shortened(to numbers: Comparison.Numbers) -> String {
        guard let decimals else { return text }
        let decimalCounts: [Int]
        switch numbers {
        case .exact: return text
        case .digits:
            let surplus = significantDigits - 4
            guard surplus > 0 else { return text }
            let most = max(decimals - surplus, 1)
            // Near the middle between two numbers, the next processor may round to the other.
            decimalCounts = [most, most - 1, most + 1].filter { (1...decimals).contains($0) }
        case .tolerance:
            guard isTooPrecise(for: numbers) else { return text }
            decimalCounts = Array(0..<decimals)
        }
        let candidates = decimalCounts.lazy.compactMap { rounded(toDecimals: $0) }
        let limit = numbers == .digits ? 0.9 : 1
        return candidates.first { !$0.isTooPrecise(for: numbers) && $0.toleranceRatio(of: self, numbers) <= limit }?
            .text
            ?? text
    }

    private var mantissa: Substring { text.prefix { $0 != "e" && $0 != "E" } }

    /// The number of digits from the first that is not 0.
    private var significantDigits: Int { mantissa.filter(\.isNumber).drop { $0 == "0" }.count }

    /// The number rounded to fewer digits after the point; nil if it has too many digits before it.
    private func rounded(toDecimals count: Int) -> Numeral? {
        guard let value = Double(mantissa), abs(value) < 1e15 else { return nil }
        let scale = (0..<count).reduce(1.0) { scale, _ in scale * 10 }
        // From 2^53 on, a Double holds no digits after the point.
        guard abs(value) * scale < 0x1p53 else { return nil }
        let rounded = (value * scale).rounded()
        let digits = String(repeating: "0", count: count) + String(Int(abs(rounded)))
        let whole = digits.dropLast(count).drop { $0 == "0" }
        let short =
            (rounded < 0 ? "-" : "") + (whole.isEmpty ? "0" : whole)
            + (count == 0 ? "" : "." + digits.suffix(count))
            + text.dropFirst(mantissa.count)
        return Numeral(startOf: Array(short.utf8)[...], after: nil)
    }
}
