import TerminalText
extension Difference: CustomStringConvertible {
    /// The lines that differ, expected above actual, with carets under the difference, and the lines around them.
    public var description: String {
        var rows: [Row] = []
        for line in lines {
            switch line {
            case .same(_, let actual): rows.append(Row(label: "", text: Excerpt.text(self.actual[actual])))
            case .skipped(let expected, let range):
                let text = Excerpt.text(self.expected[expected])
                rows.append(Row(label: "", text: "\(text)  (\(range.count) \(range.count == 1 ? "line" : "lines"))"))
            case .changed(let expected, let actual):
                let (expected, actual) = String.showingDifference(self.expected[expected], self.actual[actual])
                let place = expected.exactPrefix(commonWith: actual).count
                let longer = expected.columns > actual.columns ? expected : actual
                let start = Excerpt.start(around: place, of: longer)
                rows.append(Row(label: "expected", text: Excerpt.text(expected, from: start)))
                rows.append(Row(label: "actual", text: Excerpt.text(actual, from: start)))
                rows.append(Row(label: "mark", text: Self.mark(expected, actual, from: place, shownFrom: start)))
            case .missing(let expected):
                rows.append(Row(label: "missing", text: Excerpt.text(self.expected[expected].showingInvisible)))
            case .unexpected(let actual, _):
                rows.append(Row(label: "unexpected", text: Excerpt.text(self.actual[actual].showingInvisible)))
            }
        }
        return Self.render(rows)
    }

    private struct Row {
        /// Empty for a line that matches.
        var label: String
        var text: String
    }

    /// How many matching lines are shown around those that differ, and how many rows in all.
    private static let context = 2, limit = 40

    private static func render(_ rows: [Row]) -> String {
        let width = rows.map { $0.label == "mark" ? 0 : $0.label.count }.max() ?? 0
        func line(_ label: String, _ text: String) -> String {
            "  \(String(repeating: " ", count: width - label.count))\(label) | \(text)"
        }
        let differing = rows.indices.lazy.filter { !rows[$0].label.isEmpty }.prefix(limit)
        let visible = Set(differing.flatMap { $0 - context...$0 + context })
        var shown: [String] = []
        var previous = -1
        for index in rows.indices where visible.contains(index) {
            guard shown.count < limit else {
                shown.append(line("", "… and more"))
                break
            }
            if index != previous + 1 { shown.append(line("", "…")) }
            previous = index
            shown.append(line(rows[index].label == "mark" ? "" : rows[index].label, rows[index].text))
        }
        if previous + 1 < rows.count && shown.count <= limit { shown.append(line("", "…")) }
        return shown.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }.joined(separator: "\n")
    }

    /// Carets under the part of the actual line that differs, as far as it is shown.
    private static func mark(_ expected: String, _ actual: String, from place: Int, shownFrom start: Int) -> String {
        let rest = (expected.dropFirst(place), actual.dropFirst(place))
        let end = zip(rest.0.reversed(), rest.1.reversed()).prefix { $0.utf8.elementsEqual($1.utf8) }.count
        let indent = actual.prefix(place).dropFirst(start).columns + (start > 0 ? 1 : 0)
        let length = max(min(rest.1.dropLast(end).columns, Excerpt.maximumColumns - indent), 1)
        return String(repeating: " ", count: indent) + String(repeating: "^", count: length)
    }
}
