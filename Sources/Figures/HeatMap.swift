import CNN

/// A matrix as coloured cells, with the scale that says which colour is which number.
///
///     show(HeatMap(counts, title: "How often each pixel is used", alternativeText: "A 6 by 6 grid …"))
///
/// Row 0 is on top. Cells that are no finite number are crossed out.
public struct HeatMap: DrawnFigure {
    /// The numbers, row by row; all rows are equally long.
    public let rows: [[Double]]
    /// The line over the picture.
    public var title: String?
    /// A name for each row, or none at all.
    public var rowLabels: [String]
    /// A name for each column, or none at all.
    public var columnLabels: [String]
    /// What the rows are together, written beside them.
    public var rowAxis: String?
    /// What the columns are together, written under them.
    public var columnAxis: String?
    /// The colours.
    public var palette: Palette
    /// The numbers at the two ends of the scale.
    public var scale: ClosedRange<Double>
    /// Whether each cell has its number written in it.
    public var showsNumbers: Bool
    /// How many digits after the point the numbers have; as many as needed where nil.
    public var digits: Int?
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String
    /// What is written in the cells where that is not their numbers.
    var cellTexts: [[String]]?
    /// What the numbers of the scale are, written after it.
    var scaleName: String?

    /// A heat map of a matrix, shape `[rows, columns]`. The scale runs from the smallest to the largest number unless
    /// one is given (for signed colours, as far to either side of 0); the numbers are written where there are few.
    public init(
        _ matrix: Tensor, title: String? = nil, rowLabels: [String] = [], columnLabels: [String] = [],
        rowAxis: String? = nil, columnAxis: String? = nil, palette: Palette = .viridis,
        scale: ClosedRange<Double>? = nil, showsNumbers: Bool? = nil, digits: Int? = nil, alternativeText: String
    ) {
        require(
            matrix.rank == 2 && matrix.count > 0,
            "A heat map shows a matrix, shape [rows, columns], with at least one number, but was given the shape \(matrix.shape)."
        )
        let width = matrix.shape[1]
        self.init(
            (0..<matrix.shape[0]).map { Array(matrix.scalars[$0 * width..<($0 + 1) * width]) }, title: title,
            rowLabels: rowLabels, columnLabels: columnLabels, rowAxis: rowAxis, columnAxis: columnAxis,
            palette: palette, scale: scale, showsNumbers: showsNumbers, digits: digits,
            alternativeText: alternativeText)
    }

    /// A heat map of rows of numbers.
    public init(
        _ rows: [[some Plottable]], title: String? = nil, rowLabels: [String] = [], columnLabels: [String] = [],
        rowAxis: String? = nil, columnAxis: String? = nil, palette: Palette = .viridis,
        scale: ClosedRange<Double>? = nil, showsNumbers: Bool? = nil, digits: Int? = nil, alternativeText: String
    ) {
        requireAlternativeText(alternativeText)
        let width = rows.first?.count ?? 0
        require(width > 0, "A heat map needs at least one row with at least one number.")
        require(
            rows.allSatisfy { $0.count == width },
            "The rows of a heat map need one length, but they have \(rows.map { $0.count }) numbers.")
        require(
            rowLabels.isEmpty || rowLabels.count == rows.count,
            "A heat map of \(rows.count) rows takes as many row labels, but was given \(rowLabels.count).")
        require(
            columnLabels.isEmpty || columnLabels.count == width,
            "A heat map of \(width) columns takes as many column labels, but was given \(columnLabels.count).")
        require(
            scale == nil || scale!.lowerBound.isDrawable && scale!.upperBound.isDrawable,
            "The scale of a heat map needs finite ends, but was given as \(scale!).")
        self.rows = rows.map { $0.map { $0.plotted } }
        self.title = title
        self.rowLabels = rowLabels
        self.columnLabels = columnLabels
        self.rowAxis = rowAxis
        self.columnAxis = columnAxis
        self.palette = palette
        self.scale = scale ?? palette.scale(for: self.rows.joined())
        self.digits = digits
        self.alternativeText = alternativeText
        self.showsNumbers = false
        self.showsNumbers = showsNumbers ?? HeatMapLayout.hasRoomForNumbers(self)
    }

    var columnCount: Int { rows[0].count }

    /// What is written in the cells and in the terminal.
    var words: [[String]] {
        let style = digits.map { NumberStyle(digits: $0) } ?? NumberStyle(for: rows.joined())
        return cellTexts ?? rows.map { $0.map(style.text) }
    }

    var crossedOutCount: Int { rows.joined().count { !$0.isFinite } }
}

extension Palette {
    /// The scale for these numbers where none is given.
    func scale(for numbers: some Sequence<Double>) -> ClosedRange<Double> {
        guard let range = numbers.drawableRange else { return 0...1 }
        if self == .signed {
            let end = max(range.lowerBound.magnitude, range.upperBound.magnitude)
            return -end...end
        }
        return range
    }
}
