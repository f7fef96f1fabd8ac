import LessonKit

/// The fonts of the formulas, reduced to what the formulas have, and KaTeX's style sheet with them.
struct FormulaFonts {
    let glyphs: FormulaGlyphs
    var subset = FontSubset()

    private static let folder = "/usr/share/fonts/truetype/katex"

    /// The font file with a name such as `Math-Italic`.
    static func source(_ name: String) -> String { "\(folder)/KaTeX_\(name).ttf" }

    static let healthChecks: [HealthCheck] = [
        .file("\(folder)/KaTeX_Main-Regular.woff2", "KaTeX's fonts", package: "fonts-katex")
    ]

    /// The names of the fonts that there are.
    static let names = Set(
        Files.names(in: folder).filter { $0.hasPrefix("KaTeX_") && $0.hasSuffix(".ttf") }.map {
            $0.dropFirst(6).dropLast(4)
        }
        .map(String.init))

    /// The fonts that formulas use, whole where they cannot be reduced.
    func faces() -> [FontFace] {
        glyphs.letters.sorted { $0.key < $1.key }.compactMap { name, letters in
            let parts = name.split(separator: "-")
            let whole = "\(Self.folder)/KaTeX_\(name).woff2"
            let path = (try? subset.path(of: Self.source(name), letters)) ?? (Files.isFile(whole) ? whole : nil)
            return path.map {
                FontFace(
                    family: "KaTeX_\(parts[0])", isBold: name.contains("Bold"), isItalic: name.contains("Italic"),
                    path: $0)
            }
        }
    }

    /// KaTeX's fonts: where each file is, and its path below the sheets of a book.
    static func files() -> [(source: String, target: String)] {
        Files.names(in: folder).filter { $0.hasSuffix(".woff2") }.map { ("\(folder)/\($0)", "fonts/\($0)") }
    }
}
