import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The fonts in which a page's text is set, reduced to the letters and signs that the pages have: a tenth of their size.
struct TextFonts {
    /// The letters and signs beyond ASCII.
    let letters: Set<Unicode.Scalar>
    /// Where fonts that were made are kept.
    var folder = Installation.current.cacheFolder + "/fonts"

    private static let styles = ["Regular", "Italic", "Bold"]
    private static let whole = "/usr/share/fonts-sil-charis/woff2/CharisSIL-"
    private static let source = "/usr/share/fonts/truetype/charis/CharisSIL-"
    /// For readers whose system has no Chinese font.
    private static let chinese = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
    private static let subset = "/usr/bin/hb-subset", compress = "/usr/bin/woff2_compress"

    static let healthChecks: [HealthCheck] = [
        .file(whole + "Regular.woff2", "Charis", package: "fonts-sil-charis"),
        .file(subset, "HarfBuzz's subsetter, for small fonts", package: "libharfbuzz-bin"),
        .file(compress, "WOFF2's compressor, for small fonts", package: "woff2"),
        .file(chinese, "A Chinese font", package: "fonts-wqy-microhei"),
    ]

    /// The fonts' files by their names on the site. Fonts are optional: without the programs that reduce them they are whole, and
    /// pages are readable without any.
    func files() -> [String: String] {
        var fonts = Dictionary(
            uniqueKeysWithValues: Self.styles.map {
                ("Charis-\($0).woff2", (source: Self.source + "\($0).ttf", letters: letters))
            })
        let isChinese = letters.filter(\.isChinese)
        if !isChinese.isEmpty { fonts["Chinese.woff2"] = (Self.chinese, isChinese) }
        var files: [String: String] = [:]
        for (name, font) in fonts {
            let whole = Self.whole + name.dropFirst("Charis-".count)
            if let reduced = try? reduced(font.source, to: font.letters) {
                files["fonts/\(name)"] = reduced
            } else if Files.isFile(whole) {
                files["fonts/\(name)"] = whole
            }
        }
        return files
    }

    /// A font reduced to ASCII and some letters, made now or earlier; throws where something for it is missing.
    private func reduced(_ source: String, to letters: Set<Unicode.Scalar>) throws -> String {
        let numbers = letters.map(\.value).sorted().map { String($0, radix: 16) }
        let programs = [Self.subset, Self.compress]
        let inputs = ([source] + programs).map { "\($0) \(Files.fingerprint(of: $0))" } + numbers
        let key = SHA256.hash(inputs.joined(separator: "\n").utf8).prefix(16)
        let path = "\(folder)/\(source.fileName)-\(key).woff2"
        if Files.isFile(path) {
            Files.touch(path)
            return path
        }
        for needed in [source] + programs where !Files.isFile(needed) {
            throw MissingRequirement(description: "There is no \(needed).")
        }
        let scratch = try TemporaryFolder()
        let arguments = ["--output-file=font.ttf", "--unicodes=20-7e,\(numbers.joined(separator: ","))", source]
        for (program, arguments) in [(Self.subset, arguments), (Self.compress, ["font.ttf"])] {
            let end = try Tool.runHelper(program, arguments, in: scratch.path, limit: .seconds(60))
            guard end.termination == .exited(0) else { throw Refusal(description: "\(program) failed. \(end.errors)") }
        }
        try Files.makeFolder(folder)
        removeUnused(source.fileName + "-")
        try Files.write(Files.read(scratch.path + "/font.woff2"), to: path)
        return path
    }

    /// Removes fonts that no site has used for a week: what a server shows, other courses and builds that go on use the others.
    func removeUnused(_ prefix: String) {
        let oldest = Int(Date().timeIntervalSince1970) - 7 * 86_400
        for path in Files.names(in: folder).filter({ $0.hasPrefix(prefix) }).map({ "\(folder)/\($0)" })
        where Files.modificationTime(of: path) / 1_000_000_000 < oldest {
            Files.remove(path)
        }
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
