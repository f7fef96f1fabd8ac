/// What may be written at a place in code.
package struct CodeCompletion: Sendable {
    /// What a list shows, such as `reshaped(to: [Int])`, and its type.
    package var label: String, type: String?
    /// What it puts in the place of the characters from `start`, a column counted from 0, in UTF-16.
    package var text: String, start: Int
    /// The first sentence of its documentation.
    package var sentence: String?

    /// Nil for what the runner writes between cells, and what has no place.
    init?(_ item: LanguageServer.CompletionList.Item) {
        guard let edit = item.textEdit, !item.label.hasPrefix("_") else { return nil }
        (label, type) = (item.label, item.detail.flatMap { $0.isEmpty ? nil : $0 })
        (text, start) = (edit.newText, edit.range.start.character)
        sentence = item.documentation.flatMap { $0.value.firstSentence }
    }
}

/// What a name in code is.
package struct CodeDescription: Sendable {
    /// Its declaration, with its type.
    package var declaration: String
    /// The first sentence of its documentation.
    package var sentence: String?

    /// Reads a block of Swift and the documentation after it; nil if there is no such block.
    init?(markdown: String) {
        let parts = markdown.components(between: "```swift\n", and: "\n```")
        guard let parts, !parts.inside.contains("_lesson") else { return nil }
        // Everything at the top of a lesson is the main actor's.
        declaration = parts.inside.replacing("@MainActor ", with: "")
        sentence = parts.after.firstSentence
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> (inside: String, after: String)? {
        guard let first = firstRange(of: start), let last = self[first.upperBound...].firstRange(of: end) else {
            return nil
        }
        return (String(self[first.upperBound..<last.lowerBound]), String(self[last.upperBound...]))
    }

    /// The first sentence of some Markdown; nil if it begins with something else than text.
    fileprivate var firstSentence: String? {
        let lines = fileLines.drop { $0.allSatisfy(\.isWhitespace) || $0.hasPrefix("---") }
        let paragraph = lines.prefix { !$0.allSatisfy(\.isWhitespace) }.joined(separator: " ")
        guard let first = paragraph.first, first.isLetter || first.isNumber || first == "`" else { return nil }
        guard let end = paragraph.firstRange(of: ". ") else { return paragraph }
        return paragraph[..<end.lowerBound] + "."
    }
}

// The protocol's messages, as far as they are needed.
extension LanguageServer {
    struct CompileCommand: Encodable { var directory: String, file: String, arguments: [String] }
    struct Empty: Encodable {}
    struct Ignored: Decodable {}

    /// A request, or a notification if it has no number.
    struct Message<Parameters: Encodable>: Encodable {
        var jsonrpc = "2.0"
        var id: Int?
        var method: String
        var params: Parameters
    }

    /// An answer to a request of the server, which means nothing.
    struct Reply: Encodable {
        enum CodingKeys: String, CodingKey { case jsonrpc, id, result }
        let id: Identifier

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode("2.0", forKey: .jsonrpc)
            try container.encode(id, forKey: .id)
            try container.encodeNil(forKey: .result)
        }
    }

    enum Identifier: Codable, Equatable {
        case number(Int), text(String)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let number = try? value.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try value.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .number(let number): try value.encode(number)
            case .text(let text): try value.encode(text)
            }
        }
    }

    struct Head: Decodable { var id: Identifier?, method: String? }
    struct Answer<Result: Decodable>: Decodable { var result: Result? }

    struct Initialization: Encodable {
        struct Capabilities: Encodable {}
        struct Options: Encodable { var backgroundIndexing = false }
        var rootUri: String
        var capabilities = Capabilities(), initializationOptions = Options()
    }

    struct Document: Encodable { var uri: String, version: Int? = nil }
    struct Position: Codable { var line: Int, character: Int }
    struct PlaceInDocument: Encodable { var textDocument: Document, position: Position }

    struct Opened: Encodable {
        struct Item: Encodable { var uri: String, languageId: String, version: Int, text: String }
        var textDocument: Item
    }

    struct Changed: Encodable {
        struct Change: Encodable { var text: String }
        var textDocument: Document, contentChanges: [Change]
    }

    struct Markup: Decodable { var value: String }
    struct Hover: Decodable { var contents: Markup }

    struct CompletionList: Decodable {
        struct Edit: Decodable {
            struct Range: Decodable { var start: Position }
            var range: Range
            var newText: String
        }
        struct Item: Decodable {
            var label: String, detail: String?, sortText: String?, documentation: Markup?, textEdit: Edit?
        }
        var items: [Item]
    }
}
