/// The colours for numbers between 0 and 1.
public enum Palette: Sendable {
    /// From dark blue through green to yellow.
    case viridis
    /// From black to white, as a picture is.
    case grey
    /// From blue through white, in the middle, to red: for numbers whose sign matters.
    case signed
}

/// A colour by its parts, 0 to 255.
struct Colour: Equatable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// `#rrggbb`.
    var hex: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Black or white, whichever stands out more against this colour by the contrast formula of WCAG 2.
    var ink: String {
        func linear(_ part: UInt8) -> Double {
            // The exact curve has the power 2.4; a square is near enough to choose between black and white.
            let x = Double(part) / 255
            return x * x
        }
        let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        return luminance > 0.2 ? "#000" : "#fff"
    }

    /// A part of the way to another colour.
    func mixed(with other: Colour, _ fraction: Double) -> Colour {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            UInt8((Double(a) + (Double(b) - Double(a)) * fraction).rounded())
        }
        return Colour(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }
}

extension Palette {
    /// The colour for a number between 0 and 1; numbers outside have the colour of the nearer end.
    func colour(_ fraction: Double) -> Colour {
        let fraction = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
        switch self {
        case .viridis:
            return Palette.viridisColours[Int((fraction * 255).rounded())]
        case .grey:
            let part = UInt8((fraction * 255).rounded())
            return Colour(part, part, part)
        case .signed:
            let position = fraction * Double(Palette.signedColours.count - 1)
            let step = min(Int(position), Palette.signedColours.count - 2)
            return Palette.signedColours[step].mixed(with: Palette.signedColours[step + 1], position - Double(step))
        }
    }

    private static let viridisColours: [Colour] = {
        func digit(_ byte: UInt8) -> UInt8 { byte < 58 ? byte - 48 : byte - 87 }
        func part(_ i: Int) -> UInt8 { digit(viridisDigits[i]) * 16 + digit(viridisDigits[i + 1]) }
        return stride(from: 0, to: viridisDigits.count, by: 6).map { Colour(part($0), part($0 + 2), part($0 + 4)) }
    }()

    /// ColorBrewer's RdBu with 9 classes, turned round so that blue is negative.
    private static let signedColours = [
        Colour(0x21, 0x66, 0xAC), Colour(0x43, 0x93, 0xC3), Colour(0x92, 0xC5, 0xDE), Colour(0xD1, 0xE5, 0xF0),
        Colour(0xF7, 0xF7, 0xF7),
        Colour(0xFD, 0xDB, 0xC7), Colour(0xF4, 0xA5, 0x82), Colour(0xD6, 0x60, 0x4D), Colour(0xB2, 0x18, 0x2B),
    ]
}

/// The colours of series by Okabe and Ito (2008), told apart by the colour-blind; a page may set its own.
func seriesColour(_ index: Int) -> String {
    let fallbacks = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A8A8A"]
    let slot = index % fallbacks.count
    return "var(--figure-\(slot + 1), \(fallbacks[slot]))"
}
