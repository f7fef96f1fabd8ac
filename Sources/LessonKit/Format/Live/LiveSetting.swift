/// A value for a live cell's parameter, as `--set` takes it: `f=5` in all live cells that have it, `3.f=5` in cell 3.
public struct LiveSetting: Sendable {
    private let cell: Int?
    private let name: String
    private let value: String

    /// Reads a setting; nil where there is no name or no value.
    public init?(_ text: String) {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let place = text[..<equals].split(separator: ".", omittingEmptySubsequences: false)
        value = String(text[text.index(after: equals)...]).trimmingBlanks
        guard place.count <= 2, let name = place.last, !name.isEmpty, !value.isEmpty else { return nil }
        cell = place.count == 2 ? Int(place[0]) : nil
        if place.count == 2 && cell == nil { return nil }
        self.name = String(name).trimmingBlanks
    }

    /// What keeps some settings from being made in a lesson, in a sentence.
    public struct Problem: Error, CustomStringConvertible {
        /// The sentence.
        public let description: String
    }

    /// The lesson with its live cells set so; a cell that is not as it is written promises no output.
    public static func applied(_ settings: [LiveSetting], to lesson: Lesson) throws(Problem) -> Lesson {
        var result = lesson
        for setting in settings {
            let cells = result.cells.filter { cell in
                (setting.cell ?? cell.number) == cell.number && cell.parameters.contains { $0.name == setting.name }
            }
            guard !cells.isEmpty else { throw Problem(description: setting.isUnknown(in: lesson)) }
            for cell in cells { result = result.replacing(try setting.applied(to: cell)) }
        }
        return result
    }

    private func applied(to cell: Cell) throws(Problem) -> Cell {
        var cell = cell
        var position = cell.livePosition ?? LivePosition(values: cell.parameters.map(\.written))
        for (index, parameter) in cell.parameters.enumerated() where parameter.name == name {
            let isBareWord = parameter.type == .string && !value.hasPrefix("\"")
            do throws(LiveProblem) {
                let literal = LiveLiteral(isBareWord ? "\"\(value)\"" : value, type: parameter.type.rawValue)
                position.values[index] = try literal.read().value
            } catch {
                throw Problem(description: "\(name)=\(value): \(error.sentence)")
            }
            if let objection = parameter.objection(to: position.values[index]) {
                throw Problem(description: "\(name)=\(value) is \(objection).")
            }
        }
        cell.livePosition = position
        if position.values != cell.parameters.map(\.written) { cell.expected = nil }
        return cell
    }

    private func isUnknown(in lesson: Lesson) -> String {
        let live = lesson.cells.filter { (cell ?? $0.number) == $0.number && $0.kind == .live }
        let known = live.flatMap { $0.parameters.map(\.name) }
        guard !known.isEmpty else {
            return cell.map { "Cell \($0) is not live." } ?? "\(lesson.source.name) has no live cells."
        }
        return
            "No live cell\(cell.map { " \($0)" } ?? "") has a parameter ‘\(name)’\(suggestion(for: name, among: known)) There "
            + "are \(known.map { "‘\($0)’" }.joined(separator: ", "))."
    }
}
