import LessonKit
import TerminalText

extension String {
    /// An address for an `href` attribute, percent-encoded and escaped as CommonMark's reference implementation does
    /// it.
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

    /// Finished HTML in which characters that change the direction of writing are shown as escapes.
    var escapingDirectionControls: String {
        guard unicodeScalars.contains(where: \.changesDirection) else { return self }
        return unicodeScalars.reduce(into: "") { html, scalar in
            if scalar.changesDirection {
                html += String(scalar).escapingControls
            } else {
                html.unicodeScalars.append(scalar)
            }
        }
    }
}
