/// A run of stars, underlines or tildes that may begin or end emphasis or struck text.
struct Delimiters {
    let sign: UInt8
    let length: Int
    /// How many are not used up.
    var count: Int
    let opens: Bool
    let closes: Bool

    /// The run that begins at an index.
    init(in text: [UInt8], at index: Int) {
        sign = text[index]
        let sign = sign
        let run = text[...].count(from: index) { $0 == sign }
        length = sign == UInt8(ascii: "~") ? min(run, 100) : run
        count = length
        // GitHub looks past tildes for what is beside stars and lines.
        var (start, end) = (index, index + length)
        if sign != UInt8(ascii: "~") {
            while start > 0, text[start - 1] == UInt8(ascii: "~") { start -= 1 }
            end += text[...].count(from: end) { $0 == UInt8(ascii: "~") }
        }
        let before = text.scalar(before: start) ?? "\n"
        let after = text.scalar(at: end) ?? "\n"
        let (spaceBefore, spaceAfter) = (before.isSpaceOfMarkdown, after.isSpaceOfMarkdown)
        let (markBefore, markAfter) = (before.isPunctuation, after.isPunctuation)
        let isLeft = !spaceAfter && (!markAfter || spaceBefore || markBefore)
        let isRight = !spaceBefore && (!markBefore || spaceAfter || markAfter)
        let isStrike = sign == UInt8(ascii: "~")
        let mayDelimit = !isStrike || length <= 2
        let isLine = sign == UInt8(ascii: "_")
        opens = mayDelimit && isLeft && (!isLine || !isRight || markBefore)
        closes = mayDelimit && isRight && (!isLine || !isLeft || markAfter)
    }

    /// What is not used up, as text.
    var text: String { String(repeating: Character(Unicode.Scalar(sign)), count: count) }

    /// Whether it may be closed by another run. Of two that do both, the sum must not be a multiple of three.
    func matches(_ closer: Delimiters) -> Bool {
        guard opens, sign == closer.sign else { return false }
        return !(closer.opens || closes) || closer.length.isMultiple(of: 3)
            || !(length + closer.length).isMultiple(of: 3)
    }
}

/// Builds emphasis and struck text out of inlines and the delimiters between them, as CommonMark's appendix says: each run
/// that may close looks back for the nearest that it can close.
struct DelimiterStack {
    /// A run that may open, what follows it, and how deep that is.
    private struct Opener {
        var run: Delimiters
        var nodes: [Markdown] = []
        var depth = 0
    }

    private var base: [Markdown] = []
    private var openers: [Opener] = []
    /// Below which index there is nothing to be found, by the kind of closer.
    private var bottoms: [Int: Int] = [:]

    mutating func add(_ node: Markdown, depth: Int = 0) {
        guard !openers.isEmpty else { return base.append(node) }
        openers[openers.count - 1].nodes.append(node)
        openers[openers.count - 1].depth = max(openers[openers.count - 1].depth, depth)
    }

    mutating func add(_ run: Delimiters) {
        var run = run
        while run.closes, run.count > 0 {
            let kind = Int(run.sign) * 6 + run.length % 3 * 2 + (run.opens ? 1 : 0)
            let bottom = min(bottoms[kind] ?? 0, openers.count)
            guard let index = openers[bottom...].lastIndex(where: { $0.run.matches(run) }) else {
                bottoms[kind] = openers.count
                break
            }
            if run.sign == UInt8(ascii: "~") {
                guard openers[index].run.length == run.length else { break }
                close(index, .strikethrough, using: run.length)
                return
            }
            let used = min(openers[index].run.count, run.count, 2)
            close(index, used == 2 ? .strong : .emphasis, using: used)
            run.count -= used
        }
        if run.opens && run.count > 0 {
            openers.append(Opener(run: run))
        } else {
            add(Markdown(.text(run.text)))
        }
    }

    /// Puts what follows an opener into a node.
    private mutating func close(_ index: Int, _ kind: Markdown.Kind, using count: Int) {
        unwind(to: index + 1)
        var opener = openers.removeLast()
        for (kind, bottom) in bottoms where bottom > index { bottoms[kind] = index }
        // What is nested too deeply is left out, as blocks are.
        let isTooDeep = opener.depth >= Markdown.depthLimit
        let node = Markdown(kind, children: isTooDeep ? [] : opener.nodes.joiningTexts)
        opener.run.count -= count
        guard opener.run.count > 0 else { return add(node, depth: opener.depth + 1) }
        opener.nodes = [node]
        opener.depth += 1
        openers.append(opener)
    }

    /// Makes text of the openers from an index on.
    private mutating func unwind(to index: Int) {
        guard openers.count > index else { return }
        let tail = openers[index...]
        openers.removeSubrange(index...)
        for opener in tail {
            add(Markdown(.text(opener.run.text)))
            for node in opener.nodes { add(node, depth: opener.depth) }
        }
    }

    /// All inlines.
    mutating func finish() -> [Markdown] {
        unwind(to: 0)
        return base.joiningTexts
    }
}
