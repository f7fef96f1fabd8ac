/// Which symbols stand where in the cells of a program, as the compiler knows them. They are kept as one text, since few read them.
public struct CodeNames: Codable, Sendable {
    /// A symbol of a library or of the lesson.
    public struct Symbol: Hashable, Sendable {
        /// The name by which all the compiler's tools know it.
        public var usr: String
        /// Its name with the labels of its arguments.
        public var name: String
        /// What it is.
        public var kind: Kind
        /// The type of a variable of the lesson; empty for all others.
        public var type = ""

        /// Whether it is declared in the lesson.
        public var isOfLesson: Bool { usr.hasPrefix("s:6Lesson") || usr.contains("6LessonE") }
    }

    /// What a symbol is, as far as it matters how it is shown.
    public enum Kind: String, Sendable {
        /// A variable, a property or a parameter.
        case variable = "v"
        /// An initializer, which is called by the name of its type.
        case initializer = "i"
        /// A function, a type, or what else a declaration begins with its own word.
        case other = "o"
    }

    /// A symbol at a place.
    public struct Place: Sendable {
        /// The cell's index.
        public var cell: Int
        /// The line in the cell, counted from 0, and the column in the line, counted from 0 in UTF-8 bytes.
        public var line: Int, column: Int
        /// The symbol that the name stands for.
        public var symbol: Symbol
        /// Whether the symbol is declared here.
        public var isDefinition: Bool
    }

    /// The symbols, and after an empty part the places: parts end with a semicolon, and their fields with a blank.
    private var text: String

    init(_ places: [Place]) {
        var numbers: [Symbol: Int] = [:]
        var symbols = "", list = ""
        for place in places {
            let number = numbers[place.symbol] ?? numbers.count
            if numbers.updateValue(number, forKey: place.symbol) == nil {
                let symbol = place.symbol
                symbols += "\(symbol.kind.rawValue) \(symbol.usr) \(symbol.name) \(symbol.type);"
            }
            list += "\(place.cell) \(place.line) \(place.column) \(number) \(place.isDefinition ? 1 : 0);"
        }
        text = symbols + ";" + list
    }

    /// The parts of one kind, those before or after the empty one, each with its fields.
    private func parts(_ areSymbols: Bool) -> some Sequence<Substring.UTF8View> {
        let parts = text.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        let border = parts.firstIndex(where: \.isEmpty) ?? parts.endIndex
        return areSymbols ? parts[..<border] : parts[border...].dropFirst()
    }

    /// The symbols, each once.
    public var symbols: [Symbol] {
        parts(true).compactMap { part in
            let fields = part.split(separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false)
                .map { String(Substring($0)) }
            guard fields.count == 4, let kind = Kind(rawValue: fields[0]) else { return nil }
            return Symbol(usr: fields[1], name: fields[2], kind: kind, type: fields[3])
        }
    }

    /// The places in their order; those that a damaged text gives are left out.
    public var places: [Place] {
        let symbols = symbols
        return parts(false).compactMap { part in
            let numbers = part.split(separator: UInt8(ascii: " ")).map { $0.reduce(0) { $0 &* 10 &+ Int($1) &- 48 } }
            guard numbers.count == 5, symbols.indices.contains(numbers[3]) else { return nil }
            return Place(
                cell: numbers[0], line: numbers[1], column: numbers[2], symbol: symbols[numbers[3]],
                isDefinition: numbers[4] == 1)
        }
    }

    /// Reads the text.
    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
