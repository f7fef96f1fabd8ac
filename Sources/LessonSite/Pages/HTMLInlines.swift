import LessonKit

extension HTML {
    /// The HTML of the inlines of a block.
    mutating func inlines(_ nodes: [Markdown], in block: Markdown) -> String {
        var html = ""
        let formulas = extensions == nil ? [] : nodes.formulas
        let runs = wordRuns(in: nodes)
        var words: [Int: [WordEdge]] = [:]
        // The comments that name the code of formulas, and what of the text after them stands with the formula.
        var comments: Set<Int> = [], taken: [Int: Int] = [:]
        for (index, node) in nodes.enumerated() {
            switch node.kind {
            case .text(let whole):
                guard extensions != nil else {
                    html += whole.htmlEscaped
                    continue
                }
                if let run = runs[index] { words.merge(wordEdges(of: run)) { $0 + $1 } }
                var text = whole[...]
                // The dollar signs around a formula are not text.
                if formulas.contains(index - 1), !text.isEmpty {
                    text.removeFirst()
                    text.removeFirst(Self.closingPunctuation(text).count)
                }
                text = text.dropFirst(taken[index] ?? 0)
                if formulas.contains(index + 1), !text.isEmpty { text.removeLast() }
                expectNoDollarFormula(text, in: block)
                letters.formUnion(String(text).withNonBreakingSpaces.lettersBeyondASCII)
                for edge in words[index] ?? [] {
                    html += String(text[..<edge.place]).withNonBreakingSpaces.htmlEscaped + edge.tag
                    text = text[edge.place...]
                }
                html += String(text).withNonBreakingSpaces.htmlEscaped
            case .codeSpan(let text):
                guard formulas.contains(index) else {
                    html += "<code>\(text.htmlEscaped)</code>"
                    continue
                }
                if let comment = Self.codeComment(after: index, in: nodes) {
                    let next = comment.index + 1
                    let end = next < nodes.count ? Self.closingPunctuation(nodes[next].plainText[...]) : ""
                    let formula = formula(text, isDisplayed: false, in: block)
                    comments.insert(comment.index)
                    taken[next] = end.count
                    html += computed(formula, comment.text, end: end, in: block) ?? glued(formula, to: end)
                    continue
                }
                let punctuation = Self.closingPunctuation(nodes[index + 1].plainText.dropFirst())
                html += glued(formula(text, isDisplayed: false, in: block), to: punctuation)
            case .html where comments.contains(index): break
            case .html(let text):
                expectNoCodeComment(node, in: block)
                html += extensions == nil ? text : rawInline(text, in: block)
            case .softBreak: html += extensions != nil && Self.isBetweenChinese(nodes, index) ? "" : "\n"
            case .lineBreak: html += "<br />\n"
            case .strikethrough: html += "<del>\(enclosing(block) { $0.inlines(node.children, in: block) })</del>"
            case .footnoteReference(let label): html += footnoteReference(label, in: block)
            case .emphasis: html += "<em>\(enclosing(block) { $0.inlines(node.children, in: block) })</em>"
            case .strong:
                html += "<strong>\(strong(node, in: block))</strong>"
                if isOpening && question == nil { question = questionText(node, in: block) }
            case .link(let url, let title): html += link(node, url: url, title: title, in: block)
            case .image(let url, let title): html += image(node, url: url, title: title, in: block)
            default: html += blocks([node])
            }
        }
        return html
    }

    /// The punctuation at the beginning of a text that may not be separated from what precedes the text.
    private static func closingPunctuation(_ text: Substring) -> Substring {
        text.prefix { ".,;:!?)]%’”…".contains($0) }
    }

    /// Bold text; of a question or a sentence in bold, which is as a heading, no words are explained.
    private mutating func strong(_ node: Markdown, in block: Markdown) -> String {
        let text = { (page: inout HTML) in page.enclosing(block) { $0.inlines(node.children, in: block) } }
        return node.plainText.last.map("?.:!".contains) == true ? unexplained(text) : text(&self)
    }

    /// A formula that stays on one line with the punctuation after it; without this, a browser could break the line
    /// between the two.
    private func glued(_ formula: String, to signs: Substring) -> String {
        let piece = "<span class=\"base\">", end = "</span></span>"
        guard !signs.isEmpty, formula.hasSuffix(end), let last = formula.lastIndex(of: piece) else {
            return formula + String(signs).htmlEscaped
        }
        let tail = formula[last...].dropLast(end.count)
        return "\(formula[..<last])<span class=\"glued\">\(tail)\(String(signs).htmlEscaped)</span>\(end)"
    }

    /// Whether a line ends between two Chinese characters, where no space belongs.
    private static func isBetweenChinese(_ nodes: [Markdown], _ index: Int) -> Bool {
        guard index > 0, index + 1 < nodes.count,
            let before = nodes[index - 1].plainText.unicodeScalars.last,
            let after = nodes[index + 1].plainText.unicodeScalars.first
        else { return false }
        return before.isChinese && after.isChinese
    }

    /// The HTML of a formula; reports a problem at its position if it cannot be typeset.
    mutating func formula(_ tex: String, isDisplayed: Bool, in block: Markdown) -> String {
        let place: Typesetter.FormulaPlace = isDisplayed ? .display : isInHeader ? .header : .inline
        if let html = explainedFormula(tex, place) {
            glyphs.add(html, has: FormulaFonts.names.contains)
            return html
        }
        switch extensions?.typesetter.formula(tex, place) {
        case nil: return ""
        case .success(let html):
            glyphs.add(html, has: FormulaFonts.names.contains)
            return html
        case .failure(let error):
            let (line, column) = position(of: error, tex: tex, isDisplayed: isDisplayed, in: block)
            report("The formula cannot be typeset: \(error.message).", line: line, column: column)
            return "<code>\(tex.htmlEscaped)</code>" + Self.fault(error.message + ".")
        }
    }

    /// The position in the file of an error in a formula.
    mutating func position(
        of error: Typesetter.FormulaError, tex: String, isDisplayed: Bool, in block: Markdown
    ) -> (line: Int, column: Int?) {
        var before = String(decoding: Array(tex.utf16.prefix(error.offset ?? 0)), as: UTF16.self)
        // A formula that ends too early ends after its last word, not on a line after that.
        if before == tex { while before.last?.isWhitespace == true { before.removeLast() } }
        if isDisplayed {
            let rows = before.split(separator: "\n", omittingEmptySubsequences: false)
            // A formula without a line of its own has the line of its fence.
            let line = min(block.lines.lowerBound + rows.count, block.lines.upperBound)
            let text = tex.split(separator: "\n", omittingEmptySubsequences: false)[rows.count - 1]
            let indent = max(source.line(line).utf8.count - text.utf8.count, 0)
            return (line, error.offset.map { _ in indent + (rows.last?.utf8.count ?? 0) + 1 })
        }
        var (line, column) = position(of: "$`\(tex)", in: block)
        if column == nil {
            (line, column) = position(of: tex.split(separator: " ").first ?? "", in: block)
        } else {
            column = column.map { $0 + 2 }
        }
        return (line, column.map { $0 + before.utf8.count })
    }

    /// A question that can be understood by itself in a list of lessons; nil for any other text, and for one of at most
    /// four words.
    private mutating func questionText(_ node: Markdown, in block: Markdown) -> String? {
        let text = node.plainText
        guard extensions != nil, text.hasSuffix("?"), text.split(whereSeparator: \.isWhitespace).count > 4 else {
            return nil
        }
        omitsLinks = true
        defer { omitsLinks = false }
        return inlines(node.children, in: block)
    }

    private mutating func link(_ node: Markdown, url: String, title: String, in block: Markdown) -> String {
        let text = unexplained { page in page.enclosing(block) { $0.inlines(node.children, in: block) } }
        guard let extensions else {
            return "<a href=\"\(url.hrefEscaped)\"\(Self.attribute("title", title))>\(text)</a>"
        }
        if omitsLinks { return text }
        var address: String?, kind = ""
        switch extensions.map.target(of: url, from: extensions.path) {
        case .web(let url):
            address = url
            let isOfWork = isInWork && works.last?.address == url
            if !isOfWork && medium == .site && extensions.codeMarks != nil {
                citations.insert(url)
                kind = Work.citation
            }
        case .page(let reference):
            var reference = reference
            reference.line = position(of: url, in: block).line
            references.append(reference)
            address = extensions.map.address(of: reference, from: extensions.path)
        // A book has no other files than pictures.
        case .file where extensions.map.medium == .book: break
        case .file(let file):
            files.insert(file)
            address = extensions.map.address(ofFile: file, from: extensions.path)
        case .missing(let what):
            report("The link leads nowhere: \(what)", line: position(of: url, in: block).line)
            return text + Self.fault("The link leads nowhere.")
        // The text stays, without a link.
        case .forbidden: break
        }
        return address.map {
            "<a\(kind) href=\"\($0.hrefEscaped)\"\(Self.attribute("title", title))>\(text)</a>"
        } ?? text
    }

    private mutating func image(_ node: Markdown, url: String, title: String, in block: Markdown) -> String {
        let words = node.children.map(\.plainText).joined()
        let alternative = " alt=\"\(words.htmlEscaped)\""
        guard let extensions else {
            return "<img src=\"\(url.hrefEscaped)\"\(alternative)\(Self.attribute("title", title)) />"
        }
        let line = position(of: url, in: block).line
        if words.allSatisfy(\.isWhitespace) {
            report("The picture has no alternative text; describe it between [ and ].", line: line)
        }
        switch extensions.map.target(of: url, from: extensions.path) {
        case .file(let file) where SiteMap.isPicture(file):
            files.insert(file)
            let address = extensions.map.address(ofFile: file, from: extensions.path)
            let loading = extensions.map.medium == .book ? "" : " loading=\"lazy\""
            return "<img src=\"\(address.hrefEscaped)\"\(alternative)\(Self.attribute("title", title))\(loading) />"
        case .missing(let what): report("The picture is not there: \(what)", line: line)
        case .file, .page:
            report("\(url) is not a picture; a page shows PNG, JPEG, GIF, WebP and SVG files.", line: line)
        // Pages load nothing from the web, so they show no pictures from there.
        case .web: report("The picture is on the web; put its file into Lessons/ beside the text.", line: line)
        case .forbidden: break
        }
        return words.htmlEscaped
    }

    /// What cannot be shown, where it stands; a page with it is never written, only served.
    private static func fault(_ message: String) -> String { " <span class=\"fault\">\(message.htmlEscaped)</span>" }

    private static func attribute(_ name: String, _ value: String) -> String {
        value.isEmpty ? "" : " \(name)=\"\(value.htmlEscaped)\""
    }
}

extension String {
    /// The text with non-breaking spaces around `·` and before `%`.
    var withNonBreakingSpaces: String {
        contains(" ·") || contains(" %")
            ? replacing(" · ", with: "\u{A0}·\u{A0}").replacing(" %", with: "\u{A0}%") : self
    }

    /// Where a text occurs in this one for the last time.
    fileprivate func lastIndex(of text: String) -> Index? {
        let (bytes, wanted) = (utf8, text.utf8)
        var index = bytes.index(bytes.endIndex, offsetBy: -wanted.count, limitedBy: bytes.startIndex)
        while let place = index {
            if bytes[place...].starts(with: wanted) { return place }
            index = bytes.index(place, offsetBy: -1, limitedBy: bytes.startIndex)
        }
        return nil
    }
}
