/// The brackets of a text that are open, as CommonMark follows them to find links.
struct Brackets {
    /// A bracket that was open.
    struct Opener {
        let isImage: Bool
        /// Where its text begins, and where it was written to.
        let index: Int
        let marked: Int
        /// Whether it may begin a link: no link has been found in it.
        var isActive = true
        /// Whether other brackets began in it.
        var hasBrackets = false
    }

    private var open: [Opener] = []
    /// How many of the outermost are in no link any more.
    private var inactive = 0

    /// Whether none is open.
    var isEmpty: Bool { open.isEmpty }

    mutating func open(isImage: Bool, at index: Int, marked: Int) {
        if !open.isEmpty { open[open.count - 1].hasBrackets = true }
        open.append(Opener(isImage: isImage, index: index, marked: marked))
    }

    /// Closes the innermost one.
    mutating func close() -> Opener? {
        guard var opener = open.popLast() else { return nil }
        opener.isActive = opener.isImage || open.count >= inactive
        inactive = min(inactive, open.count)
        return opener
    }

    /// No link is in another one.
    mutating func deactivateLinks() { inactive = open.count }
}
