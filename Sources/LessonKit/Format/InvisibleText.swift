extension String {
    /// The characters of a text that leave no mark of their own: blanks other than the space, joiners and other signs
    /// that only steer the text, and combining marks.
    private var invisibleScalars: [Unicode.Scalar] { unicodeScalars.filter(\.isInvisible) }

    /// Two texts as they are shown when they differ: where a difference would not be seen, by numbers such as `\u{A0}`.
    static func showingDifference(_ first: String, _ second: String) -> (String, String) {
        guard
            first.utf8.contains(where: { $0 >= 128 || $0 == 9 })
                || second.utf8.contains(where: { $0 >= 128 || $0 == 9 })
        else { return (first, second) }
        var texts = (first, second)
        if first.invisibleScalars != second.invisibleScalars {
            texts = (first.numbering(\.isInvisible), second.numbering(\.isInvisible))
        }
        // One character may be written in two ways, or be a sign of its own that looks like another.
        return texts.0 == texts.1 ? (first.numbering { !$0.isASCII }, second.numbering { !$0.isASCII }) : texts
    }

    /// The text with a number in the place of each blank other than the space and each sign that has no form.
    var showingInvisible: String { numbering { $0.isInvisible && $0.properties.generalCategory != .nonspacingMark } }

    private func numbering(_ isNumbered: (Unicode.Scalar) -> Bool) -> String {
        unicodeScalars.map { scalar in
            guard isNumbered(scalar) else { return String(scalar) }
            return scalar == "\t" ? "\\t" : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }.joined()
    }
}

extension Unicode.Scalar {
    fileprivate var isInvisible: Bool {
        if isASCII { return self == "\t" }
        switch properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .format, .nonspacingMark, .enclosingMark, .control:
            return true
        default: return properties.isDefaultIgnorableCodePoint || value == 0x2800 || value == 0x3164
        }
    }
}
