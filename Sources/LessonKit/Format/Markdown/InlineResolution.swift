extension InlineMarks {
    /// The inlines that libcmark has read of the marked text, with what the marks stand for.
    func resolved(_ nodes: [Markdown], isInLink: Bool) -> [Markdown] {
        var stack = DelimiterStack()
        for node in nodes {
            switch node.kind {
            case .text(let text): add(text, to: &stack)
            case .codeSpan(let text): stack.add(Markdown(.codeSpan(written(text))))
            case .html(let text): stack.add(Markdown(.html(written(text))))
            case .link(let url, let title):
                stack.add(
                    Markdown(
                        .link(url: written(url), title: written(title)),
                        children: resolved(node.children, isInLink: true)))
            case .image(let url, let title):
                stack.add(
                    Markdown(
                        .image(url: written(url), title: written(title)),
                        children: resolved(node.children, isInLink: isInLink)))
            case .emphasis, .strong:
                stack.add(Markdown(node.kind, children: resolved(node.children, isInLink: isInLink)))
            default: stack.add(node)
            }
        }
        let resolved = stack.finish()
        return isInLink ? resolved : resolved.flatMap(Self.withMailLinks).joiningTexts
    }

    /// A text of libcmark's whose marks are text again.
    private func written(_ text: String) -> String {
        let (texts, marks) = Self.split(text)
        guard !marks.isEmpty else { return text }
        return zip(texts, marks.map { self.marks[$0].written.text } + [""]).map { $0 + $1 }.joined()
            .withoutEmphasisSeparators
    }

    private func add(_ text: String, to stack: inout DelimiterStack) {
        let (texts, numbers) = Self.split(text)
        stack.add(Markdown(.text(texts[0])))
        for (number, text) in zip(numbers, texts.dropFirst()) {
            switch marks[number].kind {
            case .delimiters(let run): stack.add(run)
            case .link(let url):
                let text = Markdown(.text(marks[number].written.text.withoutEmphasisSeparators))
                stack.add(Markdown(.link(url: url, title: ""), children: [text]))
            // No footnote has such a label.
            case .footnote(let label) where label.utf8.contains(where: \.isSpace):
                stack.add(Markdown(.text(marks[number].written.text.withoutEmphasisSeparators)))
            case .footnote(let label): stack.add(Markdown(.footnoteReference(label: label)))
            }
            stack.add(Markdown(.text(text)))
        }
    }

    /// An inline whose mail addresses are links, except for those that are in one.
    private static func withMailLinks(_ node: Markdown) -> [Markdown] {
        switch node.kind {
        case .text(let text) where text.utf8.contains(UInt8(ascii: "@")):
            let bytes = Array(text.utf8)
            var nodes: [Markdown] = []
            var start = 0
            while let address = MailAddress(in: bytes, from: start) {
                nodes.append(Markdown(.text(bytes[start..<address.range.lowerBound].text)))
                let text = Markdown(.text(bytes[address.range].text))
                nodes.append(Markdown(.link(url: address.url, title: ""), children: [text]))
                start = address.range.upperBound
            }
            nodes.append(Markdown(.text(bytes[start...].text)))
            return nodes
        case .emphasis, .strong, .strikethrough, .image:
            return [node.with(children: node.children.flatMap(withMailLinks))]
        default: return [node]
        }
    }
}
