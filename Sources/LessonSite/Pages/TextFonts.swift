import LessonKit

/// The fonts in which a page's text is set, reduced to the letters and signs that the pages have.
struct TextFonts {
    /// The letters and signs beyond ASCII.
    let letters: Set<Unicode.Scalar>
    var subset = FontSubset()

    private static let styles = ["Regular", "Italic", "Bold"]
    private static let whole = "/usr/share/fonts-sil-charis/woff2/CharisSIL-"
    private static let source = "/usr/share/fonts/truetype/charis/CharisSIL-"
    /// For readers whose system has no Chinese font.
    private static let chinese = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"

    static let healthChecks: [HealthCheck] =
        [
            .file(whole + "Regular.woff2", "Charis", package: "fonts-sil-charis"),
            .file(chinese, "A Chinese font", package: "fonts-wqy-microhei"),
        ] + FontSubset.healthChecks

    private static let ascii = Set((0x20...0x7E).map { Unicode.Scalar($0 as UInt8) })
    /// Charis sets these too far apart; those of the formulas fit.
    private static let signs = "+<=>±×−"

    /// The fonts' files by their names on the site or in a book. Fonts are optional: without the programs that reduce them they are
    /// whole, and pages are readable without any.
    func files() -> [String: String] {
        var files: [String: String] = [:]
        for style in Self.styles { files["fonts/Charis-\(style).woff2"] = charis(style) }
        let isChinese = letters.filter(\.isChinese)
        if !isChinese.isEmpty { files["fonts/Chinese.woff2"] = try? subset.path(of: Self.chinese, isChinese) }
        return files
    }

    private func charis(_ style: String) -> String? {
        let whole = Self.whole + style + ".woff2"
        return (try? subset.path(of: "\(Self.source)\(style).ttf", letters.union(Self.ascii)))
            ?? (Files.isFile(whole) ? whole : nil)
    }

    /// The fonts of the site's style sheet.
    func faces() -> [FontFace] {
        var faces: [FontFace] = []
        for style in Self.styles {
            let (isBold, isItalic) = (style == "Bold", style == "Italic")
            guard let path = charis(style) else { continue }
            faces.append(
                FontFace(
                    family: "Charis", isBold: isBold, isItalic: isItalic,
                    systemNames: ["Charis SIL" + (style == "Regular" ? "" : " " + style)], path: path))
        }
        let range = Self.signs.unicodeScalars.map { "U+" + String($0.value, radix: 16) }.joined(separator: ",")
        for isBold in [false, true] {
            guard
                let path = try? subset.path(
                    of: FormulaFonts.source("Main-" + (isBold ? "Bold" : "Regular")), Set(Self.signs.unicodeScalars))
            else { continue }
            faces.append(FontFace(family: "Charis", isBold: isBold, range: range, path: path))
        }
        if let path = files()["fonts/Chinese.woff2"] {
            faces.append(
                FontFace(
                    family: "Chinese", systemNames: ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"],
                    range: "U+2E80-9FFF,U+F900-FAFF,U+FF00-FFEF", path: path))
        }
        return faces
    }
}

extension String {
    /// Its distinct letters and signs beyond ASCII.
    var lettersBeyondASCII: Set<Unicode.Scalar> {
        var letters: Set<Unicode.Scalar> = []
        // Nearly all of a page is ASCII.
        for run in utf8.split(whereSeparator: { $0 < 0x80 }) { letters.formUnion(Substring(run).unicodeScalars) }
        return letters
    }
}
