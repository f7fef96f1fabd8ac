import CNN

/// A matrix written out in squares, as it is done by hand on squared paper.
public struct NumberGrid: Sendable {
    /// Some rows and columns of a grid.
    public struct Region: Equatable, Sendable {
        /// The rows.
        public var rows: Range<Int>
        /// The columns.
        public var columns: Range<Int>

        /// These rows of these columns.
        public init(rows: Range<Int>, columns: Range<Int>) {
            self.rows = rows
            self.columns = columns
        }

        func contains(_ row: Int, _ column: Int) -> Bool { rows.contains(row) && columns.contains(column) }
    }

    /// What is written over the grid.
    public var name: String
    /// The numbers row by row; nil leaves a square empty.
    public var rows: [[Double?]]
    /// The squares that are marked.
    public var marked: Region?
    /// How many rows and columns around the edge are padding, written faintly.
    public var margin: Int
    /// How many digits after the point the numbers have; as many as needed where nil.
    public var digits: Int?
    /// The widest text that squares leave space for though it is not there yet.
    var widestExpected = ""

    /// A grid of a matrix, shape `[rows, columns]`.
    public init(_ matrix: Tensor, name: String = "", marked: Region? = nil, margin: Int = 0, digits: Int? = nil) {
        require(
            matrix.rank == 2 && matrix.count > 0,
            "A grid shows a matrix, shape [rows, columns], with at least one number, but was given the shape \(matrix.shape)."
        )
        let rows = (0..<matrix.shape[0]).map { row in
            (0..<matrix.shape[1]).map { Optional(matrix[row, $0].plotted) }
        }
        self.init(rows, name: name, marked: marked, margin: margin, digits: digits)
    }

    /// A grid of rows of numbers, all equally long; nil leaves a square empty.
    public init(
        _ rows: [[Double?]], name: String = "", marked: Region? = nil, margin: Int = 0, digits: Int? = nil
    ) {
        let width = rows.first?.count ?? 0
        require(
            width > 0 && rows.allSatisfy { $0.count == width },
            "A grid needs rows of one length with at least one square, but they have \(rows.map { $0.count }).")
        self.name = name
        self.rows = rows
        self.marked = marked
        self.margin = margin
        self.digits = digits
    }

    var width: Int { rows[0].count }

    /// What is written in the squares.
    var words: [[String]] {
        let style = digits.map { NumberStyle(digits: $0) } ?? NumberStyle(for: rows.joined().compactMap { $0 })
        return rows.map { $0.map { $0.map(style.text) ?? "" } }
    }

    func isPadding(_ row: Int, _ column: Int) -> Bool {
        !(margin..<rows.count - margin).contains(row) || !(margin..<width - margin).contains(column)
    }
}
