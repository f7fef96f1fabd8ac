import TerminalText

extension String {
    /// The text escaped for HTML and XML, both for text and for attributes in double quotes. Control characters, and
    /// those that change the direction of writing, are shown as escapes.
    package var htmlEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            // A lesson may have line ends as other systems write them.
            case "\r": escaped.unicodeScalars.append(scalar)
            case _ where scalar.isControl: escaped += String(scalar).escapingControls
            // HTML may not contain these, even as numeric references.
            case _ where (0xFDD0...0xFDEF).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
