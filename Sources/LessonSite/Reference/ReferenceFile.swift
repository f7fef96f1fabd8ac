import LessonKit

/// A source file of a library with public declarations, which has a page in the reference.
struct ReferenceFile {
    let module: String
    /// The folders below the module's, and the file's name without its extension.
    let folders: [String], name: String
    /// How readers know the file.
    let file: String?
    /// Its declarations, in their order.
    var symbols: [LibrarySymbol]

    /// The path of its page below the site's folder, without `.html`.
    var path: String { (["reference", module] + folders + [name]).joined(separator: "/") }

    /// The path of the Markdown that the page is made of; there is no such file.
    var markdownPath: String { path + ".md" }

    /// Where it stands on the index: what is in a folder inside a folder of the module stands with that folder's files.
    var indexKey: [String] { [module, folders.first.map { $0 } ?? "", name] }

    /// The files of some declarations, in the order of their paths.
    static func all(of symbols: [LibrarySymbol]) -> [ReferenceFile] {
        var files: [ReferenceFile] = [], numbers: [String: Int] = [:]
        for symbol in symbols {
            let file = ReferenceFile(of: symbol)
            if let number = numbers[file.path] {
                files[number].symbols.append(symbol)
            } else {
                numbers[file.path] = files.count
                files.append(file)
            }
        }
        return files
    }

    private init(of symbol: LibrarySymbol) {
        module = symbol.module
        file = symbol.file
        var names = (symbol.file ?? symbol.module).split(separator: "/").map(String.init)
        if names.first == "Sources" { names.removeFirst() } else { names = names.suffix(1) }
        if names.first == module && names.count > 1 { names.removeFirst() }
        let last = names.popLast() ?? module
        name = last.hasSuffix(".swift") ? String(last.dropLast(".swift".count)) : last
        folders = names
        symbols = [symbol]
    }

    // MARK: The page's Markdown

    /// The text of its page. `uses` has the lessons that use a declaration, and `pages` where types are declared.
    func markdown(uses: (LibrarySymbol) -> [Link], typePage: (_ name: String) -> String?) -> String {
        var text = "# \(name)\n"
        var container = ""
        for symbol in symbols {
            let parent = symbol.path.dropLast().joined(separator: ".")
            if !parent.isEmpty, parent != container {
                let page = typePage(parent).map { Self.relative($0, from: path) + ".md" }
                text += "\n## Extension of " + (page.map { "[`\(parent)`](\($0))" } ?? "`\(parent)`") + "\n"
            }
            container = symbol.isType ? symbol.path.joined(separator: ".") : parent
            let name = symbol.isType ? symbol.path.joined(separator: ".") : symbol.name
            text += "\n\(parent.isEmpty || symbol.isType ? "##" : "###") \(Self.codeSpan(name))\n"
            text +=
                "\n```swift\n\(Self.wrapped(symbol.declaration))\n```\n\n\(Self.withoutHeadings(symbol.documentation))\n"
            let links = uses(symbol)
            guard !links.isEmpty else { continue }
            let shown = links.prefix(Self.mostUses).map {
                "[\($0.title.markdownEscaped)](\(Self.relative($0.path, from: path)))"
            }
            let more = links.count > Self.mostUses ? " and \(links.count - Self.mostUses) more" : ""
            text += "\nUsed in \(shown.joined(separator: ", "))\(more)\n"
        }
        return text
    }

    /// The title of a lesson, and the path of its Markdown.
    struct Link {
        let title: String, path: String
    }

    /// Of what every lesson uses, a list of all would hide the rest.
    private static let mostUses = 6

    /// A path below the site's folder, from a page there.
    private static func relative(_ path: String, from page: String) -> String {
        String(repeating: "../", count: page.count { $0 == "/" }) + path.percentEncoded.replacing(" ", with: "%20")
    }

    private static func codeSpan(_ text: String) -> String { text.contains("`") ? "`` \(text) ``" : "`\(text)`" }

    /// A comment's own headings as bold text, so that the page's headings are its declarations.
    private static func withoutHeadings(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let words = line.drop { $0 == "#" }
            return words.count < line.count && words.first == " " ? "**\(words.dropFirst())**" : String(line)
        }.joined(separator: "\n")
    }

    /// A declaration with each parameter on a line of its own if it is long.
    static func wrapped(_ declaration: String) -> String {
        guard declaration.count > 84, let open = declaration.firstIndex(of: "(") else { return declaration }
        var lines = [String(declaration[...open])], depth = 0, line = ""
        var rest = declaration[declaration.index(after: open)...]
        while let letter = rest.popFirst() {
            if "([<".contains(letter) { depth += 1 }
            if ")]".contains(letter) || letter == ">" && line.last != "-" { depth -= 1 }
            if depth < 0 {
                lines += ["    " + line, ")" + rest]
                break
            }
            line.append(letter)
            if depth == 0, letter == "," {
                lines.append("    " + line)
                line = ""
                if rest.first == " " { rest.removeFirst() }
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension String {
    /// The text with a backslash before what Markdown would take for a mark.
    fileprivate var markdownEscaped: String {
        reduce(into: "") { text, letter in
            if "\\`*_[]<>#|~$&".contains(letter) { text.append("\\") }
            text.append(letter)
        }
    }
}
