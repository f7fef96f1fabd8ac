extension Judge {
    /// Judges what a live cell did as WebAssembly: at each position what it did natively, to the last byte.
    func judgeLive(_ verdict: inout Report.Verdict) {
        guard let live = run.live else { return }
        verdict.livePositions = live.positions.count
        let (cell, lesson) = (verdict.cell, program.lesson)
        func fail(_ message: String, detail: String? = nil) {
            verdict.fail(at: cell.block.fenceLine, in: lesson, message, detail: detail)
        }
        if let failure = live.failure { fail("The cell does not run as WebAssembly. \(failure)") }
        for diagnostic in live.diagnostics {
            var placed = diagnostic.diagnostic(in: lesson)
            placed.message += "; \(cell.name) is live, so this must compile as Embedded Swift for WebAssembly too"
            verdict.outcome = .failed
            verdict.problems.append(Report.Problem(diagnostic: placed))
        }
        let positions = program.positions(all: true)
        if live.failure == nil && live.diagnostics.isEmpty && live.positions.count != positions.count {
            fail("As WebAssembly the cell ran at \(live.positions.count) of \(positions.count) positions.")
        }
        let native = ([run.execution].compactMap { $0 } + run.positions).compactMap { $0.cells.last }
        for (position, (native, live)) in zip(positions, zip(native, live.positions)) {
            let place = position.description(cell.parameters)
            if let stop = live.stop {
                fail("At \(place) the cell stops as WebAssembly, and not natively: \(stop)")
            } else if !live.output.isExactly(native.output) {
                fail(
                    "At \(place) the cell prints something else as WebAssembly than natively.",
                    detail: Self.firstDifference(native.output, live.output))
            } else if live.figures != native.figures {
                fail("At \(place) the cell shows other figures as WebAssembly than natively.")
            }
        }
    }

    /// The first lines that differ.
    private static func firstDifference(_ native: String, _ live: String) -> String {
        let (native, live) = (native.fileLines.map(String.init), live.fileLines.map(String.init))
        let line = zip(native, live).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let index = line ?? min(native.count, live.count)
        func shown(_ lines: [String]) -> String {
            lines.indices.contains(index) ? Excerpt.text(lines[index]) : "(no line)"
        }
        return "     native | \(shown(native))\nWebAssembly | \(shown(live))"
    }
}
