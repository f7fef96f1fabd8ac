import LessonKit

/// A quote that begins with a mark such as `[!NOTE]`, as GitHub shows it.
enum Alert: String, CaseIterable {
    case note = "NOTE"
    case tip = "TIP"
    case important = "IMPORTANT"
    case warning = "WARNING"
    case caution = "CAUTION"

    /// The heading above its text.
    var title: String { rawValue.prefix(1) + rawValue.dropFirst().lowercased() }

    /// The alert that a quote is, and the blocks in it; nil for an ordinary quote.
    static func split(_ quote: Markdown) -> (Alert, [Markdown])? {
        guard let first = quote.children.first, first.kind == .paragraph,
            case .text(let text) = first.children.first?.kind, text.hasPrefix("[!"), text.hasSuffix("]"),
            let alert = Alert(rawValue: text.dropFirst(2).dropLast().uppercased()),
            first.children.count == 1 || first.children[1].kind == .softBreak
        else { return nil }
        let rest = first.children.count > 2 ? [first.with(children: Array(first.children.dropFirst(2)))] : []
        return (alert, rest + quote.children.dropFirst())
    }
}
