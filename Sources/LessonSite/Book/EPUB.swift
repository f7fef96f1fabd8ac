import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A book as an EPUB 3 file: a ZIP archive of XHTML files, one for each chapter.
/// Source: EPUB 3.2, www.w3.org/publishing/epub32.
struct EPUB {
    let book: Book

    /// Writes the files to a folder and packs them; returns the archive's path.
    func write(in folder: String) throws -> String {
        let content = folder + "/EPUB"
        try Files.makeFolder(content)
        try Files.makeFolder(folder + "/META-INF")
        try Files.write("application/epub+zip", to: folder + "/mimetype")
        try Files.write(Self.container, to: folder + "/META-INF/container.xml")
        let documents = self.documents
        for (name, text) in documents { try Files.write(text, to: "\(content)/\(name)") }
        try Book.write(book.files, to: content)
        try Files.write(package(documents), to: content + "/package.opf")
        // The first file of the archive says what it is, uncompressed.
        for words in [["-X", "-0", "book.epub", "mimetype"], ["-X", "-r", "-9", "book.epub", "META-INF", "EPUB"]] {
            let result = try Book.run(["zip"], words + ["-q"], package: "zip", in: folder)
            guard result.termination == .exited(0) else {
                throw Refusal(description: "zip could not pack the EPUB. \(result.output.suffix(1000))")
            }
        }
        return folder + "/book.epub"
    }

    private static let container = """
        <?xml version="1.0" encoding="utf-8"?>
        <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
        </container>

        """

    /// The XHTML files, in the order of reading.
    var documents: [(name: String, text: String)] {
        var pages = [("title", book.title, book.titlePage)]
        pages.append(
            (
                "contents", "Contents",
                "<nav epub:type=\"toc\" id=\"contents.top\">\n<h1>Contents</h1>\n\(book.contents)</nav>\n"
            ))
        pages += book.chapters.map {
            ($0.name, $0.title, "<section class=\"chapter\" id=\"\($0.id)\">\n\($0.html)</section>\n")
        }
        // In which file each id is.
        var files: [Substring: String] = [:]
        for (name, _, html) in pages { for id in html.values(ofAttribute: "id") { files[id] = name } }
        return pages.map { name, title, html in
            let linked = html.replacingPageNumbers { _ in "" }.replacingAttribute("href") { address in
                guard address.hasPrefix("#"), let file = files[address.dropFirst()] else { return String(address) }
                return file == name ? String(address) : "\(file).xhtml\(address)"
            }
            return (name + ".xhtml", Self.document(title: title, linked))
        }
    }

    private static func document(title: String, _ html: String) -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
        <head>
        <title>\(title.htmlEscaped)</title>
        <link rel="stylesheet" type="text/css" href="style/katex.css"/>
        <link rel="stylesheet" type="text/css" href="style/book.css"/>
        </head>
        <body>
        \(html.asXML)</body>
        </html>

        """
    }

    private func package(_ documents: [(name: String, text: String)]) -> String {
        let seconds = Date(timeIntervalSince1970: book.date).formatted(.iso8601)
        var items = "", spine = ""
        for (index, (name, text)) in documents.enumerated() {
            var properties = name == "contents.xhtml" ? ["nav"] : []
            if text.contains("<math ") { properties.append("mathml") }
            if text.contains("<svg ") { properties.append("svg") }
            let attribute = properties.isEmpty ? "" : " properties=\"\(properties.joined(separator: " "))\""
            items +=
                "<item id=\"text-\(index)\" href=\"\(name)\" media-type=\"application/xhtml+xml\"\(attribute)/>\n"
            spine += "<itemref idref=\"text-\(index)\"/>\n"
        }
        for (index, name) in book.files.keys.sorted().enumerated() {
            items +=
                "<item id=\"file-\(index)\" href=\"\(name.percentEncoded.htmlEscaped)\" media-type=\"\(Self.type(of: name))\"/>\n"
        }
        let identifier = SHA256.hash(book.title.utf8).prefix(32)
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
            <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:identifier id="id">urn:lessons:\(identifier)</dc:identifier>
            <dc:title>\(book.title.htmlEscaped)</dc:title>
            <dc:language>en</dc:language>
            <meta property="dcterms:modified">\(seconds)</meta>
            </metadata>
            <manifest>
            \(items)</manifest>
            <spine>
            \(spine)</spine>
            </package>

            """
    }

    private static func type(of name: String) -> String {
        let ending = name.lowercased().split(separator: ".").last ?? ""
        return switch ending {
        case "css": "text/css"
        case "woff2": "font/woff2"
        case "svg": "image/svg+xml"
        case "jpg": "image/jpeg"
        default: "image/\(ending)"
        }
    }
}

extension String {
    /// The values of an attribute in finished HTML.
    fileprivate func values(ofAttribute name: String) -> [Substring] {
        var values: [Substring] = []
        _ = replacingAttribute(name) {
            values.append($0)
            return ""
        }
        return values
    }

    /// Finished HTML as XML: pictures and formulas get their namespaces, and what XML has no sign for is shown as missing.
    fileprivate var asXML: String {
        // MathML 3 has a name of its own for what a formula is called.
        let named = replacing("<math aria-label=", with: "<math alttext=")
            .replacing("<math", with: "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"")
            .replacing("<svg xmlns=\"http://www.w3.org/2000/svg\" ", with: "<svg ")
            .replacing("<svg ", with: "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
        let isForbidden = { (scalar: Unicode.Scalar) in
            scalar.value < 0x20 && !["\t", "\n", "\r"].contains(scalar) || [0xFFFE, 0xFFFF].contains(scalar.value)
        }
        guard named.unicodeScalars.contains(where: isForbidden) else { return named }
        return String(String.UnicodeScalarView(named.unicodeScalars.map { isForbidden($0) ? "\u{FFFD}" : $0 }))
    }
}
