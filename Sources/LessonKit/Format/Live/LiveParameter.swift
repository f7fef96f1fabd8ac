/// A number, a word or a drawing that the reader of a live cell may change.
package struct LiveParameter: Equatable, Sendable {
    /// The name of its constant.
    package let name: String
    /// Its type.
    package let type: LiveType
    /// What sets it.
    package let control: LiveControl
    /// What the lesson sets it to.
    package let written: LiveValue
    /// Its line in the cell, from 0.
    package let line: Int

    /// What keeps a value from being set, as the end of a sentence about it; nil if it may be.
    package func objection(to value: LiveValue) -> String? {
        switch (control, value) {
        case (.slider(let range), .number(let number)): range.objection(to: number)
        case (.grid(let range), .grid(let rows)), (.pad(let range), .grid(let rows)):
            rows.map(\.count) == writtenGrid.map(\.count)
                ? rows.joined().lazy.compactMap { range.objection(to: $0) }.first
                : "no grid of \(writtenGrid.count) × \(writtenGrid.first?.count ?? 0) numbers"
        case (.toggle, .truth): nil
        case (.choice(let words), .word(let word)):
            words.contains(word) ? nil : "none of \(words.map { "“\($0)”" }.joined(separator: ", "))"
        default: "no value of type \(type.rawValue)"
        }
    }

    private var writtenGrid: [[Double]] { if case .grid(let rows) = written { rows } else { [] } }
}
