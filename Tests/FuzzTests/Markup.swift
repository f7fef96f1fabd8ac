/// A tag, as a browser reads it.
private struct Tag {
    var name = ""
    var isEnd = false
    var isEmpty = false
    var attributes: [(name: String, value: String)] = []
}

/// The tags of a text by the rules of HTML's tokenizer; comments and declarations are elements named `!` here.
private func tags(in html: String) -> [Tag] {
    var tags: [Tag] = []
    var rest = html.utf8[...]
    func take(while belongs: (UInt8) -> Bool) -> String {
        let text = rest.prefix(while: belongs)
        rest = rest[text.endIndex...]
        return String(Substring(text)).lowercased()
    }
    func isBlank(_ byte: UInt8) -> Bool { [9, 10, 12, 13, 32].contains(byte) }
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
        rest = rest[start...].dropFirst()
        var tag = Tag()
        tag.isEnd = rest.first == UInt8(ascii: "/")
        if tag.isEnd { rest = rest.dropFirst() }
        let first = rest.first ?? 32
        if first == UInt8(ascii: "!") || first == UInt8(ascii: "?") { tags.append(Tag(name: "!")) }
        guard first | 0x20 >= 97, first | 0x20 <= 122 else { continue }
        tag.name = take { !isBlank($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">") }
        while let byte = rest.first, byte != UInt8(ascii: ">") {
            tag.isEmpty = byte == UInt8(ascii: "/")
            if tag.isEmpty || isBlank(byte) {
                rest = rest.dropFirst()
                continue
            }
            let name = take { !isBlank($0) && !"/>=".utf8.contains($0) }
            _ = take(while: isBlank)
            var value = ""
            if rest.first == UInt8(ascii: "=") {
                rest = rest.dropFirst()
                _ = take(while: isBlank)
                if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                    rest = rest.dropFirst()
                    value = take { $0 != quote }
                    rest = rest.dropFirst()
                } else {
                    value = take { !isBlank($0) && $0 != UInt8(ascii: ">") }
                }
            }
            tag.attributes.append((name, value))
        }
        tags.append(tag)
    }
    return tags
}

/// Checks that HTML contains only the elements and attributes of our pages, none of which runs scripts, and, if
/// `isStrict`, that elements are properly nested; returns the ids.
@discardableResult
func checkMarkup(_ html: String, isStrict: Bool) -> [String] {
    let tags = tags(in: html)
    for tag in tags {
        precondition(elements.contains(tag.name), "the element <\(tag.name)> in \(html)")
        for (name, value) in tag.attributes {
            let leadsOut = ["javascript:", "data:", "vbscript:", "file:", "//"].contains { value.hasPrefix($0) }
            let isFollowed = name == "href" || name == "src"
            precondition(attributes.contains(name) && !(leadsOut && isFollowed), "\(name) in \(html)")
        }
    }
    if isStrict { checkClosed(tags, html) }
    return tags.flatMap(\.attributes).filter { $0.name == "id" }.map(\.value)
}

/// Checks that a picture that is considered harmless is harmless in a browser too.
func checkPicture(_ svg: String) {
    let tags = tags(in: svg)
    for tag in tags {
        precondition(shapes.contains(tag.name), "the element <\(tag.name)> in \(svg)")
        for (name, value) in tag.attributes {
            let runs = name.hasPrefix("on") || ["style", "src", "srcset", "action"].contains(name)
            let isLink = name == "href" || name.hasSuffix(":href")
            let leadsOut = isLink && !value.hasPrefix("#") && !value.hasPrefix("data:image/png;base64,")
            let fetches = !["aria-label", "data-label"].contains(name) && value.contains("://")
            precondition(!runs && !leadsOut && !(fetches && !name.hasPrefix("xmlns")), "\(name)=\(value) in \(svg)")
        }
    }
    checkClosed(tags, svg)
}

private func checkClosed(_ tags: [Tag], _ html: String) {
    var open: [String] = []
    for tag in tags where !tag.isEmpty && !["br", "hr", "img"].contains(tag.name) {
        if tag.isEnd {
            precondition(open.popLast() == tag.name, "</\(tag.name)> closes another element in \(html)")
        } else {
            open.append(tag.name)
        }
    }
    precondition(open.isEmpty, "\(open) are never closed in \(html)")
}

private let elements: Set<String> = [
    "a", "blockquote", "br", "code", "details", "div", "em", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img",
    "kbd", "li", "ol", "p", "pre", "samp", "section", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "th", "thead", "time", "tr", "ul",
]

private let attributes: Set<String> = [
    "alt", "aria-label", "class", "download", "href", "id", "loading", "open", "rel", "role", "scope", "src", "start",
    "tabindex",
    "title", "type",
]

private let shapes: Set<String> = [
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc",
    "defs", "clippath", "lineargradient", "radialgradient", "stop", "pattern", "marker", "use", "image", "symbol",
]
