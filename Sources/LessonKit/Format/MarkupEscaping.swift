import TerminalText

extension String {
    /// The text with the characters escaped that mean something in HTML and XML, for text and for attributes in double quotes.
    /// Control characters, and what changes the direction of writing, are shown instead of obeyed.
    package var htmlEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            // An end of a line that a lesson has as other systems write it.
            case "\r": escaped.unicodeScalars.append(scalar)
            case _ where scalar.isControl: escaped += String(scalar).escapingControls
            // What HTML may not hold, even written as a number.
            case _ where (0xFDD0...0xFDEF).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
