/// What the cells of a program have done, so that another run can continue after some of them.
struct RecordedCells: Sendable {
    /// What a program had done when it reached a cell.
    struct Mark {
        /// How much it had printed to stderr.
        var errorCount: Int
        /// The own time that it had taken of the lesson's limit.
        var time: Duration
    }

    var cells: [Execution.CellExecution] = []
    /// What each cell has printed.
    var outputs: [[UInt8]] = []
    var errors: [UInt8] = []
    /// The state before each cell, and at the end.
    var marks: [Mark] = []

    /// How long the cells have taken.
    var duration: Duration { .seconds(cells.reduce(0) { $0 + $1.seconds }) }

    /// The first cells alone, as if the others had not run.
    func prefix(_ count: Int) -> RecordedCells {
        RecordedCells(
            cells: Array(cells.prefix(count)), outputs: Array(outputs.prefix(count)),
            errors: Array(errors.prefix(marks[count].errorCount)), marks: Array(marks.prefix(count + 1)))
    }

    /// Reports again what the cells have done, the last one's end too unless it has not reached it.
    func tell(reachedEnd: Bool = true, to onEvent: (ExecutionEvent) -> Void) {
        for (position, cell) in cells.enumerated() {
            onEvent(.begins(cell.index))
            cell.replay(outputs[position], prints: { onEvent(.prints($0)) }, shows: { onEvent(.shows($0)) })
            if reachedEnd || position < cells.count - 1 { onEvent(.ends(cell.index)) }
        }
    }
}
