import Foundation
import Testing

@testable import LessonKit

/// Documents have the structure that GitHub's own reader, cmark-gfm, finds in them.
///
/// What is meant to differ, and stays out of the documents or is made equal in `MarkdownTree`:
/// - emphasis beside Chinese letters, which CommonMark does not see (the documents named in `hasChineseEmphasis`);
/// - tasks in quotes and in other items, which cmark-gfm takes for text, and its `[x]` anywhere in a task's line, by which it
///   takes the task for done (`asTask`);
/// - what CommonMark 0.30 corrected: `<textarea>` is verbatim, a number of eight digits is no entity (`isOfCommonMark30`), an
///   address has as many closing parentheses as opening ones, `**a*a*b*` has emphasis in emphasis;
/// - the title of a definition that is none, since more follows in its line, which cmark-gfm keeps (`isTitleOfNoUse`);
/// - blanks that no page shows: before a lazy line within code or a tag, and after a break that a backslash makes;
/// - references to footnotes over several lines, which cmark-gfm cuts.
@Suite struct GitHubMarkdownTests {
    private static let isComplete = ProcessInfo.processInfo.environment["COMPLETE"] != nil

    /// Names the documents that differ, the shortest first, with the smallest parts of both structures that do.
    private func compare(_ documents: [(name: String, text: String)]) throws {
        let theirs = try CMarkGFM.trees(of: documents.map(\.text))
        let differing = zip(documents, theirs).compactMap { document, theirs -> (Int, String)? in
            guard let difference = MarkdownTree.difference(MarkdownTree(Markdown(document.text)), theirs) else {
                return nil
            }
            return (
                document.text.utf8.count,
                "\(document.name):\n\(document.text.prefix(1000).debugDescription)\nours:\n\(difference.ours.description)\n"
                    + "theirs:\n\(difference.theirs.description)"
            )
        }
        for (_, text) in differing.sorted(by: { $0.0 < $1.0 }).prefix(5) { Issue.record("\(text)") }
        #expect(differing.isEmpty, "\(differing.count) of \(documents.count) documents differ")
    }

    private static func isOfCommonMark30(_ text: String) -> Bool {
        text.contains("<textarea>") || text.contains("&#87654321;")
    }

    // MARK: - Examples of the specifications

    /// The examples of GitHub's specification, and of CommonMark's.
    @Test func examplesOfTheSpecifications() throws {
        let github = try Command.run("/bin/zcat", ["/usr/share/doc/cmark-gfm/spec.txt.gz"]).output
        let fence = String(repeating: "`", count: 32)
        let examples = github.components(separatedBy: "\n\(fence) example").dropFirst().compactMap { example in
            example.firstRange(of: "\n").map { start in
                let text = example[start.upperBound...]
                return String(text[..<(text.firstRange(of: "\n.\n")?.lowerBound ?? text.endIndex)])
                    .replacingOccurrences(of: "→", with: "\t") + "\n"
            }
        }
        #expect(examples.count > 660)
        struct Example: Decodable { var markdown: String }
        let folder = "/usr/share/gocode/src/github.com/yuin/goldmark"
        let common = try JSONDecoder().decode(
            [Example].self, from: Data(contentsOf: URL(filePath: folder + "/_test/spec.json"))
        ).map(\.markdown)
        #expect(common.count == 652)
        let all = (examples + common).enumerated().map { (name: "example \($0)", text: $1) }
        try compare(all.filter { !Self.isOfCommonMark30($0.text) })
    }

    /// The examples by which goldmark, another reader, tests what GitHub adds.
    @Test(arguments: ["table", "footnote", "strikethrough", "tasklist", "linkify"])
    func examplesOfExtensions(_ name: String) throws {
        let path = "/usr/share/gocode/src/github.com/yuin/goldmark/extension/_test/\(name).txt"
        let parts = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "//- - - - - - - - -//\n")
        let examples = stride(from: 1, to: parts.count, by: 2).map { (name: "\(name) \($0 / 2 + 1)", text: parts[$0]) }
        #expect(examples.count >= 2)
        try compare(examples)
    }

    // MARK: - Real documents

    @Test func lessonsAndPages() throws {
        try compare(Self.documents(in: ["Lessons", "docs", "README.md", "CONTRIBUTING.md"]))
    }

    /// The READMEs and guides of the packages that the project is built with.
    @Test func guidesOfPackages() throws {
        let documents = try Self.documents(in: [".build/checkouts"])
        #expect(documents.count > 20)
        try compare(documents)
    }

    private static func documents(in paths: [String]) throws -> [(name: String, text: String)] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        return try paths.flatMap { path -> [(name: String, text: String)] in
            let names = FileManager.default.enumerator(atPath: "\(root)/\(path)").map { Array($0) as? [String] ?? [] }
            let files =
                path.hasSuffix(".md") ? [path] : names?.filter { $0.hasSuffix(".md") }.map { "\(path)/\($0)" } ?? []
            return try files.sorted().map { ($0, try String(contentsOfFile: "\(root)/\($0)", encoding: .utf8)) }
        }.filter { !hasChineseEmphasis($0.text) && !isOfCommonMark30($0.text) }
    }

    /// Whether a document needs emphasis between Chinese letters and punctuation.
    private static func hasChineseEmphasis(_ text: String) -> Bool { text != text.withEmphasisSeparators }

    // MARK: - Documents at random

    /// Quotes, lists, tables, footnotes, code and HTML in each other, with tabs and lazy lines; COMPLETE=1 tries 20,000.
    @Test func documentsAtRandom() throws {
        let count = Self.isComplete ? 20_000 : 1500
        var documents: [(name: String, text: String)] = []
        for seed in 0..<count {
            var generator = DocumentGenerator(seed: UInt64(seed))
            documents.append(("seed \(seed)", generator.document()))
        }
        try compare(documents)
    }

    /// The comparison sees each kind of difference.
    @Test(arguments: [
        ("a | b\n--|--\n1 | 2\n", "a | b\n--|--\n1 | 3\n"), ("a | b\n--|--\n", "a | b\n:-|--\n"),
        ("- [x] a\n", "- [ ] a\n"),
        ("x[^a]\n\n[^a]: y\n", "x[^a]\n\n[^b]: y\n"), ("~~a~~\n", "a\n"), ("- a\n- b\n", "- a\n\n- b\n"),
        ("https://a.org\n", "https://b.org\n"), ("```a\n```\n", "```b\n```\n"), ("1. a\n", "2. a\n"),
    ]) func differencesAreSeen(_ one: String, _ other: String) throws {
        let theirs = try #require(try CMarkGFM.trees(of: [other]).first)
        #expect(MarkdownTree.difference(MarkdownTree(Markdown(one)), theirs) != nil)
        #expect(MarkdownTree.difference(MarkdownTree(Markdown(other)), theirs) == nil)
    }
}
