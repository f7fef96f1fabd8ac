/// Finds the cells of a document, the output blocks that belong to them, and the exercises that they form.
struct CellReader {
    private let source: SourceText
    private(set) var cells: [Cell] = []
    private(set) var exercises: [Exercise] = []
    private(set) var problems: [Diagnostic] = []
    /// The exercise whose check has not come yet.
    private var open: OpenExercise?

    private struct OpenExercise {
        var starter: Cell
        var hints: [CodeBlock] = []
        var wrong: [Cell] = []
        var solution: Cell?
    }

    /// What the block just before is: the last cell, still without its output, or one that could not be read.
    private enum Predecessor {
        case cell, malformedCell, other
    }

    /// Whether the document may have been written for other readers.
    private let isLenient: Bool

    init(_ document: Document, in source: SourceText, isLenient: Bool) {
        self.source = source
        self.isLenient = isLenient
        for part in document.parts { read(part) }
        if let line = document.root.lineOfTooDeepBlock {
            report(line, "Blocks are nested in each other more than \(Markdown.depthLimit) deep here; unfold them.")
        }
        if let open { reportUnfinished(open) }
        // A cell gets its output block after it has been made part of its exercise.
        exercises = exercises.map { $0.updated(from: cells) }
        problems.sort { $0.line < $1.line }
    }

    private mutating func read(_ parent: Markdown) {
        var before = Predecessor.other
        for block in parent.children {
            guard case .code(let info, let text) = block.kind else {
                before = .other
                read(block)
                continue
            }
            do {
                let info = isLenient ? InfoString(lenient: info) : try InfoString(info)
                before = info == .other ? .other : read(CodeBlock(block, text: text, in: source), info, after: before)
            } catch {
                for sentence in error.sentences { report(block.lines.lowerBound, sentence) }
                before = info.hasPrefix("output") ? .other : .malformedCell
            }
        }
    }

    private mutating func read(_ block: CodeBlock, _ info: InfoString, after before: Predecessor) -> Predecessor {
        if !block.isClosed && !isLenient {
            report(block.fenceLine, "The fence opened here is never closed; close it with a line of as many backticks.")
        }
        switch info {
        case .other: return .other
        case .cell(let kind, let hidden, let timeout):
            let cell = Cell(index: cells.count, kind: kind, isHidden: hidden, timeout: timeout, block: block)
            cells.append(cell)
            checkLines(of: block)
            follow(cell)
            return .cell
        case .hint:
            if open == nil || open?.solution != nil {
                report(block.fenceLine, "A hint stands between a ‘swift exercise’ cell and its ‘swift solution’.")
            }
            open?.hints.append(block)
            return .other
        case .output(let comparison):
            check(block, comparison)
            switch before {
            case .cell: promise(ExpectedOutput(comparison: comparison, block: block))
            case .malformedCell: break
            case .other where isLenient: break
            case .other:
                report(block.fenceLine, "An output block must be the next block after its cell; this one follows none.")
            }
            return .other
        }
    }

    /// Gives the last cell its output, if it is of a kind that has one.
    private mutating func promise(_ output: ExpectedOutput) {
        let kind = cells[cells.count - 1].kind
        if let reason = kind.rules.refusesOutput {
            report(output.block.fenceLine, "A ‘\(kind.rawValue)’ cell has no output block: \(reason).")
        } else {
            cells[cells.count - 1].expected = output
        }
    }

    /// Puts a cell into the exercise that it belongs to.
    private mutating func follow(_ cell: Cell) {
        let line = cell.block.fenceLine
        switch cell.kind {
        case .exercise:
            if let open { reportUnfinished(open) }
            open = OpenExercise(starter: cell)
        case .wrong, .solution, .check:
            guard open != nil else {
                return report(
                    line, "A ‘\(cell.kind.rawValue)’ cell belongs to a ‘swift exercise’ cell before it; there is none.")
            }
            if cell.kind == .wrong && open?.solution == nil {
                open?.wrong.append(cell)
            } else if cell.kind == .solution && open?.solution == nil {
                open?.solution = cell
            } else if cell.kind == .check, let open, let solution = open.solution {
                exercises.append(
                    Exercise(
                        starter: open.starter, hints: open.hints, wrong: open.wrong, solution: solution, check: cell))
                self.open = nil
            } else {
                report(
                    line,
                    "The cells of an exercise come in this order: ‘exercise’, any ‘wrong’ ones, one ‘solution’, ‘check’."
                )
            }
        default:
            if let open { reportUnfinished(open) }
            open = nil
        }
    }

    private mutating func reportUnfinished(_ exercise: OpenExercise) {
        let missing = exercise.solution == nil ? "a ‘swift solution’ and a ‘swift check’ cell" : "a ‘swift check’ cell"
        report(
            exercise.starter.block.fenceLine, "The exercise that begins here needs \(missing) before any other cell.")
    }

    /// What is told of a line must be told of the line in the Markdown.
    private mutating func checkLines(of cell: CodeBlock) {
        guard !isLenient, cell.holdsDirective else { return }
        for (index, text) in cell.text.outputLines.enumerated() where text.contains("#sourceLocation(") {
            report(
                cell.textLines.lowerBound + index,
                "‘#sourceLocation’ gives the lines behind it other numbers than the Markdown's; leave it out.")
        }
    }

    /// Everything in an output block must be able to fail.
    private mutating func check(_ output: CodeBlock, _ comparison: Comparison) {
        for (index, text) in output.text.outputLines.enumerated() {
            let line = LinePattern(text, numbers: comparison.numbers)
            let place = output.textLines.lowerBound + index
            if comparison.isUnordered && line.isEllipsis {
                report(
                    place, "A line ‘...’ stands for lines in their order; it cannot be in a block that is ‘unordered’.")
            }
            if line.hasNumberAtDots {
                report(
                    place,
                    "A number touches ‘...’ here, so that nothing tells where it ends; write it whole, or leave all of it to "
                        + "the dots.")
            }
            for numeral in line.numerals where numeral.isFiner(than: comparison.numbers) {
                report(
                    place,
                    "The last digit of \(numeral.text) is finer than the block's tolerance, so that a wrong one would pass; "
                        + "write fewer digits, or a tolerance below half of that digit.")
            }
        }
    }

    private mutating func report(_ line: Int, _ message: String) {
        problems.append(Diagnostic(file: source.name, line: line, message: message))
    }
}
