/// A number as it is written in a line of output.
struct Numeral: Equatable {
    let text: String
    var length: Int { text.utf8.count }
    /// Its digits as a whole number and the power of ten that they count.
    let digits: DecimalDigits
    /// The number of digits after the decimal point; nil if there is no point.
    let decimals: Int?
    private let exponent: Int
    /// The value of the number.
    let value: Double

    /// Reads the number at the start of some bytes: `-12.5e-3`, but not the digits inside a name such as `conv1`. The
    /// letters of a name are ASCII: in `准确率0.93` and `x≈0.93` a number begins after the other sign.
    init?(startOf bytes: ArraySlice<UInt8>, after previous: UInt8?) {
        func isDigit(_ index: Int) -> Bool { index < bytes.endIndex && bytes[index] &- 48 < 10 }
        if let previous, Self.belongsToName(previous) { return nil }
        var end = bytes.startIndex + Self.signLength(bytes)
        let start = end
        guard isDigit(end) else { return nil }
        while isDigit(end) { end += 1 }
        var decimals: Int?
        if end < bytes.endIndex, bytes[end] == UInt8(ascii: "."), isDigit(end + 1) {
            let point = end
            end += 1
            while isDigit(end) { end += 1 }
            decimals = end - point - 1
        }
        let mantissa = bytes[start..<end]
        var exponent = 0
        if end < bytes.endIndex, bytes[end] | 0x20 == UInt8(ascii: "e") {
            var digits = end + 1
            if digits < bytes.endIndex, bytes[digits] == UInt8(ascii: "-") || bytes[digits] == UInt8(ascii: "+") {
                digits += 1
            }
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
        digits = DecimalDigits(
            digits: mantissa.compactMap { $0 == UInt8(ascii: ".") ? nil : $0 - 48 },
            exponent: exponent - (decimals ?? 0))
        let isNegative = start > bytes.startIndex && bytes.first != UInt8(ascii: "+")
        let magnitude = Double(String(decoding: bytes[start..<end], as: UTF8.self)) ?? .nan
        value = isNegative ? -magnitude : magnitude
    }

    /// How many bytes the sign takes with which some bytes begin: `+`, `-` or the minus sign U+2212.
    static func signLength(_ bytes: ArraySlice<UInt8>) -> Int {
        switch bytes.first {
        case UInt8(ascii: "-"), UInt8(ascii: "+"): 1
        case 0xE2 where bytes.starts(with: "\u{2212}".utf8): 3
        default: 0
        }
    }

    private static func belongsToName(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    /// The value of one unit of the last digit written.
    var lastDigitUnit: Double { Double("1e\(digits.exponent)") ?? 0 }

    /// An upper bound of the error of the number's binary form.
    private var roundingError: Double { 4 * value.ulp }

    /// How far an actual number may be from this one; nil if it must be the same text.
    func tolerance(_ numbers: Comparison.Numbers) -> Double? { numbers.rules.tolerance(self) }

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

    /// Whether its last digit could be another one and still be within the tolerance, so that a wrong digit could go
    /// unnoticed.
    func mayChangeUnnoticed(_ numbers: Comparison.Numbers) -> Bool {
        guard let tolerance = tolerance(numbers), value.isFinite else { return false }
        if lastDigitUnit / 2 <= roundingError { return true }
        return numbers.rules.digits == .fewest && lastDigitUnit <= 2 * tolerance
    }

    /// Whether it has more digits than the tolerance needs: its last digit could be another one unnoticed, and a
    /// number without that digit is within the tolerance too.
    func isTooPrecise(for numbers: Comparison.Numbers) -> Bool {
        guard mayChangeUnnoticed(numbers) else { return false }
        guard numbers.rules.digits == .fewest else { return true }
        return neighbours(inUnitsOf: digits.exponent + 1, numbers).contains { agrees(with: $0, numbers) }
    }

    /// The shortest number within the tolerance of this one, for a number that is too precise.
    func shorterForm(for numbers: Comparison.Numbers) -> String? {
        guard numbers.rules.digits == .fewest else { return nil }
        let form = shortened(to: numbers)
        return form == text ? nil : form
    }

    /// The number with the digits that an update writes: as few as are within the tolerance or, if the digits are the
    /// tolerance, four significant digits, which hold on every processor, and at least one after the point. The same
    /// text if no such number is near enough.
    func shortened(to numbers: Comparison.Numbers) -> String {
        switch numbers.rules.digits {
        case .all: return text
        case .significant:
            guard let decimals else { return text }
            let surplus = digits.significant.count - 4
            guard surplus > 0 else { return text }
            let most = max(decimals - surplus, 1)
            // Near the middle between two numbers, the next processor may round to the other.
            let candidates = [most, most - 1, most + 1].filter { (1...decimals).contains($0) }.compactMap {
                written(digits.multiples(of: exponent - $0)[0])
            }
            return candidates.first {
                !$0.isTooPrecise(for: numbers) && $0.toleranceRatio(of: self, numbers) <= 0.9
            }?.text ?? text
        case .fewest:
            guard value.isFinite else { return text }
            for unit in (digits.exponent...digits.exponent + digits.significant.count).reversed() {
                // A number that is itself too precise would be malformed; its neighbour may not be.
                if let form = neighbours(inUnitsOf: unit, numbers).first(where: { !$0.isTooPrecise(for: numbers) }) {
                    return form.text
                }
            }
            return text
        }
    }

    /// The nearest multiples of a power of ten, below and above, that agree with this number, the nearer one first.
    private func neighbours(inUnitsOf unit: Int, _ numbers: Comparison.Numbers) -> [Numeral] {
        // A single 0 has no shorter form.
        guard digits.significant.count > 0 || digits.digits.count > 1 || unit <= digits.exponent else { return [] }
        return digits.multiples(of: unit).compactMap(written).filter { $0.agrees(with: self, numbers) }
    }

    /// Other digits, written as this number is: with its sign and, if it has one, its exponent.
    private func written(_ new: DecimalDigits) -> Numeral? {
        let sign = String(decoding: text.utf8.prefix(Self.signLength(Array(text.utf8.prefix(3))[...])), as: UTF8.self)
        let end = text.dropFirst(sign.count).drop { $0.isNumber || $0 == "." }
        let short =
            if new.significant.isEmpty { "0" } else if new.exponent <= exponent {
                sign + new.mantissa(decimals: exponent - new.exponent) + end
            } else {
                sign + new.scientific
            }
        return Numeral(startOf: Array(short.utf8)[...], after: nil)
    }
}
