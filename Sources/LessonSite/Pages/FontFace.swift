import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A font of the site's style sheets. A small one is written into its sheet: it is there before any text is painted, and no text
/// moves when it comes. Another is a file.
struct FontFace {
    let family: String
    var isBold = false, isItalic = false
    /// The names of the same font on readers' systems.
    var systemNames: [String] = []
    /// The signs that it is for, as a range of CSS; all if it is empty.
    var range = ""
    /// Where the font is.
    let path: String

    /// The largest font that is written into a sheet, in bytes.
    private static let most = 24_000

    /// The bytes of a font that is written into its sheet; nil for one that is a file.
    private var bytes: Data? { (try? Files.read(path)).flatMap { $0.count <= Self.most ? $0 : nil } }

    /// The name of its file on the site.
    private var name: String {
        let style = (isBold ? "Bold" : "") + (isItalic ? "Italic" : "")
        return "fonts/\(family)-\(style.isEmpty ? "Regular" : style).woff2"
    }

    /// The name of its file on the site and where that is copied from; nil for a font that is in its sheet.
    var file: (name: String, path: String)? { bytes == nil ? (name, path) : nil }

    /// The rule of the style sheet.
    var rule: String {
        var sources = systemNames.map { "local(\"\($0)\")" }
        let address = bytes.map { "data:font/woff2;base64,\($0.base64EncodedString())" } ?? name
        sources.append("url(\(address)) format(\"woff2\")")
        return
            "@font-face{font-family:\"\(family)\";src:\(sources.joined(separator: ","));font-weight:\(isBold ? 700 : 400);"
            + "font-style:\(isItalic ? "italic" : "normal");\(range.isEmpty ? "" : "unicode-range:\(range);")font-display:\(file == nil ? "block" : "swap")}\n"
    }
}

extension [FontFace] {
    /// The style sheet of the fonts.
    var styleSheet: String { map(\.rule).joined() }

    /// The fonts that are files, by their names on the site.
    var files: [String: String] {
        reduce(into: [:]) { files, face in if let file = face.file { files[file.name] = file.path } }
    }
}
