/// How the numbers of one tensor are written so that their points line up, by NumPy's rules.
struct NumberFormat {
    private enum Style {
        case shortest(fraction: Int)
        case fixed(Int)
        case exponent(fraction: Int)
    }

    private static let precision = 8
    private let style: Style
    private var width = 0

    /// As many digits as the numbers need, at most 8 after the point; with exponents when they are very far apart.
    init(fitting numbers: [Scalar]) {
        let sizes = numbers.filter { $0.isFinite && $0 != 0 }.map { $0.magnitude }
        let (smallest, largest) = (sizes.min() ?? 1, sizes.max() ?? 1)
        let finite = numbers.filter { $0.isFinite }
        if largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000 {
            style = .exponent(fraction: finite.map(NumberFormat.scientificDigits).max() ?? 0)
        } else {
            style = .shortest(fraction: finite.map { NumberFormat.shortest($0).fraction.count }.max() ?? 0)
        }
        width = numbers.map { text($0, padded: true).count }.max() ?? 0
    }

    /// Exactly this many digits after the point.
    init(decimals: Int, _ numbers: [Scalar]) {
        style = .fixed(max(decimals, 0))
        width = numbers.map { text($0, padded: true).count }.max() ?? 0
    }

    func text(_ x: Scalar, padded: Bool) -> String {
        let word: String
        if x.isFinite {
            switch style {
            case .shortest(let fraction):
                let parts = NumberFormat.shortest(x)
                let blanks = padded ? fraction - parts.fraction.count : 0
                word = parts.whole + "." + parts.fraction + String(repeating: " ", count: max(blanks, 0))
            case .fixed(let digits):
                word = decimal(Double(x), digits: digits)
            case .exponent(let fraction):
                word = decimal(Double(x), digits: fraction, exponent: true).withPoint
            }
        } else {
            word = x.isNaN ? "nan" : x < 0 ? "-inf" : "inf"
        }
        return padded ? String(repeating: " ", count: max(width - word.count, 0)) + word : word
    }

    /// The shortest digits that name the number, cut to 8 after the point, as the parts around the point.
    private static func shortest(_ x: Scalar) -> (whole: Substring, fraction: Substring) {
        var parts = "\(x)".split(separator: ".", omittingEmptySubsequences: false)
        if parts.count != 2 || parts[1].contains("e") || parts[1].count > precision {
            parts = decimal(Double(x), digits: precision).split(separator: ".")
        }
        var fraction = parts.count > 1 ? parts[1] : ""
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (parts[0], fraction)
    }

    /// How many digits after the point the number needs in scientific notation, at most 8.
    private static func scientificDigits(_ x: Scalar) -> Int {
        (0..<precision).first { Scalar(decimal(Double(x), digits: $0, exponent: true)) == x } ?? precision
    }
}

extension String {
    /// NumPy writes the point even where no digit follows: 1.e+08.
    fileprivate var withPoint: String {
        if contains(".") { return self }
        let parts = split(separator: "e")
        return parts.count == 2 ? parts[0] + ".e" + parts[1] : self
    }
}
