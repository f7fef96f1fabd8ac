extension String {
    /// The text with the characters escaped that mean something in HTML, in and outside attributes, which stand between
    /// double quotes. What would turn the writing round, or steer a terminal, is shown instead of obeyed.
    var htmlEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            // An end of a line that a lesson has as other systems write it.
            case "\r": escaped.unicodeScalars.append(scalar)
            case _ where scalar.isObeyed: escaped += String(scalar).visible
            // What HTML may not hold, even written as a number.
            case _ where (0xFDD0...0xFDEF).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// An address with its odd bytes in percent and what means something in HTML escaped, as CommonMark's writer does it.
    var hrefEscaped: String {
        var escaped = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;"
            case UInt8(ascii: "'"): escaped += "&#x27;"
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where "-_.+!*(),%#@?=;:/$~".utf8.contains(byte): escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return escaped
    }
}

extension String {
    /// Finished HTML in which what would turn the writing round is shown instead.
    var withoutTurns: String {
        guard unicodeScalars.contains(where: \.turnsWriting) else { return self }
        return unicodeScalars.reduce(into: "") { html, scalar in
            if scalar.turnsWriting { html += String(scalar).visible } else { html.unicodeScalars.append(scalar) }
        }
    }
}
