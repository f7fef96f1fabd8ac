extension Judge {
    /// The own time in which a live cell follows the reader's hand, in seconds.
    private static let promptSeconds = 0.5

    /// Judges what a live cell did at the positions after the written one: it ran to its end, and promptly.
    func judgePositions(_ verdict: inout Report.Verdict) {
        let cell = verdict.cell
        verdict.positions = 1 + run.positions.count
        let positions = program.positions(all: true)
        for (position, execution) in zip(positions.dropFirst(), run.positions) {
            guard execution.termination != .finished else { continue }
            let count = verdict.problems.count
            explain(execution, &verdict)
            for index in count..<verdict.problems.count {
                let problem = verdict.problems[index].diagnostic
                verdict.problems[index].diagnostic.message =
                    "At \(position.description(cell.parameters)): \(problem.message)"
            }
        }
        let times = zip(positions, [run.execution].compactMap { $0 } + run.positions).compactMap {
            position, execution in
            execution.cells.last?.ownSeconds.map { (position, $0) }
        }
        if cell.timeout == nil, let slowest = times.max(by: { $0.1 < $1.1 }), slowest.1 > Self.promptSeconds {
            let place = slowest.0.description(cell.parameters)
            verdict.problems.append(
                Report.Problem(
                    diagnostic: Diagnostic(
                        file: program.lesson.source.name, line: cell.block.fenceLine, severity: .warning,
                        message:
                            "The cell takes more than \(Self.promptSeconds) s at \(place), too long to follow a slider; "
                            + "make its work smaller, or give it ‘timeout=10s’ for a button that runs it.")))
        }
    }
}
