extension String {
    /// The text with control characters, and those that change the direction of writing, as escapes such as `\u{1B}`;
    /// line feeds and tabs stay.
    package var escapingControls: String {
        guard unicodeScalars.contains(where: { $0.isControl }) else { return self }
        var shown = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\r": shown += "\\r"
            case "\0": shown += "\\0"
            case _ where scalar.isControl: shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// The text on a single line, as file names are shown: line feeds and tabs are escapes too.
    package var onOneLine: String {
        escapingControls.map { $0 == "\n" ? "\\n" : $0 == "\t" ? "\\t" : String($0) }.joined()
    }
}

extension Unicode.Scalar {
    /// Whether a terminal or a browser would obey the character instead of showing it.
    package var isControl: Bool {
        switch value {
        case 0x9, 0xA: false
        // C0, DEL and C1, which terminals obey.
        case 0...0x1F, 0x7F...0x9F: true
        default: changesDirection
        }
    }

    /// Whether it is a mark, embedding, override or isolate of direction, or a line or paragraph separator.
    package var changesDirection: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

/// Escapes the control characters of a text that arrives in chunks of any length.
package struct ControlEscaper: Sendable {
    /// The beginning of a character whose end has not arrived.
    private var rest: [UInt8] = []
    /// Begins a text.
    package init() {}

    /// Receives bytes of UTF-8; returns the escaped text of all complete characters.
    package mutating func receive(_ bytes: [UInt8]) -> [UInt8] {
        var all = rest + bytes
        let tail = all.suffix(3)
        rest = []
        // The first byte of a character determines its length.
        if let start = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }), all[start] >= 0xC0 {
            let length = all[start] >= 0xF0 ? 4 : all[start] >= 0xE0 ? 3 : 2
            if all.count - start < length {
                rest = Array(all[start...])
                all.removeLast(all.count - start)
            }
        }
        return Array(String(decoding: all, as: UTF8.self).escapingControls.utf8)
    }
}
