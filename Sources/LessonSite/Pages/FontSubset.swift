import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Fonts reduced to some letters and signs, made now or earlier.
struct FontSubset {
    /// Where fonts that were made are kept.
    var folder = Installation.current.cacheFolder + "/fonts"

    private static let subset = "/usr/bin/hb-subset", compress = "/usr/bin/woff2_compress"

    static let healthChecks: [HealthCheck] = [
        .file(subset, "HarfBuzz's subsetter, for small fonts", package: "libharfbuzz-bin"),
        .file(compress, "WOFF2's compressor, for small fonts", package: "woff2"),
    ]

    /// The WOFF2 file of a font with some letters only, without the instructions that move outlines to whole pixels, which are a third
    /// of it; throws where something for it is missing.
    func path(of source: String, _ letters: Set<Unicode.Scalar>) throws -> String {
        let numbers = letters.map(\.value).sorted().map { String($0, radix: 16) }
        let programs = [Self.subset, Self.compress]
        let inputs = ["no hinting"] + ([source] + programs).map { "\($0) \(Files.fingerprint(of: $0))" } + numbers
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
        let arguments = [
            "--no-hinting", "--output-file=font.ttf", "--unicodes=\(numbers.joined(separator: ","))", source,
        ]
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
