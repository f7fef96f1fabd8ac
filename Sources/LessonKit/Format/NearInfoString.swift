/// An info string that begins with none of the lesson format's languages, but may have been meant to.
struct NearInfoString {
    private let text: String
    /// The runs of letters and digits, in lower case.
    private let words: [String]

    init(_ text: String) {
        self.text = text
        words = Self.words(of: text)
    }

    /// The runs of letters and digits in a text, in lower case; a version such as `swift6` counts for the language.
    private static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { word in
            let rest = word.dropFirst("swift".count)
            return word.hasPrefix("swift") && rest.allSatisfy(\.isNumber) ? "swift" : String(word)
        }
    }

    /// The language that an info string seems to begin with, in lower case.
    static func language(of text: String) -> String? { words(of: text).first }

    /// What is wrong with it, in a sentence; nil for the info string of another language.
    var problem: String? {
        guard !isOfAnotherLanguage, let first = text.split(whereSeparator: \.isWhitespace).first else { return nil }
        if let word = ["swift", "output", "hint"].first(where: first.hasPrefix),
            let mark = first.dropFirst(word.count).first, !mark.isLetter, !mark.isNumber
        {
            return "‘\(first.prefix(40))’ is one word; put a space after ‘\(word)’."
        }
        if let meant { return "‘\(text.prefix(40))’ means nothing here; did you mean ‘\(meant)’?" }
        return misspelling(of: ["swift", "output", "hint", "math"])
    }

    /// What is wrong with a language that is one letter away from one of these, in a sentence; nil for any other.
    func misspelling(of languages: [String]) -> String? {
        guard !isOfAnotherLanguage, let first = text.split(whereSeparator: \.isWhitespace).first else { return nil }
        let near = languages.first { language in
            first.count > 3 && editDistance(first.prefix(10).lowercased(), language) <= 1
        }
        return near.map { "Unknown language ‘\(first.prefix(40))’; did you mean ‘\($0)’?" }
    }

    /// The words of the lesson format that it holds, in the format's own spelling; nil if it holds none.
    private var meant: String? {
        var found: [String] = []
        for (index, word) in words.enumerated() {
            if word == "compile", words.dropFirst(index + 1).first == "only" {
                found.append(CellKind.compileOnly.rawValue)
            } else {
                found += Self.known(in: word)
            }
        }
        let language =
            ["swift", "output", "hint"].first(where: found.contains)
            ?? (found.contains { Self.outputWords.contains($0) } ? "output" : found.isEmpty ? nil : "swift")
        guard let language else { return nil }
        let own = language == "swift" ? Self.cellWords : language == "output" ? Self.outputWords : []
        var seen: Set<String> = []
        let more = found.filter { own.contains($0) && seen.insert($0).inserted }
        let words = more.map { OutputWord(rawValue: $0)?.rules.takesNumber == true ? $0 + "=" + number : $0 }
        return ([language] + words).joined(separator: " ")
    }

    /// The number that follows an equals sign.
    private var number: String {
        text.firstIndex(of: "=").map {
            String(text[text.index(after: $0)...].prefix { "0123456789.eE-+".contains($0) })
        }
            ?? ""
    }

    /// A word of the format, or the two that run together in it.
    private static func known(in word: String) -> [String] {
        let all = languages + cellWords + outputWords
        if all.contains(word) { return [word] }
        guard let first = languages.first(where: word.hasPrefix) else { return [] }
        let second = String(word.dropFirst(first.count))
        if second == "compileonly" { return [first, CellKind.compileOnly.rawValue] }
        return all.contains(second) ? [first, second] : []
    }

    private static let languages = ["swift", "output", "hint"]
    private static let cellWords = CellKind.allCases.filter { $0 != .plain }.map(\.rawValue) + ["hidden"]
    private static let outputWords = OutputWord.allCases.map(\.rawValue)

    /// Whether it begins with the name of a language that has nothing to do with lessons, whatever its words mean there.
    private var isOfAnotherLanguage: Bool {
        let marks = ",{}:;=()[]\"'"
        let first = text.split { $0.isWhitespace || marks.contains($0) }.first ?? ""
        return Self.otherLanguages.contains(first.drop { $0 == "." || $0 == "#" }.lowercased())
    }

    private static let otherLanguages = Set(
        """
        ada apache applescript asm assembly awk bash basic bat batch bibtex bnf c c# c++ cc clojure cmake cmd cobol
        coffeescript commonlisp console cpp crystal csh csharp cs css csv cuda cxx cython d dart diff dockerfile docker dot
        ebnf elisp elixir elm erlang f# fish fortran fsharp gherkin git glsl go golang gradle graphql graphviz groovy h
        haskell hcl hlsl hpp hs html http ini java javascript jinja js json json5 jsonc jsx julia kotlin kt latex less lisp
        log lua m make makefile markdown math mathematica matlab md mermaid metal mint mm nasm nginx nim nix
        objc objective-c objective-c++ objectivec ocaml octave opencl pascal patch perl php plain plaintext
        plantuml postscript powershell prolog properties proto protobuf ps1 py python python3 r racket raw rb regex rest rst
        ruby rs rust sas sass scala scheme scss sed session sh shell sh-session shell-session smalltalk sml solidity sparql
        sql stan stdin stderr svg swig systemverilog tcl terminal tex text toml ts tsv tsx txt typescript v vb vba verilog
        vhdl vim vue wasm wat xml yaml yml zig zsh
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
