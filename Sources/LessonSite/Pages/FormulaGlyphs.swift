/// The letters and signs of formulas, by the fonts in which KaTeX sets them.
struct FormulaGlyphs: Equatable {
    /// The letters by the names of the fonts, such as `Math-Italic`.
    private(set) var letters: [String: Set<Unicode.Scalar>] = [:]

    /// The font of a text: what KaTeX's style sheet sets for the classes of the elements around it.
    private struct Style: Hashable {
        var family = "Main"
        var isBold = false, isItalic = false

        /// The names of the fonts that a browser may take, the best first; a family does not have all of them.
        var fonts: [String] {
            let suffixes = [
                isBold && isItalic ? "BoldItalic" : "", isBold ? "Bold" : "", isItalic ? "Italic" : "", "Regular",
                "Italic",
            ]
            return suffixes.filter { !$0.isEmpty }.map { "\(family)-\($0)" }
        }

        /// The style of an element with some classes.
        func with(_ classes: some Collection<String>) -> Style {
            var style = self
            for name in classes {
                switch name {
                case "textbf": style.isBold = true
                case "textit": style.isItalic = true
                case "textrm": style.family = "Main"
                case "mathrm": style.isItalic = false
                case "mathnormal": (style.family, style.isItalic) = ("Math", true)
                case "mathit": (style.family, style.isItalic) = ("Main", true)
                case "mathbf": (style.family, style.isBold) = ("Main", true)
                case "boldsymbol": (style.family, style.isBold, style.isItalic) = ("Math", true, true)
                case "mainrm": (style.family, style.isItalic) = ("Main", false)
                case "amsrm", "mathbb", "textbb": style.family = "AMS"
                case "mathcal": style.family = "Caligraphic"
                case "mathfrak", "textfrak": style.family = "Fraktur"
                case "mathscr", "textscr": style.family = "Script"
                case "mathtt", "texttt": style.family = "Typewriter"
                case "mathsf", "textsf": style.family = "SansSerif"
                case "mathboldsf", "textboldsf": (style.family, style.isBold) = ("SansSerif", true)
                case "mathitsf", "textitsf": (style.family, style.isItalic) = ("SansSerif", true)
                case "small-op", "delim-size1": style.family = "Size1"
                case "large-op": style.family = "Size2"
                case "delim-size4": style.family = "Size4"
                case "size1", "size2", "size3", "size4":
                    if classes.contains("delimsizing") { style.family = "S" + name.dropFirst() }
                default: break
                }
            }
            return style
        }
    }

    mutating func formUnion(_ other: FormulaGlyphs) {
        letters.merge(other.letters) { $0.union($1) }
    }

    /// Adds the letters of a formula that KaTeX has set; those of its MathML are not seen.
    mutating func add(_ html: String, has: (String) -> Bool) {
        var styles: [Style?] = [nil]
        var known: [Substring: [String]] = [:]
        for piece in html.utf8.split(separator: UInt8(ascii: "<")) {
            let end = piece.firstIndex(of: UInt8(ascii: ">")) ?? piece.endIndex
            let tag = Substring(piece[..<end])
            if tag.hasPrefix("span") {
                var classes: [String] = []
                if tag.hasPrefix("span class=\"") {
                    let names = tag.dropFirst(12).prefix { $0 != "\"" }
                    classes = known[names] ?? names.split(separator: " ").map(String.init)
                    known[names] = classes
                }
                let outer = styles.last ?? nil
                styles.append(classes.contains("katex-html") ? Style() : outer?.with(classes))
            } else if tag == "/span" {
                styles.removeLast(min(styles.count - 1, 1))
            }
            let text = piece[end...].dropFirst()
            guard !text.isEmpty, let style = styles.last ?? nil, let font = style.fonts.first(where: has) else {
                continue
            }
            letters[font, default: []].formUnion(Substring(text).htmlUnescaped.unicodeScalars)
        }
    }
}

extension Substring {
    /// The text that HTML writes so.
    fileprivate var htmlUnescaped: String {
        guard contains("&") else { return String(self) }
        return ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#x27;": "'", "&amp;": "&"].sorted { $0.key > $1.key }
            .reduce(String(self)) { $0.replacing($1.key, with: $1.value) }
    }
}
