extension Unicode.Scalar {
    /// Whether the character is a Chinese or Japanese letter or punctuation mark.
    package var isChinese: Bool {
        isChineseLetter || (0x3000...0x303F).contains(value) || (0xFF00...0xFFEF).contains(value)
    }

    /// Whether it is a letter of a script that is written without spaces.
    package var isChineseLetter: Bool {
        switch value {
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }

    /// Whether CommonMark takes the character for punctuation.
    var isPunctuation: Bool {
        switch properties.generalCategory {
        case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation,
            .dashPunctuation, .connectorPunctuation:
            true
        default: value < 0x80 && "$+<=>^`|~".unicodeScalars.contains(self)
        }
    }
}

extension String {
    /// The text with a separator between asterisks and punctuation if the asterisks have a Chinese letter on their
    /// other side.
    ///
    /// CommonMark recognizes emphasis by the spaces and punctuation around asterisks. Chinese has no spaces, so
    /// `**“步长”**是` would not become emphasis. The separator is a code point that no text uses; `Markdown` removes it.
    var withEmphasisSeparators: String {
        guard unicodeScalars.contains(where: { $0.isChinese }) else { return self }
        let scalars = Array(unicodeScalars)
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "*" else {
                result.append(scalars[index])
                index += 1
                continue
            }
            var end = index
            while end < scalars.count, scalars[end] == "*" { end += 1 }
            let before = index > 0 ? scalars[index - 1] : " ", after = end < scalars.count ? scalars[end] : " "
            if before.isPunctuation && before != "\\" && after.isChineseLetter { result.append(Self.emphasisSeparator) }
            result.append(contentsOf: scalars[index..<end])
            if before.isChineseLetter && after.isPunctuation { result.append(Self.emphasisSeparator) }
            index = end
        }
        return String(result)
    }

    /// A code point that Unicode will never assign.
    static let emphasisSeparator = Unicode.Scalar(0xFDD0 as UInt16) ?? "\u{2060}"

    /// The text without the separators.
    var withoutEmphasisSeparators: String {
        guard utf8.contains(0xEF), unicodeScalars.contains(Self.emphasisSeparator) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.filter { $0 != Self.emphasisSeparator }))
    }
}
