/// Text as a figure may show it: on one line, without characters that steer a terminal, a parser or the direction of
/// writing.
func cleaned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: result.append(" ")
        // Control characters, marks and overrides of direction, and what XML does not allow.
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF:
            result.append("\u{FFFD}")
        default: result.append(scalar)
        }
    }
    return String(result)
}

/// The cleaned text with the characters escaped that mean something in XML.
func escaped(_ text: String) -> String {
    var result = ""
    for character in cleaned(text).unicodeScalars {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(character)
        }
    }
    return result
}

/// How many columns of a terminal the cleaned text takes: two for the wide characters of East Asia and for emoji.
func columns(_ text: String) -> Int {
    cleaned(text).reduce(0) { $0 + ($1.isWide ? 2 : 1) }
}

/// About how wide the cleaned text is on the page, in units of its font's size; the font is not known.
func emWidth(_ text: String) -> Double {
    cleaned(text).reduce(0) { sum, character in
        if character.isWide { return sum + 1 }
        switch character {
        case "i", "j", "l", "t", "f", "r", "I", " ", ".", ",", ":", ";", "'", "|", "(", ")", "[", "]", "-", "/":
            return sum + 0.36
        case "m", "w", "M", "W", "%", "@", "→", "−", "+", "=", "×", "<", ">": return sum + 0.9
        default: return sum + (character.isUppercase ? 0.72 : 0.58)
        }
    }
}

/// The cleaned text in lines of at most `width`, broken at blanks; a longer word stays whole.
func wrapped(_ text: String, width: Double, measure: (String) -> Double = emWidth) -> [String] {
    var lines: [String] = []
    for word in cleaned(text).split(separator: " ") {
        if let last = lines.last, measure(last + " " + word) <= width {
            lines[lines.count - 1] = last + " " + word
        } else {
            lines.append(String(word))
        }
    }
    return lines
}

/// The cleaned text in lines of at most `width` columns of a terminal.
func wrapped(_ text: String, columns width: Int) -> [String] {
    wrapped(text, width: Double(width)) { Double(columns($0)) }
}

/// The cleaned text cut to at most `width` columns, with `…` where something is missing.
func shortened(_ text: String, columns width: Int) -> String {
    var text = cleaned(text)
    guard columns(text) > width else { return text }
    while !text.isEmpty && columns(text) > width - 1 { text.removeLast() }
    return text + "…"
}

/// The cleaned text filled with blanks to `width` columns, after it or before it.
func padded(_ text: String, columns width: Int, atStart: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(width - columns(text), 0))
    return atStart ? blanks + cleaned(text) : cleaned(text) + blanks
}

extension Character {
    fileprivate var isWide: Bool {
        switch unicodeScalars.first!.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
