import CNN

/// How often examples of each class were taken for each class: rows are what they are, columns what was predicted.
///
///     show(ConfusionMatrix(actual: labels, predicted: network(x).argmax(), classes: ["cat", "dog"], alternativeText: "…"))
///
/// Colours show the share of a row, so that rare classes count as much as common ones; the cells hold the counts.
public struct ConfusionMatrix: DrawnFigure {
    /// What the classes are called.
    public let classes: [String]
    /// `counts[i][j]`: how many examples of class i were taken for class j.
    public let counts: [[Int]]
    /// The line over the picture.
    public var title: String?
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String

    /// Counts the pairs of what examples are and what was predicted; classes are numbered from 0 and as many as their
    /// names.
    public init(
        actual: [Int], predicted: [Int], classes: [String], title: String? = nil, alternativeText: String
    ) {
        require(
            actual.count == predicted.count && !actual.isEmpty,
            "A confusion matrix needs a prediction for each of at least one example, but there are \(actual.count) examples and \(predicted.count) predictions."
        )
        var counts = Array(repeating: Array(repeating: 0, count: classes.count), count: classes.count)
        for (i, j) in zip(actual, predicted) {
            require(
                classes.indices.contains(i) && classes.indices.contains(j),
                "The classes are 0..<\(classes.count), but an example of class \(i) was taken for class \(j).")
            counts[i][j] += 1
        }
        self.init(counts, classes: classes, title: title, alternativeText: alternativeText)
    }

    /// A matrix of counts: `counts[i][j]` examples of class i were taken for class j.
    public init(_ counts: [[Int]], classes: [String], title: String? = nil, alternativeText: String) {
        requireAlternativeText(alternativeText)
        require(
            !classes.isEmpty && counts.count == classes.count && counts.allSatisfy { $0.count == classes.count },
            "A confusion matrix of \(classes.count) classes needs as many rows of as many counts, but there are \(counts.map { $0.count })."
        )
        self.classes = classes
        self.counts = counts
        self.title = title
        self.alternativeText = alternativeText
    }

    /// The part of all examples that were taken for what they are; nan where there are none.
    public var accuracy: Double {
        Double(counts.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(counts.joined().reduce(0, +))
    }

    /// The counts as a heat map of the shares.
    private var map: HeatMap {
        let shares = counts.map { row in
            let sum = row.reduce(0, +)
            return row.map { sum == 0 ? 0 : Double($0) / Double(sum) }
        }
        var map = HeatMap(
            shares, title: title, rowLabels: classes, columnLabels: classes, rowAxis: "true class",
            columnAxis: "predicted class", scale: 0...1, showsNumbers: false, alternativeText: alternativeText)
        map.cellTexts = counts.map { $0.map { grouped("\($0)") } }
        map.showsNumbers = HeatMapLayout.hasRoomForNumbers(map)
        map.scaleName = "share of the true class"
        return map
    }

    /// Cells with counts, coloured by their share of the row.
    public var drawing: Drawing { map.drawing }

    /// The counts in columns.
    public var text: String { map.text }

    /// The counts.
    public var data: DataTable? {
        DataTable(
            header: ["true / predicted"] + classes, rows: zip(classes, counts).map { [$0] + $1.map { "\($0)" } })
    }
}
