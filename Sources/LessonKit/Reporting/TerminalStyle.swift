/// Words for a terminal, coloured if it shows colours.
public struct TerminalStyle: Sendable {
    let isColoured: Bool

    /// Chooses whether there are colours.
    public init(isColoured: Bool) { self.isColoured = isColoured }

    private func paint(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// Something that went well, in green.
    public func success(_ text: String) -> String { paint(text, "32") }
    /// Something that went wrong, in red.
    public func failure(_ text: String) -> String { paint(text, "31") }
    /// A heading.
    public func bold(_ text: String) -> String { paint(text, "1") }
    /// Something of less importance.
    public func dim(_ text: String) -> String { paint(text, "2") }
}
