/// Makes documents that nest what GitHub's Markdown has, the same for the same seed.
struct DocumentGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
        state = next()
    }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func number(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    private mutating func chance(_ percent: Int) -> Bool { number(100) < percent }
    private mutating func pick<Element>(_ list: [Element]) -> Element { list[number(list.count)] }

    /// A document of some blocks, a few of whose lines have lost or gained blanks or marks.
    mutating func document() -> String {
        var lines = blocks(depth: 0)
        // Of tasks cmark-gfm sees only those that begin their lines.
        for index in lines.indices where !lines[index].contains("[ ]") && !lines[index].contains("[x]") && chance(6) {
            lines[index] = disturbed(lines[index])
        }
        return lines.joined(separator: chance(3) ? "\r\n" : "\n") + (chance(90) ? "\n" : "")
    }

    private mutating func disturbed(_ line: String) -> String {
        switch number(9) {
        case 0: String(line.drop { $0 == " " || $0 == ">" || $0 == "\t" })
        case 1: String(line.dropFirst())
        case 2: pick([" ", "  ", "   ", "    ", "\t", " \t", "  \t"]) + line
        case 3: "> " + line
        case 4: pick(["- ", "1. ", "-\t", "+   ", "[^a]: ", "2) "]) + line
        case 5: line + pick([" ", "  ", "\\", "\t", " |"])
        case 6: ""
        case 7: pick(["---", "===", "***", "- -", "-|-", ":-:", "```", "~~~", "|", "    "])
        default: line.replacingOccurrences(ofTab: "    ")
        }
    }

    private mutating func blocks(depth: Int) -> [String] {
        var lines: [String] = []
        for index in 0..<(1 + number(depth == 0 ? 5 : 3)) {
            if index > 0 && chance(60) { lines.append(chance(90) ? "" : pick([" ", "  ", "\t", "     "])) }
            lines += block(depth: depth)
        }
        return lines
    }

    private mutating func block(depth: Int) -> [String] {
        switch number(depth > 3 ? 9 : 16) {
        case 0, 1, 2: return paragraph()
        case 3: return table()
        case 4: return fence()
        case 5:
            return pick([
                ["---"], ["***"], ["# " + words()], ["## " + words() + " ##"], ["#"], [words(), "==="],
                [words(), "---"],
            ])
        case 6: return (0..<(1 + number(2))).map { _ in "    " + words() }
        case 7: return html()
        case 8: return definition()
        case 9, 10: return quote(depth)
        case 11, 12, 13: return list(depth)
        default: return footnote(depth)
        }
    }

    private mutating func paragraph() -> [String] {
        (0..<(1 + number(3))).map { index in
            index == 0 || chance(85) ? words() : pick(["  ", "    ", "\t", "      "]) + words()
        }
    }

    private mutating func table() -> [String] {
        let columns = 1 + number(3)
        func row(_ cells: [String], _ isFenced: Bool) -> String {
            isFenced ? "| " + cells.joined(separator: " | ") + " |" : cells.joined(separator: chance(50) ? " | " : "|")
        }
        let isFenced = columns == 1 || chance(50)
        var lines = chance(15) ? [words()] : []
        lines.append(row((0..<columns).map { _ in words() }, isFenced))
        let width = chance(93) ? columns : columns + 1
        lines.append(row((0..<width).map { _ in pick(["-", "---", ":-", "-:", ":-:"]) }, isFenced))
        for _ in 0..<number(4) {
            let cells = max(1, columns + pick([0, 0, 0, 0, 1, -1]))
            lines.append(
                row((0..<cells).map { _ in pick([words(), words(), "", "a\\|b", "`x|y`", "`x\\|y`"]) }, isFenced))
        }
        if chance(15) {
            lines.append(pick(["---", "===", "text", "- item", "2. item", "> quote", "    code", "# head", "<b>"]))
        }
        return lines
    }

    private mutating func fence() -> [String] {
        let mark = pick(["```", "~~~", "````"])
        var lines = [mark + pick(["", "swift", " output approx", "c&amp;d", "a\\*b"])]
        for _ in 0..<number(4) { lines.append(pick(["code", "", "  [^a]: no", "\tx", "> y", "a | b", "-|-", "```x"])) }
        if chance(90) { lines.append(mark) }
        return lines
    }

    private mutating func html() -> [String] {
        pick([
            ["<details>", words(), "</details>"], ["<!-- " + words() + " -->"], ["<!-- a", "[^a]: b", "-->"],
            ["<div>", ""],
            ["<b>"], ["<details>", "", words(), "", "</details>"], ["<pre>", "", "x", "</pre>"], ["<?php", "?>"],
        ])
    }

    private mutating func definition() -> [String] {
        pick([
            ["[foo]: /url \"title\""], ["[Bar]:", "/u2"], ["[foo]: <a b>", "'t'"], ["[x y]: /u3", "text"],
            ["[^a b]: /u4"], ["[ß]: /sharp"],
        ])
    }

    private mutating func quote(_ depth: Int) -> [String] {
        let mark = pick(["> ", ">", ">  ", ">\t"])
        return blocks(depth: depth + 1).map { line in
            chance(8) ? line : line.isEmpty ? pick([">", "> "]) : mark + line
        }
    }

    private mutating func list(_ depth: Int) -> [String] {
        var lines: [String] = []
        let marker = pick(
            ["- ", "* ", "+ ", "1. ", "2) ", "-   ", "10. ", "-\t", "1.\t"] + (depth == 0 ? ["- [ ] ", "* [x] "] : []))
        for index in 0..<(1 + number(3)) {
            if index > 0 && chance(25) { lines.append("") }
            let indent =
                marker.hasSuffix("\t")
                ? "\t" : String(repeating: " ", count: chance(85) ? min(marker.count, 4) : 1 + number(5))
            let content = chance(7) ? [""] + blocks(depth: depth + 1) : blocks(depth: depth + 1)
            for (number, line) in content.enumerated() {
                if number == 0 {
                    lines.append(marker + line)
                } else {
                    lines.append(line.isEmpty || chance(6) ? line : indent + line)
                }
            }
        }
        return lines
    }

    private mutating func footnote(_ depth: Int) -> [String] {
        let label = pick(["[^a]:", "[^b]: ", "[^C]:  ", "[^1]:\t", "[^n*m]: ", "[^a]: "])
        let content = chance(10) ? [""] + blocks(depth: depth + 1) : blocks(depth: depth + 1)
        return content.enumerated().map { index, line in
            index == 0 ? label + line : line.isEmpty || chance(10) ? line : pick(["    ", "    ", "\t"]) + line
        }
    }

    private mutating func words() -> String {
        (0..<(1 + number(4))).map { _ in
            chance(55)
                ? pick(["alpha", "beta", "gamma", "delta", "1", "x", "步长"])
                : pick([
                    "*em*", "**strong**", "_em_", "`code`", "[^a]", "[^A]", "[^b]", "[^c]", "[^1]", "[^nope]", "[^n*m]",
                    "\\[^a]", "`[^a]`", "[foo]", "[Foo][]", "[t][bar]", "[l](/u \"t\")", "![i](/p)", "~s~",
                    "~~strike~~",
                    "~~~no~~~", "~a *b~ c*", "*a ~b* c~", "https://a.org/b_c?d=(e)", "www.x.org/*y*,", "me@x.org",
                    "http://x", "x(https://a.org/x).", "<https://y.org>", "<b>", "</b>", "a|b", "\\|", "$`x`$", "&amp;",
                    "\\*", "[", "]", "*", "_", "~", "`", "!", "<!-- c -->", "#", "[a ~~b~~](/u)",
                    "[^a](/u)", "![^a]", "***both***", "~~a~", "https://b.org/&amp;", "[ß]", "[x y]",
                ])
        }.joined(separator: chance(92) ? " " : "")
    }
}

extension String {
    fileprivate func replacingOccurrences(ofTab blanks: String) -> String { replacing("\t", with: blanks) }
}
