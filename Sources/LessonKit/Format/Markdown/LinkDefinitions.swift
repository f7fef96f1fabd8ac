/// The definitions of a document that say where `[labels]` lead, as they are written.
struct LinkDefinitions: Sendable {
    private var definitions: [Label: [UInt8]] = [:]

    var isEmpty: Bool { definitions.isEmpty }

    /// Takes the definitions that a paragraph begins with out of it.
    mutating func take(from text: inout [UInt8]) {
        guard text.first == UInt8(ascii: "[") else { return }
        var start = 0
        while start < text.count {
            var scanner = LinkScanner(text: text[start...], index: start)
            guard let label = scanner.definition() else { break }
            let key = Label(label)
            if definitions[key] == nil { definitions[key] = Array(text[start..<scanner.index]) }
            start = scanner.index
        }
        text.removeFirst(start)
    }

    /// Whether a label leads anywhere.
    func has(_ label: ArraySlice<UInt8>) -> Bool {
        !definitions.isEmpty && label.count <= 1000 && definitions[Label(label)] != nil
    }

    /// The definition of a label, under another one.
    func definition(_ label: ArraySlice<UInt8>, as other: ArraySlice<UInt8>) -> [UInt8] {
        guard let definition = definitions[Label(label)] else { return [] }
        var scanner = LinkScanner(text: definition[...], index: 0)
        _ = scanner.label()
        let target = definition[scanner.index...]
        return [UInt8(ascii: "[")] + other + [UInt8(ascii: "]")] + target
            + (target.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")])
    }

    /// The definitions of the labels that a text may hold, as they are written.
    func needed(for text: [UInt8]) -> [UInt8] {
        guard !definitions.isEmpty else { return [] }
        var needed: [UInt8] = []
        var seen: Set<Label> = []
        var index = 0
        while let bracket = text[index...].firstIndex(of: UInt8(ascii: "[")) {
            var scanner = LinkScanner(text: text[...], index: bracket)
            index = bracket + 1
            guard let written = scanner.label() else { continue }
            let label = Label(written)
            if let definition = definitions[label], seen.insert(label).inserted {
                needed += definition
                if needed.last != UInt8(ascii: "\n") { needed.append(UInt8(ascii: "\n")) }
            }
        }
        return needed
    }
}
