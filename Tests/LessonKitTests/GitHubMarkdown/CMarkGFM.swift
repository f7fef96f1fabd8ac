import Foundation

/// GitHub's own reader, as Debian ships it.
enum CMarkGFM {
    /// The structures that it finds in some documents.
    static func trees(of documents: [String]) throws -> [MarkdownTree] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cmark-gfm-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (index, document) in documents.enumerated() {
            try Data(document.utf8).write(to: folder.appending(path: "\(index).md"))
        }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.currentDirectoryURL = folder
        // It joins its files, so that it is started for each.
        process.arguments = [
            "-c",
            "i=0; while test -f $i.md; do cmark-gfm -t xml --unsafe -e footnotes -e table -e strikethrough -e autolink "
                + "-e tasklist $i.md > $i.xml || exit 1; i=$((i + 1)); done",
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Missing() }
        return try documents.indices.map { index in
            var reader = XMLReader(try Data(contentsOf: folder.appending(path: "\(index).xml")))
            return reader.document()
        }
    }

    /// The program is not there, or fails.
    struct Missing: Error, CustomStringConvertible {
        let description = "cmark-gfm cannot be run: apt-get install cmark-gfm"
    }
}

/// Reads what cmark-gfm writes, which calls both a footnote and a reference to one `<unknown>`.
private struct XMLReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ data: Data) { bytes = Array(data) }

    mutating func document() -> MarkdownTree {
        while let tag = tag() {
            if tag.hasPrefix("document") { return MarkdownTree("document", children(in: "document")) }
        }
        return MarkdownTree("nothing")
    }

    /// The next tag, without its brackets.
    private mutating func tag() -> String? {
        guard let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) else { return nil }
        let nested = bytes[start + 1] == UInt8(ascii: "<") || bytes[(start + 1)...].starts(with: "/<".utf8)
        var end = start
        for _ in 0..<(nested ? 2 : 1) {
            end = bytes[(end + 1)...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.endIndex - 1
        }
        index = end + 1
        return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    }

    private mutating func children(in parent: String) -> [MarkdownTree] {
        var children: [MarkdownTree] = []
        while let tag = tag(), !tag.hasPrefix("/") { children.append(node(tag, in: parent)) }
        return children
    }

    private mutating func node(_ tag: String, in parent: String) -> MarkdownTree {
        let isEmpty = tag.hasSuffix("/")
        let name = String(tag.prefix { $0 != " " && $0 != "/" })
        func attribute(_ name: String) -> String? {
            guard let start = tag.firstRange(of: " \(name)=\"")?.upperBound else { return nil }
            return Self.unescaped(String(tag[start...].prefix { $0 != "\"" }))
        }
        switch name {
        case "text", "code", "html_inline", "html_block", "code_block":
            let text = isEmpty ? "" : literal()
            return MarkdownTree("\(name) \(name == "code_block" ? (attribute("info") ?? "") + "|" : "")\(text)")
        case "heading":
            return MarkdownTree("heading \(attribute("level") ?? "")", isEmpty ? [] : children(in: name))
        case "list":
            let start = attribute("type") == "bullet" ? "bullet" : attribute("start") ?? "1"
            return MarkdownTree("list \(start) \(attribute("tight") ?? "")", children(in: name))
        case "tasklist": return MarkdownTree("task \(attribute("completed") ?? "")", isEmpty ? [] : children(in: name))
        case "link", "image":
            let target = "\(name) \(attribute("destination") ?? "")|\(attribute("title") ?? "")"
            return MarkdownTree(target, isEmpty ? [] : children(in: name))
        case "table_cell":
            return MarkdownTree(attribute("align").map { "\(name) \($0)" } ?? name, isEmpty ? [] : children(in: name))
        case "<unknown>" where isEmpty: return MarkdownTree(parent == "document" ? "footnote" : "footnote_reference")
        case "<unknown>": return MarkdownTree("footnote", children(in: name))
        default: return MarkdownTree(name, isEmpty ? [] : children(in: name))
        }
    }

    /// The text up to the end of its element.
    private mutating func literal() -> String {
        let start = index
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex
        index = end
        _ = tag()
        return Self.unescaped(String(decoding: bytes[start..<end], as: UTF8.self))
    }

    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&amp;", with: "&")
    }
}
