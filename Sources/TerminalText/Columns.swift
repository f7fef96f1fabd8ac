extension StringProtocol {
    /// The number of columns that the text takes on a terminal.
    package var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The text or, if it takes more than the given number of columns, `…` and as much of its end as fits.
    package func end(columns limit: Int) -> String {
        guard columns > limit else { return String(self) }
        var used = 1
        let tail = reversed().prefix { character in
            used += character.columns
            return used <= limit
        }
        return limit < 1 ? "" : "…" + String(tail.reversed())
    }
}

extension Character {
    /// Two for a Chinese character or an emoji, one for a letter with its accents.
    fileprivate var columns: Int {
        if isASCII { return 1 }
        let widths = unicodeScalars.lazy.map { $0.columns }
        return widths.max() ?? 0
    }
}

extension Unicode.Scalar {
    fileprivate var columns: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: 0
        default: isWide ? 2 : 1
        }
    }

    /// Whether the scalar is in one of the large ranges of wide characters in Unicode's list of East Asian widths, or
    /// is an emoji.
    private var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF,
            0x1B000...0x1B2FF, 0x20000...0x3FFFD:
            true
        default: properties.isEmojiPresentation
        }
    }
}
