extension UInt8 {
    /// A blank or a tab.
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

    /// White space in the sense of C's `isspace`.
    var isSpace: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }

    /// A letter of ASCII.
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

    /// A digit of ASCII.
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// A mark of punctuation of ASCII: what a backslash escapes.
    var isPunctuation: Bool { (0x21...0x7E).contains(self) && !isLetter && !isDigit }
}

extension ArraySlice<UInt8> {
    /// Whether the bytes begin with an ASCII text.
    func begins(with text: StaticString) -> Bool {
        let bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return starts(with: bytes)
    }

    /// How many bytes from an index on satisfy a condition.
    func count(from index: Int, while condition: (UInt8) -> Bool) -> Int {
        var end = index
        while end < endIndex, condition(self[end]) { end += 1 }
        return end - index
    }

    /// The bytes without white space around them.
    var trimmed: ArraySlice<UInt8> {
        var (start, end) = (startIndex, endIndex)
        while start < end, self[start].isSpace { start += 1 }
        while end > start, self[end - 1].isSpace { end -= 1 }
        return self[start..<end]
    }

    /// The bytes as text.
    var text: String { String(decoding: self, as: UTF8.self) }
}
