/// A mail address that stands bare in a text.
struct MailAddress {
    let url: String
    let range: Range<Int>

    /// The first one in a text from an index on.
    init?(in text: [UInt8], from start: Int) {
        var start = start
        var search = start
        while let at = text[search...].firstIndex(of: UInt8(ascii: "@")) {
            search = at + 1
            guard let (name, scheme) = Self.name(in: text, from: start, before: at) else { continue }
            var end = at + 1
            var dots = 0
            while end < text.count {
                let byte = text[end]
                let next = end + 1 < text.count ? text[end + 1] : 0
                if byte == UInt8(ascii: "."), next.isLetter || next.isDigit {
                    dots += 1
                } else if !(byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: "/") && scheme == "xmpp:")
                {
                    break
                }
                end += 1
            }
            // Of two signs neither has a host before the other.
            if end < text.count, text[end] == UInt8(ascii: "@") {
                start = at + 1
                continue
            }
            guard end - at >= 2, dots > 0, text[end - 1].isLetter || text[end - 1] == UInt8(ascii: ".") else {
                search = end
                start = end
                continue
            }
            let range = name..<Autolink.trimmedEnd(text[at..<end])
            url = (scheme == nil ? "mailto:" : "") + text[range].text
            self.range = range
            return
        }
        return nil
    }

    /// Where the name before a sign begins, with `mailto:` or `xmpp:` if that stands there, and which of them it is.
    private static func name(in text: [UInt8], from start: Int, before at: Int) -> (start: Int, scheme: String?)? {
        var index = at
        func isNameByte(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || ".+-_".utf8.contains(byte) }
        while index > start, isNameByte(text[index - 1]) { index -= 1 }
        guard index < at else { return nil }
        for scheme in ["mailto:", "xmpp:"] {
            let begin = index - scheme.utf8.count
            guard begin >= start, text[begin..<index].elementsEqual(scheme.utf8) else { continue }
            if begin == start || !(text[begin - 1].isLetter || text[begin - 1].isDigit) { return (begin, scheme) }
        }
        return (index, nil)
    }
}
