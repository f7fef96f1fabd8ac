/// The code of a live cell whose parameters come from outside, so that one program serves all positions.
struct LiveCellCode {
    /// The imports, which no braces may hold.
    let imports: String
    /// The other lines, each in its place.
    let body: String

    /// `number` is the name of the function that gives a parameter's numbers.
    init(_ cell: Cell, number: String) {
        var lines = cell.block.text.fileLines.map(String.init)
        var imports = ""
        for (index, line) in lines.enumerated() where line.trimmingBlanks.hasPrefix("import ") {
            imports += line.trimmingBlanks + "\n"
            lines[index] = ""
        }
        for (index, parameter) in cell.parameters.enumerated() {
            lines[parameter.line] = parameter.declaration(index, number: number)
        }
        self.imports = imports
        body = lines.joined(separator: "\n")
    }

    /// The declaration of the function in a native program.
    static func declaration(_ number: String) -> String {
        "@_silgen_name(\"lesson_number\") func \(number)(_ parameter: Int32, _ index: Int32) -> Double\n"
    }
}

extension LiveParameter {
    /// The constant, set from outside.
    fileprivate func declaration(_ index: Int, number: String) -> String {
        func converted(_ type: LiveType, _ number: String) -> String {
            type == .double ? number : "\(type.rawValue)(\(number))"
        }
        let first = "\(number)(\(index), 0)"
        let value: String
        switch (control, written) {
        case (.choice(let words), _):
            value = "[\(words.map { "\"\($0)\"" }.joined(separator: ", "))][Int(\(first))]"
        case (.toggle, _): value = "\(first) != 0"
        case (_, .grid(let rows)):
            let columns = rows.first?.count ?? 0
            let element = converted(type.element ?? .double, "\(number)(\(index), Int32(row * \(columns) + column))")
            value = "(0..<\(rows.count)).map { row in (0..<\(columns)).map { column in \(element) } }"
        default: value = converted(type, first)
        }
        return "let \(name): \(type.rawValue) = \(value)"
    }
}

extension Program {
    /// The live cell that the program is for.
    var liveCell: Cell? {
        guard case .cell = purpose, let subject, subject.kind == .live else { return nil }
        return subject
    }

    /// The positions at which its live cell runs: the one it is set to, else the written one and, if all are wanted, more.
    func positions(all: Bool) -> [LivePosition] {
        guard let cell = liveCell else { return [] }
        if let position = cell.livePosition { return [position] }
        let positions = LivePosition.verified(cell.parameters)
        return all ? positions : Array(positions.prefix(1))
    }
}
