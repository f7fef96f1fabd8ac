/// The files with which a page shows cards beside its names, signs and words, its computed formulas, and what it cites.
enum CardFiles {
    /// The files, which every site has.
    static let names = ["card.js", "card.css", "entries.js", "computed.js", "sources.js"]

    /// What the head of a page with some kinds of cards has; nothing for a page without any.
    static func head(root: String, names: Bool, entries: Bool, code: Bool, sources: Bool) -> String {
        guard names || entries || code || sources else { return "" }
        let scripts = [("card", true), ("entries", entries), ("computed", code), ("sources", sources)]
        return "<link rel=\"stylesheet\" href=\"\(root)assets/card.css\">\n"
            + scripts.filter(\.1).map { "<script src=\"\(root)assets/\($0.0).js\" defer></script>\n" }.joined()
            + (names ? NameFiles.head(root: root) : "")
    }
}
