/// Finds addresses: those in pointed brackets, and those that stand bare in a text.
enum Autolink {
    /// Where `<https://address>` or `<name@host>` ends that a text begins with.
    static func end(of text: ArraySlice<UInt8>) -> Int? {
        let start = text.startIndex + 1
        guard start < text.endIndex else { return nil }
        let end = start + text.count(from: start) { $0 > 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
        guard end < text.endIndex, text[end] == UInt8(ascii: ">") else { return nil }
        let address = text[start..<end]
        let scheme = address.prefix { $0.isLetter || $0.isDigit || ".+-".utf8.contains($0) }
        let isAddress =
            (2...32).contains(scheme.count) && scheme.first?.isLetter == true && scheme.endIndex < end
            && text[scheme.endIndex] == UInt8(ascii: ":")
        return isAddress || isMail(address) ? end + 1 : nil
    }

    private static func isMail(_ text: ArraySlice<UInt8>) -> Bool {
        guard let at = text.firstIndex(of: UInt8(ascii: "@")), at > text.startIndex else { return false }
        let isName = text[..<at].allSatisfy { $0.isLetter || $0.isDigit || ".!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }
        return isName
            && text[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
                (1...63).contains($0.count) && $0.first != UInt8(ascii: "-") && $0.last != UInt8(ascii: "-")
                    && $0.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
            }
    }

    /// The bare address, such as `https://host/path`, whose colon is at an index.
    static func address(in text: [UInt8], colonAt index: Int) -> (url: String, range: Range<Int>)? {
        guard text[index...].begins(with: "://") else { return nil }
        var start = index
        while start > 0, text[start - 1].isLetter, index - start < 6 { start -= 1 }
        let scheme = text[start..<index].text.lowercased()
        guard ["http", "https", "ftp"].contains(scheme), isHostByte(in: text, at: index + 3),
            let host = hostEnd(in: text, from: index + 3, needsDot: false)
        else { return nil }
        let range = start..<end(in: text, from: index, after: host)
        return (text[range].text, range)
    }

    /// The bare address without a scheme, `www.host/path`, at an index.
    static func host(in text: [UInt8], at index: Int) -> (url: String, range: Range<Int>)? {
        guard text[index...].begins(with: "www."),
            index == 0 || text[index - 1].isSpace || "*_~(".utf8.contains(text[index - 1]),
            let host = hostEnd(in: text, from: index, needsDot: true)
        else { return nil }
        let range = index..<end(in: text, from: index, after: host)
        return range.isEmpty ? nil : ("http://" + text[range].text, range)
    }

    /// Where the host ends whose first byte is at an index: letters, digits, hyphens and dots, no line under letters in its
    /// last two parts.
    private static func hostEnd(in text: [UInt8], from start: Int, needsDot: Bool) -> Int? {
        var index = start + 1
        var dots = 0, before = 0, last = 0
        while index < text.count - 1 {
            if text[index] == UInt8(ascii: "_") {
                last += 1
            } else if text[index] == UInt8(ascii: ".") {
                (before, last) = (last, 0)
                dots += 1
            } else if text[index] != UInt8(ascii: "-"), !isHostByte(in: text, at: index) {
                break
            }
            index += 1
        }
        return before > 0 || last > 0 || needsDot && dots == 0 ? nil : index
    }

    /// Whether a character of a host begins at an index.
    private static func isHostByte(in text: [UInt8], at index: Int) -> Bool {
        guard index < text.count else { return false }
        if text[index] < 0x80 {
            return text[index].isLetter || text[index].isDigit || text[index] < 0x20 && !text[index].isSpace
        }
        // A host ends within its first letter beyond ASCII, as cmark-gfm reads it; the rest of the address goes on.
        guard text[index] >= 0xC0, let scalar = text.scalar(at: index) else { return false }
        return !scalar.isSpaceOfMarkdown && !scalar.isPunctuation
    }

    /// Where an address ends: before white space, and before signs that belong to the sentence around it.
    private static func end(in text: [UInt8], from start: Int, after host: Int) -> Int {
        var end = host
        while end < text.count, !text[end].isSpace { end += 1 }
        return trimmedEnd(text[start..<end])
    }

    /// Where an address ends if it reaches to the end of a text at most.
    static func trimmedEnd(_ text: ArraySlice<UInt8>) -> Int {
        var end = text.firstIndex(of: UInt8(ascii: "<")) ?? text.endIndex
        var opening = 0, closing = 0
        for byte in text[..<end] {
            if byte == UInt8(ascii: "(") { opening += 1 }
            if byte == UInt8(ascii: ")") { closing += 1 }
        }
        while end > text.startIndex {
            let last = text[end - 1]
            if "?!.,:*_~'\"".utf8.contains(last) {
                end -= 1
            } else if last == UInt8(ascii: ")") && closing > opening {
                closing -= 1
                end -= 1
            } else if last == UInt8(ascii: ";") {
                // What looks like an entity belongs to the text.
                var name = end - 2
                while name > text.startIndex, text[name].isLetter { name -= 1 }
                end = name >= text.startIndex && name < end - 2 && text[name] == UInt8(ascii: "&") ? name : end - 1
            } else {
                break
            }
        }
        return end
    }
}

extension [UInt8] {
    /// The character that begins at an index.
    func scalar(at index: Int) -> Unicode.Scalar? {
        guard index < count else { return nil }
        return String(decoding: self[index..<Swift.min(index + 4, count)], as: UTF8.self).unicodeScalars.first
    }

    /// The character that ends before an index.
    func scalar(before index: Int) -> Unicode.Scalar? {
        guard index > 0 else { return nil }
        var start = index - 1
        while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
        return String(decoding: self[start..<index], as: UTF8.self).unicodeScalars.first
    }
}

extension Unicode.Scalar {
    /// Whether CommonMark takes the character for white space.
    var isSpaceOfMarkdown: Bool {
        switch value {
        case 9, 10, 12, 13, 32: true
        default: value > 0x7F && properties.generalCategory == .spaceSeparator
        }
    }
}
