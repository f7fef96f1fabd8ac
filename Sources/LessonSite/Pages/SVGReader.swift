import LessonKit

/// Tells harmless pictures from anything else that a program might send.
struct SVGReader {
    private static let elements: Set<String> = [
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title",
        "desc", "defs", "clipPath", "linearGradient", "radialGradient", "stop", "pattern", "marker", "use", "image",
        "symbol",
    ]
    /// The attributes that hold plain words.
    private static let words: Set<String> = ["aria-label", "data-label"]

    /// Whether a text is one SVG element made of shapes, text and embedded pictures, without scripts, styles, links or
    /// anything else that refers outside it.
    static func isHarmless(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var reader = SVGReader(rest: bytes[...])
            return reader.readPicture()
        }
    }

    /// The unread rest; a picture may be long, so it is read byte by byte.
    private var rest: Slice<UnsafeBufferPointer<UInt8>>

    private mutating func readPicture() -> Bool {
        var open: [String] = []
        var hasRoot = false
        while true {
            let isOutside = open.isEmpty
            let before = skip { $0 != UInt8(ascii: "<") }
            guard !isOutside || before.allSatisfy(\.isBlank) else { return false }
            guard take("<") else { return hasRoot && isOutside }
            if take("/") {
                guard open.popLast() == name() else { return false }
                skip(\.isBlank)
                guard take(">") else { return false }
                continue
            }
            let name = name()
            guard Self.elements.contains(name), !isOutside || name == "svg" && !hasRoot else { return false }
            // Inside these a browser reads HTML, where an image is an img.
            guard open.last != "title", open.last != "desc" else { return false }
            hasRoot = true
            while !skip(\.isBlank).isEmpty, rest.first?.isLetter == true {
                guard readAttribute(isOfRoot: isOutside) else { return false }
            }
            if !take("/") { open.append(name) }
            guard take(">") else { return false }
        }
    }

    /// Reads an attribute with its value in quotes; false for one that might refer outside the picture.
    private mutating func readAttribute(isOfRoot: Bool) -> Bool {
        let name = String(decoding: skip(\.isNameByte), as: UTF8.self).lowercased()
        skip(\.isBlank)
        guard take("=") else { return false }
        skip(\.isBlank)
        guard let quote = rest.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return false
        }
        let value = skip { $0 != quote && $0 != UInt8(ascii: "<") }
        guard rest.popFirst() == quote, !name.hasPrefix("on"), name != "style", !(isOfRoot && name == "id") else {
            return false
        }
        if Self.words.contains(name) { return true }
        let text = String(decoding: value, as: UTF8.self)
        // A separate SVG file may give xlink any prefix.
        if name == "href" || name.hasSuffix(":href") {
            return text.hasPrefix("#") || text.hasPrefix("data:image/png;base64,")
        }
        // Only names of XML namespaces may look like addresses.
        if text.contains("://") { return name.hasPrefix("xmlns") }
        // With escapes, url( would go unnoticed.
        guard value.count > 3, !text.contains("\\"), !text.contains("&#") else { return value.count <= 3 }
        let parts = text.lowercased().split(separator: "url(", omittingEmptySubsequences: false)
        return parts.count == 1 || parts.count == 2 && text.hasPrefix("url(#")
    }

    private mutating func name() -> String { String(decoding: skip(\.isLetter), as: UTF8.self) }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    @discardableResult
    private mutating func skip(_ belongs: (UInt8) -> Bool) -> Slice<UnsafeBufferPointer<UInt8>> {
        let end = rest.firstIndex { !belongs($0) } ?? rest.endIndex
        defer { rest = rest[end...] }
        return rest[..<end]
    }
}

extension UInt8 {
    /// Whether XML treats the byte as white space.
    fileprivate var isBlank: Bool { self == 0x20 || (0x9...0xA).contains(self) || self == 0xD }
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }
    fileprivate var isNameByte: Bool {
        isLetter || (0x30...0x39).contains(self) || self == UInt8(ascii: ":") || self == UInt8(ascii: "-")
    }
}
