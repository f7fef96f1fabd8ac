/// What an item of a list begins with.
struct ListMarker: Equatable {
    /// The number of an ordered list's item.
    let number: Int?
    /// The bullet, or what follows the number: `.` or `)`.
    let mark: UInt8
    /// How many bytes it has.
    let count: Int

    /// The marker that a line begins with; nil where there is none, or one that cannot interrupt a paragraph.
    init?(_ line: ArraySlice<UInt8>, interruptsParagraph: Bool) {
        guard let first = line.first else { return nil }
        var end = line.startIndex
        switch first {
        case UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "+"): number = nil
        case _ where first.isDigit:
            let digits = line.prefix { $0.isDigit }
            guard digits.count <= 9 else { return nil }
            let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            end = digits.endIndex
            guard !interruptsParagraph || value == 1, end < line.endIndex,
                line[end] == UInt8(ascii: ".") || line[end] == UInt8(ascii: ")")
            else { return nil }
            number = value
        default: return nil
        }
        mark = line[end]
        end += 1
        count = end - line.startIndex
        guard end == line.endIndex || line[end].isSpace else { return nil }
        if interruptsParagraph && line[end...].allSatisfy(\.isBlank) { return nil }
    }

    /// Whether an item with this marker belongs to a list that another one began.
    func continues(_ list: ListMarker) -> Bool { (number == nil) == (list.number == nil) && mark == list.mark }
}
