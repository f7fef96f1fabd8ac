/// A public declaration of a library, as the compiler describes it.
public struct LibrarySymbol: Codable, Sendable {
    /// The name by which all the compiler's tools know it.
    public var usr: String
    /// The module that declares it.
    public var module: String
    /// Its name after those of the types that it is in: `["Tensor", "sum()"]`.
    public var path: [String]
    /// The word for what it is, such as `Structure`.
    public var kind: String
    /// How it is declared, on one line.
    public var declaration: String
    /// Its comment, as Markdown; empty if it has none.
    public var documentation: String
    /// The path of its source, from a folder `Sources` on or, where there is none, whole; nil if the compiler does not say it.
    public var file: String?
    /// Its line there, counted from 1.
    public var line: Int
    /// Where the source was when the library was compiled.
    public var builtFile: String?

    /// Its own name, with the labels of its arguments.
    public var name: String { path.last ?? "" }

    /// Whether it is a type, whose members are declared in it.
    public var isType: Bool {
        ["Structure", "Class", "Enumeration", "Protocol", "Actor"].contains(kind)
    }

    /// The first sentence of its comment, as Markdown.
    public var summary: String { sentences.first ?? "" }

    /// The first sentence after that which names a shape, such as `[n, h, w, c]`, unless the first one does; empty if there is none.
    public var shapes: String {
        guard !summary.contains("`[") else { return "" }
        return sentences.dropFirst().first { $0.contains("`[") } ?? ""
    }

    /// The sentences of the comment's first paragraphs.
    private var sentences: [String] {
        documentation.split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }
            .prefix { !($0.first?.first.map { "-#>|".contains($0) } ?? true) }
            .flatMap { $0.joined(separator: " ").sentences }
    }
}

extension String {
    /// The sentences of a text: each ends with a full stop before a blank and a capital letter or code.
    package var sentences: [String] {
        let letters = Array(self)
        var sentences: [String] = [], start = 0, isCode = false
        for (index, letter) in letters.enumerated() {
            if letter == "`" { isCode.toggle() }
            guard !isCode, ".?!".contains(letter), index + 2 < letters.count, letters[index + 1] == " " else {
                continue
            }
            guard letters[index + 2].isUppercase || letters[index + 2] == "`" else { continue }
            // Neither ‘e.g.’ nor ‘i.e.’ ends a sentence.
            if index > start + 1, letters[index - 2] == "." { continue }
            sentences.append(String(letters[start...index]))
            start = index + 2
        }
        return start < letters.count ? sentences + [String(letters[start...])] : sentences
    }
}

extension LibrarySymbol {
    init(_ symbol: SymbolGraph.Symbol, of module: String) {
        let built = symbol.location.map {
            $0.uri.hasPrefix("file://") ? String($0.uri.dropFirst("file://".count)) : $0.uri
        }
        let sources = built?.ranges(of: "/Sources/").last
        self.init(
            usr: symbol.identifier.precise, module: module, path: symbol.pathComponents, kind: symbol.kind.displayName,
            declaration: (symbol.declarationFragments ?? []).map(\.spelling).joined()
                .split(whereSeparator: \.isNewline).joined(separator: " "),
            documentation: (symbol.docComment?.lines ?? []).map(\.text).joined(separator: "\n"),
            file: built.map { path in sources.map { "Sources/" + path[$0.upperBound...] } ?? path },
            line: (symbol.location?.position.line ?? 0) + 1, builtFile: built)
    }
}
