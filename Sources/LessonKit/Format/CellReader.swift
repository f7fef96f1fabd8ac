/// Finds the cells of a document, the output blocks that belong to them, and the exercises that they form.
struct CellReader {
    private let source: SourceText
    private(set) var cells: [Cell] = []
    private(set) var exercises: [Exercise] = []
    private(set) var fragments: [CodeBlock] = []
    private(set) var problems: [Diagnostic] = []
    /// The index of the cell that a comment holds, with which all later cells begin.
    private var hiddenCode: Int?
    /// The exercise that has been begun and whose check has not been read yet.
    private var openExercise: OpenExercise?

    private struct OpenExercise {
        var starter: Cell
        var hints: [CodeBlock] = []
        var wrong: [Cell] = []
        var solution: Cell?
    }

    /// What the previous block is: the last cell, still without its output, or a cell that could not be read.
    private enum Predecessor {
        case cell, malformedCell, other
    }

    /// Whether the document may have been written for other tools.
    private let isLenient: Bool

    init(_ document: Document, in source: SourceText, isLenient: Bool) {
        self.source = source
        self.isLenient = isLenient
        read(document.root)
        if let line = document.root.lineOfTooDeepBlock {
            report(line, "Blocks are nested in each other more than \(Markdown.depthLimit) deep here; unfold them.")
        }
        if let openExercise { reportUnfinished(openExercise) }
        // A cell receives its output block after it has become part of its exercise.
        exercises = exercises.map { $0.updated(from: cells) }
        problems.sort { $0.line < $1.line }
    }

    private mutating func read(_ parent: Markdown) {
        var predecessor = Predecessor.other
        for block in parent.children {
            guard case .code(let info, let text) = block.kind else {
                predecessor = .other
                readHiddenCode(in: block)
                if !isLenient { problems += UnreadBlocks.problems(in: block, of: source) }
                read(block)
                continue
            }
            do {
                let info = isLenient ? try InfoString(lenient: info) : try InfoString(info)
                predecessor =
                    info == .other ? .other : read(CodeBlock(block, text: text, in: source), info, after: predecessor)
            } catch {
                for sentence in error.sentences { report(block.lines.lowerBound, sentence) }
                predecessor = info.hasPrefix("output") ? .other : .malformedCell
            }
        }
    }

    private mutating func read(_ block: CodeBlock, _ info: InfoString, after predecessor: Predecessor) -> Predecessor {
        if !block.isClosed && !isLenient {
            report(block.fenceLine, "The fence opened here is never closed; close it with a line of as many backticks.")
        }
        switch info {
        case .other: return .other
        case .fragment:
            fragments.append(block)
            return .malformedCell
        case .cell(_, _, _) where isLenient && block.isPartOfManifest:
            fragments.append(block)
            return .malformedCell
        case .cell(let kind, let hidden, let timeout):
            let number = max(1, (cells.last?.number ?? 0) + (kind.isPartOfExercise ? 0 : 1))
            var cell = Cell(
                index: cells.count, number: number, kind: kind, isHidden: hidden, timeout: timeout, block: block)
            if kind == .live { cell.parameters = parameters(of: block) }
            cell.hiddenCode = hiddenCode
            cells.append(cell)
            checkLines(of: block)
            addToExercise(cell)
            return .cell
        case .hint:
            if openExercise == nil || openExercise?.solution != nil {
                report(
                    block.fenceLine,
                    "A hint belongs between a ‘swift exercise’ cell and its ‘swift solution’; move it there.")
            }
            openExercise?.hints.append(block)
            if !isLenient { problems += UnreadBlocks.problems(inHint: block, of: source) }
            return .other
        case .output(let comparison):
            check(block, comparison)
            switch predecessor {
            case .cell: attach(ExpectedOutput(comparison: comparison, block: block))
            case .malformedCell: break
            case .other where isLenient: break
            case .other:
                report(block.fenceLine, "An output block must be the next block after its cell; this one follows none.")
            }
            return .other
        }
    }

    /// Reads the code in a comment, which takes the place of an earlier one's.
    private mutating func readHiddenCode(in block: Markdown) {
        do {
            guard let code = try HiddenCode(block) else { return }
            guard isLenient else {
                return report(
                    block.lines.lowerBound,
                    "Code in a comment is for documents whose blocks are programs of their own (‘verify --each’); in a lesson, "
                        + "write a ‘swift hidden’ block.")
            }
            hiddenCode = nil
            if code.text.allSatisfy(\.isWhitespace) { return }
            hiddenCode = cells.count
            cells.append(
                Cell(
                    index: cells.count, number: (cells.last?.number ?? 0) + 1, kind: .plain, isHidden: true,
                    timeout: nil,
                    block: CodeBlock(text: code.text, firstLine: code.firstLine)))
        } catch {
            report(block.lines.lowerBound, error.sentence)
        }
    }

    /// Attaches an output to the last cell, if its kind has one.
    private mutating func attach(_ output: ExpectedOutput) {
        let kind = cells[cells.count - 1].kind
        if let reason = kind.rules.noOutputReason {
            report(output.block.fenceLine, "A ‘\(kind.rawValue)’ cell has no output block: \(reason).")
        } else {
            cells[cells.count - 1].expected = output
        }
    }

    /// Puts a cell into the exercise that it belongs to.
    private mutating func addToExercise(_ cell: Cell) {
        let line = cell.block.fenceLine
        switch cell.kind {
        case .exercise:
            if let openExercise { reportUnfinished(openExercise) }
            openExercise = OpenExercise(starter: cell)
        case .wrong, .solution, .check:
            guard openExercise != nil else {
                return report(
                    line, "A ‘\(cell.kind.rawValue)’ cell belongs to a ‘swift exercise’ cell before it; there is none.")
            }
            if cell.kind == .wrong && openExercise?.solution == nil {
                openExercise?.wrong.append(cell)
            } else if cell.kind == .solution && openExercise?.solution == nil {
                openExercise?.solution = cell
            } else if cell.kind == .check, let openExercise, let solution = openExercise.solution {
                exercises.append(
                    Exercise(
                        starter: openExercise.starter, hints: openExercise.hints, wrong: openExercise.wrong,
                        solution: solution, check: cell))
                self.openExercise = nil
            } else {
                report(
                    line,
                    "The cells of an exercise come in this order: ‘exercise’, any ‘wrong’ ones, one ‘solution’, ‘check’."
                )
            }
        default:
            if let openExercise { reportUnfinished(openExercise) }
            openExercise = nil
        }
    }

    private mutating func reportUnfinished(_ exercise: OpenExercise) {
        let missing = exercise.solution == nil ? "a ‘swift solution’ and a ‘swift check’ cell" : "a ‘swift check’ cell"
        report(
            exercise.starter.block.fenceLine, "The exercise that begins here needs \(missing) before any other cell.")
    }

    /// The parameters of a live cell; reports what is wrong with them.
    private mutating func parameters(of cell: CodeBlock) -> [LiveParameter] {
        let reader = LiveParameterReader(cell.text)
        for problem in reader.problems { report(cell.textLines.lowerBound + problem.line, problem.sentence) }
        return reader.parameters
    }

    /// Reports directives that would make messages name other lines than the Markdown's.
    private mutating func checkLines(of cell: CodeBlock) {
        guard !isLenient, cell.mayContainDirective else { return }
        for (index, text) in cell.text.outputLines.enumerated() where text.contains("#sourceLocation(") {
            report(
                cell.textLines.lowerBound + index,
                "‘#sourceLocation’ gives the lines after it other numbers than the Markdown's; leave it out.")
        }
    }

    /// Reports parts of an output block that could never fail.
    private mutating func check(_ output: CodeBlock, _ comparison: Comparison) {
        for (index, text) in output.text.outputLines.enumerated() {
            let line = LinePattern(text, numbers: comparison.numbers)
            let lineNumber = output.textLines.lowerBound + index
            if line.isEllipsis, let reason = comparison.order.rules.noEllipsisReason { report(lineNumber, reason) }
            if line.hasNumberTouchingEllipsis {
                report(
                    lineNumber,
                    "A number touches ‘...’ here, so nobody can tell where it ends; write it in full, or leave all of it to "
                        + "the dots.")
            }
            for numeral in line.numerals where numeral.isTooPrecise(for: comparison.numbers) {
                let form = numeral.shorterForm(for: comparison.numbers) ?? "fewer digits"
                report(
                    lineNumber,
                    "The last digit of \(numeral.text) is finer than the block's tolerance, so a wrong one would pass; "
                        + "write \(form), or a tolerance below half of that digit.")
            }
        }
    }

    private mutating func report(_ line: Int, _ message: String) {
        problems.append(Diagnostic(file: source.name, line: line, message: message))
    }
}
