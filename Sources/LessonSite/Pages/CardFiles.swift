/// The files with which a page shows cards beside its names, signs and words.
enum CardFiles {
    /// The files, which every site has.
    static let names = ["card.js", "card.css", "entries.js"]

    /// What the head of a page with some kinds of cards has; nothing for a page without any.
    static func head(root: String, names: Bool, entries: Bool) -> String {
        guard names || entries else { return "" }
        return "<link rel=\"stylesheet\" href=\"\(root)assets/card.css\">\n" + script("card", root)
            + (names ? NameFiles.head(root: root) : "") + (entries ? script("entries", root) : "")
    }

    private static func script(_ name: String, _ root: String) -> String {
        "<script src=\"\(root)assets/\(name).js\" defer></script>\n"
    }
}
