/// The tags of HTML that CommonMark lets through.
enum HTMLTag {
    /// Where a tag ends that a text begins with, `<name attribute="value">` or `</name>`; nil for anything else.
    static func end(of text: ArraySlice<UInt8>) -> Int? {
        var index = text.startIndex + 1
        let isEnd = index < text.endIndex && text[index] == UInt8(ascii: "/")
        if isEnd { index += 1 }
        guard index < text.endIndex, text[index].isLetter else { return nil }
        index += text.count(from: index) { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
        if !isEnd { while let end = attributeEnd(in: text, from: index) { index = end } }
        index += text.count(from: index, while: \.isSpace)
        if !isEnd, index < text.endIndex, text[index] == UInt8(ascii: "/") { index += 1 }
        return index < text.endIndex && text[index] == UInt8(ascii: ">") ? index + 1 : nil
    }

    /// Where an attribute ends that begins, after white space, at an index.
    private static func attributeEnd(in text: ArraySlice<UInt8>, from start: Int) -> Int? {
        var index = start + text.count(from: start, while: \.isSpace)
        guard index > start, index < text.endIndex, text[index].isLetter || "_:".utf8.contains(text[index]) else {
            return nil
        }
        index += text.count(from: index) { $0.isLetter || $0.isDigit || ":._-".utf8.contains($0) }
        var value = index + text.count(from: index, while: \.isSpace)
        guard value < text.endIndex, text[value] == UInt8(ascii: "=") else { return index }
        value += 1
        value += text.count(from: value, while: \.isSpace)
        guard value < text.endIndex else { return index }
        if text[value] == UInt8(ascii: "\"") || text[value] == UInt8(ascii: "'") {
            return text[(value + 1)...].firstIndex(of: text[value]).map { $0 + 1 } ?? index
        }
        let count = text.count(from: value) { !$0.isSpace && !"\"'=<>`".utf8.contains($0) }
        return count > 0 ? value + count : index
    }
}

extension HTMLTag {
    /// Where raw HTML ends that a text within a paragraph begins with: a tag, a comment, an instruction, a declaration or
    /// data. `unclosed` keeps the kinds of which it is known that none ends in what follows.
    static func inlineEnd(of text: ArraySlice<UInt8>, unclosed: inout Set<UInt8>) -> Int? {
        let rest = text.dropFirst()
        if rest.begins(with: "!--") {
            let inner = rest.dropFirst(3)
            if inner.begins(with: ">") || inner.begins(with: "->") { return nil }
            guard let end = end(of: "--", in: inner, kind: UInt8(ascii: "-"), &unclosed) else { return nil }
            return text[end...].begins(with: ">") ? end + 1 : nil
        }
        if rest.begins(with: "?") { return end(of: "?>", in: rest.dropFirst(), kind: UInt8(ascii: "?"), &unclosed) }
        if rest.begins(with: "![CDATA[") {
            return end(of: "]]>", in: rest.dropFirst(8), kind: UInt8(ascii: "]"), &unclosed)
        }
        if rest.begins(with: "!") {
            guard rest.dropFirst().first?.isLetter == true else { return nil }
            return end(of: ">", in: rest.dropFirst(), kind: UInt8(ascii: ">"), &unclosed)
        }
        return end(of: text)
    }

    private static func end(
        of closing: StaticString, in text: ArraySlice<UInt8>, kind: UInt8, _ unclosed: inout Set<UInt8>
    ) -> Int? {
        guard !unclosed.contains(kind) else { return nil }
        var index = text.startIndex
        let first = closing.utf8Start[0]
        while let next = text[index...].firstIndex(of: first) {
            if text[next...].begins(with: closing) { return next + closing.utf8CodeUnitCount }
            index = next + 1
        }
        unclosed.insert(kind)
        return nil
    }
}
