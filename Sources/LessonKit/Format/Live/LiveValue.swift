/// What a live cell's parameter is set to.
package enum LiveValue: Codable, Equatable, Sendable {
    /// A whole number or a real one.
    case number(Double)
    /// True or false.
    case truth(Bool)
    /// One of a choice's words.
    case word(String)
    /// The rows of a grid or of a pad.
    case grid([[Double]])

    /// The value as a program receives it: numbers alone, a word as its place among the control's choices.
    package func numbers(of control: LiveControl) -> [Double] {
        switch self {
        case .number(let number): [number]
        case .truth(let isTrue): [isTrue ? 1 : 0]
        case .grid(let rows): rows.flatMap { $0 }
        case .word(let word):
            if case .choice(let words) = control { [Double(words.firstIndex(of: word) ?? 0)] } else { [0] }
        }
    }

    /// The value as a literal of a type.
    package func literal(of type: LiveType) -> String {
        switch self {
        case .number(let number): Self.literal(number, isWhole: type.hasWholeNumbers)
        case .truth(let isTrue): "\(isTrue)"
        case .word(let word): "\"\(word)\""
        case .grid(let rows):
            "["
                + rows.map { row in
                    "[" + row.map { Self.literal($0, isWhole: type.hasWholeNumbers) }.joined(separator: ", ") + "]"
                }.joined(separator: ", ") + "]"
        }
    }

    private static func literal(_ number: Double, isWhole: Bool) -> String {
        isWhole || number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
    }
}

/// The type of a live cell's parameter.
package enum LiveType: String, Codable, CaseIterable, Sendable {
    case int = "Int", float = "Float", double = "Double", bool = "Bool", string = "String"
    case intGrid = "[[Int]]", floatGrid = "[[Float]]", doubleGrid = "[[Double]]"

    /// Whether its numbers are whole.
    var hasWholeNumbers: Bool { self == .int || self == .intGrid }

    /// The type of a grid's numbers; nil for what is no grid.
    var element: LiveType? {
        switch self {
        case .intGrid: .int
        case .floatGrid: .float
        case .doubleGrid: .double
        default: nil
        }
    }
}
