#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A text that equals another only if it has the same bytes. Two of Swift's strings are equal also where they only look
/// the same, such as an é of one and an é of two code points; no program prints the one for the other.
package struct ExactText: Sendable {
    package let text: String

    package init(_ text: some StringProtocol) { self.text = String(text) }
}

extension ExactText: Hashable {
    package static func == (a: ExactText, b: ExactText) -> Bool { a.text.isExactly(b.text) }
    package func hash(into hasher: inout Hasher) { text.withBytes { hasher.combine(bytes: $0) } }
}

extension ExactText: Comparable {
    /// Orders texts by their bytes.
    package static func < (a: ExactText, b: ExactText) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }
}

extension ExactText: Codable {
    package init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension ExactText: ExpressibleByStringInterpolation, CustomStringConvertible {
    package init(stringLiteral text: String) { self.init(text) }
    package var description: String { text }
}

extension StringProtocol {
    /// Whether the text has the same bytes as another.
    package func isExactly(_ other: some StringProtocol) -> Bool {
        withBytes { own in
            other.withBytes {
                own.count == $0.count && (own.isEmpty || memcmp(own.baseAddress!, $0.baseAddress!, own.count) == 0)
            }
        }
    }

    /// Calls a function with the text's bytes, which are copied only where they do not lie together.
    fileprivate func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) } ?? Array(utf8).withUnsafeBytes(body)
    }

    /// The longest beginning of the text that has the same bytes as the beginning of another, in whole characters.
    func exactPrefix(commonWith other: some StringProtocol) -> SubSequence {
        prefix(zip(self, other).prefix { $0.utf8.elementsEqual($1.utf8) }.count)
    }

    /// The lines of the text as a compiler counts them: each ends with a line feed, whatever is before that.
    package var fileLines: [SubSequence] {
        var lines: [SubSequence] = []
        var rest = self[...]
        while let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(rest[..<end])
            rest = rest[rest.utf8.index(after: end)...]
        }
        return lines + [rest]
    }

    /// Whether some bytes occur in the text.
    func containsBytes(_ other: StaticString) -> Bool {
        withBytes { own in
            !own.isEmpty && memmem(own.baseAddress!, own.count, other.utf8Start, other.utf8CodeUnitCount) != nil
        }
    }

    /// The text with each occurrence of some bytes replaced by others.
    func replacingBytes(_ old: StaticString, with new: StaticString) -> String {
        let old = old.withUTF8Buffer(Array.init), new = new.withUTF8Buffer(Array.init)
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let first = rest.first {
            if rest.starts(with: old) {
                bytes += new
                rest = rest.dropFirst(old.count)
            } else {
                bytes.append(first)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Sequence<UInt8> {
    /// The offset of the first byte that is not part of a UTF-8 character; nil if all are.
    var firstInvalidUTF8: Int? {
        var offset = 0
        var rest = makeIterator()
        var decoder = UTF8()
        while true {
            switch decoder.decode(&rest) {
            case .scalarValue(let scalar): offset += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }

    /// The text of the bytes, with those written as `\xE9` that are not part of a UTF-8 character.
    var textWithEscapes: String {
        let bytes = Array(self)
        guard let first = bytes.firstInvalidUTF8 else { return String(decoding: bytes, as: UTF8.self) }
        var text = String(decoding: bytes[..<first], as: UTF8.self)
        var rest = bytes[first...]
        while let byte = rest.first {
            let valid = rest.firstInvalidUTF8 ?? rest.count
            if valid > 0 {
                text += String(decoding: rest.prefix(valid), as: UTF8.self)
                rest = rest.dropFirst(valid)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "\\x" + (digits.count < 2 ? "0" : "") + digits
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
