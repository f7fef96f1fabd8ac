/// Reads the parts of links and of their definitions.
struct LinkScanner {
    let text: ArraySlice<UInt8>
    var index: Int

    private func byte(_ index: Int) -> UInt8? { index < text.endIndex ? text[index] : nil }

    /// A byte at the index, passed over if it is there.
    mutating func take(_ character: UInt8) -> Bool {
        guard byte(index) == character else { return false }
        index += 1
        return true
    }

    /// Passes over white space; whether there was any.
    @discardableResult mutating func skipSpace() -> Bool {
        let count = text.count(from: index, while: \.isSpace)
        index += count
        return count > 0
    }

    /// Passes over blanks and at most one line end between them.
    private mutating func skipToNextLine() {
        index += text.count(from: index, while: \.isBlank)
        if take(UInt8(ascii: "\n")) { index += text.count(from: index, while: \.isBlank) }
    }

    /// A label in brackets, without them and white space around it; nil where there is none.
    mutating func label() -> ArraySlice<UInt8>? {
        guard byte(index) == UInt8(ascii: "[") else { return nil }
        var end = index + 1
        while let next = byte(end), next != UInt8(ascii: "]") {
            guard next != UInt8(ascii: "["), end - index <= 1000 else { return nil }
            let isEscape = next == UInt8(ascii: "\\") && byte(end + 1)?.isPunctuation == true
            end += isEscape ? 2 : 1
        }
        guard byte(end) != nil else { return nil }
        defer { index = end + 1 }
        return text[(index + 1)..<end].trimmed
    }

    /// Passes over the address of a link, in pointed brackets or without blanks; whether there was one.
    mutating func skipDestination() -> Bool {
        var end = index
        if byte(end) == UInt8(ascii: "<") {
            end += 1
            while let next = byte(end), next != UInt8(ascii: ">") {
                guard next != UInt8(ascii: "\n"), next != UInt8(ascii: "<") else { return false }
                end += next == UInt8(ascii: "\\") ? 2 : 1
            }
            guard byte(end) != nil else { return false }
            index = end + 1
            return true
        }
        var depth = 0
        while let next = byte(end), !next.isSpace {
            switch next {
            case UInt8(ascii: "\\") where byte(end + 1)?.isPunctuation == true: end += 1
            case UInt8(ascii: "("):
                depth += 1
                guard depth <= 32 else { return false }
            case UInt8(ascii: ")"):
                if depth == 0 {
                    index = end
                    return true
                }
                depth -= 1
            default: break
            }
            end += 1
        }
        guard end > index, depth == 0, byte(end) != nil else { return false }
        index = end
        return true
    }

    /// Passes over a title in quotes or parentheses; whether there was one.
    mutating func skipTitle() -> Bool {
        guard let first = byte(index), "\"'(".utf8.contains(first) else { return false }
        let last = first == UInt8(ascii: "(") ? UInt8(ascii: ")") : first
        var end = index + 1
        while let next = byte(end), next != last {
            guard first == last || next != first else { return false }
            end += next == UInt8(ascii: "\\") && byte(end + 1)?.isPunctuation == true ? 2 : 1
        }
        guard byte(end) != nil else { return false }
        index = end + 1
        return true
    }

    /// Passes over what follows the text of a link, `(address "title")`; whether that is there.
    mutating func skipTarget() -> Bool {
        let start = index
        guard take(UInt8(ascii: "(")) else { return false }
        skipSpace()
        if skipDestination() {
            if skipSpace() {
                _ = skipTitle()
                skipSpace()
            }
            if take(UInt8(ascii: ")")) { return true }
        }
        index = start
        return false
    }

    /// Passes over a definition, `[label]: address "title"` and its line end; its label, or nil where there is none.
    mutating func definition() -> ArraySlice<UInt8>? {
        guard let label = label(), !label.isEmpty, take(UInt8(ascii: ":")) else { return nil }
        skipToNextLine()
        guard skipDestination() else { return nil }
        let beforeTitle = index
        skipToNextLine()
        let hasTitle = index > beforeTitle && skipTitle()
        if !hasTitle { index = beforeTitle }
        if endsLine() { return label }
        index = beforeTitle
        return hasTitle && endsLine() ? label : nil
    }

    /// Passes over blanks and a line end; false where something else is left of the line.
    private mutating func endsLine() -> Bool {
        let end = index + text.count(from: index, while: \.isBlank)
        guard let next = byte(end) else {
            index = end
            return true
        }
        guard next == UInt8(ascii: "\n") else { return false }
        index = end + 1
        return true
    }
}
