/// Where a cell and its output block stand in a lesson.
struct PromiseContainer: Sendable {
    var name: String
    /// The lines before the blocks, and what each of their lines begins with.
    var opening: @Sendable (_ number: Int) -> [String]
    var prefix: String

    static let all = [
        PromiseContainer(name: "the top level", opening: { _ in [] }, prefix: ""),
        PromiseContainer(name: "a list", opening: { _ in ["- An item.", ""] }, prefix: "  "),
        PromiseContainer(name: "a numbered list", opening: { _ in ["1. An item.", ""] }, prefix: "   "),
        PromiseContainer(
            name: "a list in a list", opening: { _ in ["* An item.", "", "  1. Another.", ""] }, prefix: "     "),
        PromiseContainer(name: "a quote", opening: { _ in ["> Somebody's words.", ">"] }, prefix: "> "),
        PromiseContainer(name: "a list in a quote", opening: { _ in ["> - An item.", ">"] }, prefix: ">   "),
        PromiseContainer(
            name: "a quote in a list", opening: { _ in ["- > Somebody's words.", "  >"] }, prefix: "  > "),
        PromiseContainer(name: "an alert", opening: { _ in ["> [!NOTE]"] }, prefix: "> "),
        PromiseContainer(
            name: "a footnote", opening: { ["Words.[^\($0)]", "", "[^\($0)]: A note.", ""] }, prefix: "    "),
    ]

    /// Blocks in this container, and a paragraph that ends it; `fence` is the line of the first block's fence, counted from 0.
    func lines(of blocks: [[String]], number: Int) -> (lines: [String], fence: Int) {
        let inner = blocks.joined(separator: [""]).map { line in
            let whole = prefix + line
            // A line of blanks would be one in a quote and in an editor that removes them.
            return line.isEmpty ? String(whole.reversed().drop { $0 == " " }.reversed()) : whole
        }
        let opening = opening(number)
        return (opening + inner + ["", "A paragraph.", ""], opening.count)
    }
}
