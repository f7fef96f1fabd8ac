/// Tells pictures from anything else that a program might send as one.
enum SVGReader {
    private static let elements: Set<String> = [
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title",
        "desc",
        "defs", "clipPath", "linearGradient", "radialGradient", "stop", "pattern", "marker", "use", "image", "symbol",
    ]

    /// Whether a text is one SVG element made of shapes, words and pictures of its own: without scripts, styles, links
    /// and everything that leads out of it.
    static func isHarmless(_ text: String) -> Bool {
        var open: [Substring] = []
        var rest = text[...]
        var hasRoot = false
        while let start = rest.firstIndex(of: "<") {
            let before = rest[..<start]
            guard !open.isEmpty || before.allSatisfy(\.isWhitespace) else { return false }
            if let match = rest[start...].prefixMatch(of: /<\/([A-Za-z]+)\s*>/) {
                guard open.popLast() == match.1 else { return false }
                rest = rest[match.range.upperBound...]
            } else if let match = rest[start...].prefixMatch(
                of: /<([A-Za-z]+)((?:\s+[A-Za-z:-]+[0-9]?\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/)
            {
                let isFirst = open.isEmpty
                guard isFirst ? match.1 == "svg" && !hasRoot : true, elements.contains(String(match.1)),
                    attributesAreHarmless(match.2, isRoot: isFirst)
                else { return false }
                hasRoot = true
                if match.3.isEmpty { open.append(match.1) }
                rest = rest[match.range.upperBound...]
            } else {
                return false
            }
        }
        return hasRoot && open.isEmpty && rest.allSatisfy(\.isWhitespace)
    }

    private static func attributesAreHarmless(_ text: Substring, isRoot: Bool) -> Bool {
        for match in text.matches(of: /([A-Za-z:-]+[0-9]?)\s*=\s*["']([^"'<]*)/) {
            let name = match.1.lowercased(), value = match.2
            if name.hasPrefix("on") || name == "style" || name == "id" && isRoot { return false }
            if name == "href" || name == "xlink:href" {
                guard value.hasPrefix("#") || value.hasPrefix("data:image/png;base64,") else { return false }
            } else if value.contains("url(") && !value.hasPrefix("url(#") {
                return false
            }
        }
        return true
    }
}
