/// At how many positions live cells ran.
public struct PositionCounts: Sendable {
    /// The number of live cells.
    public private(set) var cells = 0
    /// The numbers of positions, natively and as WebAssembly.
    public private(set) var native = 0, live = 0

    /// Starts at zero.
    public init() {}

    /// Adds the numbers of other counts.
    public mutating func add(_ other: PositionCounts) {
        cells += other.cells
        native += other.native
        live += other.live
    }

    /// Adds the live cells of a lesson.
    public mutating func add(_ report: Report) {
        for verdict in report.verdicts where verdict.cell.kind == .live {
            cells += 1
            native += verdict.positions
            live += verdict.livePositions
        }
    }
}

extension PositionCounts: CustomStringConvertible {
    /// `2 live cells ran at 24 positions, as WebAssembly at 24`.
    public var description: String {
        "\(cells) live \(cells == 1 ? "cell" : "cells") ran at \(native) \(native == 1 ? "position" : "positions")"
            + ", as WebAssembly at \(live)"
    }
}
