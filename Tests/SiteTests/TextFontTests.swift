import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// The fonts that sites share, each made for the letters of one of them.
@Suite struct TextFontTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "fonts-\(UUID().uuidString)").path

    private func age(_ path: String, days: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)], ofItemAtPath: path)
    }

    /// A server still shows those of the letters before, and a build in another folder those of its own.
    @Test(.enabled(if: TextFonts.healthChecks.allSatisfy(\.isHealthy), "the programs for fonts are missing"))
    func othersStayWhileTheyAreUsed() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = TextFonts(letters: ["é"], subset: FontSubset(folder: folder)).files()
        #expect(
            Set(first.keys) == ["Regular", "Italic", "Bold"].reduce(into: []) { $0.insert("fonts/Charis-\($1).woff2") })
        for path in first.values { try age(path, days: 8) }
        #expect(TextFonts(letters: ["é"], subset: FontSubset(folder: folder)).files() == first)
        let second = TextFonts(letters: ["é", "ö"], subset: FontSubset(folder: folder)).files()
        #expect(Set(second.values).isDisjoint(with: first.values))
        #expect(first.values.allSatisfy(Files.isFile) && second.values.allSatisfy(Files.isFile))
    }

    @Test func thoseThatNobodyUsesGo() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, days) in [("A.ttf-1.woff2", 8.0), ("A.ttf-2.woff2", 6), ("B.ttf-1.woff2", 8)] {
            try Data().write(to: URL(filePath: "\(folder)/\(name)"))
            try age("\(folder)/\(name)", days: days)
        }
        FontSubset(folder: folder).removeUnused("A.ttf-")
        #expect(Files.names(in: folder) == ["A.ttf-2.woff2", "B.ttf-1.woff2"])
    }
}
