/// A Markdown file whose Swift blocks form one program.
public struct Lesson: Sendable {
    /// The text of the file.
    public let source: SourceText
    /// The text as CommonMark understands it.
    public let document: Markdown
    /// The Swift blocks in document order.
    public let cells: [Cell]

    /// The first heading, or the file's name where there is none.
    public var title: String {
        document.children.first { if case .heading = $0.kind { true } else { false } }?.plainText ?? source.name
    }

    /// What is wrong with the Markdown of a lesson, all of it.
    public struct Malformed: Error {
        /// One diagnostic a problem, in the order of the lines.
        public let diagnostics: [Diagnostic]
    }

    /// Reads a lesson; throws everything that is malformed in it at once.
    public init(_ source: SourceText) throws(Malformed) {
        self.source = source
        document = Markdown(source.text)
        var reader = CellReader(source: source)
        reader.read(document)
        if let line = document.lineOfTooDeepBlock {
            reader.report(
                line, "Blocks are nested in each other more than \(Markdown.depthLimit) deep here; unfold them.")
        }
        guard reader.problems.isEmpty else {
            throw Malformed(diagnostics: reader.problems.sorted { $0.line < $1.line })
        }
        cells = reader.cells
    }
}

/// Finds the cells of a document and the output blocks that belong to them.
private struct CellReader {
    let source: SourceText
    var cells: [Cell] = []
    var problems: [Diagnostic] = []

    private enum Predecessor {
        case cell, malformedCell, other
    }

    mutating func read(_ parent: Markdown) {
        // What the block just before is: the last cell, still without its output, or one that could not be read.
        var before = Predecessor.other
        for block in parent.children {
            guard case .code(let info, let text) = block.kind else {
                before = .other
                read(block)
                continue
            }
            let line = block.lines.lowerBound
            do {
                switch try InfoString(info) {
                case .other: before = .other
                case .cell(let kind, let hidden, let timeout):
                    let code = CodeBlock(block, text: text, in: source)
                    checkFence(of: code)
                    cells.append(
                        Cell(index: cells.count, kind: kind, isHidden: hidden, timeout: timeout, block: code))
                    before = .cell
                case .output(let comparison):
                    let output = CodeBlock(block, text: text, in: source)
                    checkFence(of: output)
                    check(output, comparison)
                    switch before {
                    case .cell: cells[cells.count - 1].expected = ExpectedOutput(comparison: comparison, block: output)
                    case .malformedCell: break
                    case .other:
                        report(line, "An output block must be the next block after its cell; this one follows none.")
                    }
                    before = .other
                }
            } catch {
                for sentence in error.sentences { report(line, sentence) }
                before = info.hasPrefix("output") ? .other : .malformedCell
            }
        }
    }

    private mutating func checkFence(of block: CodeBlock) {
        guard !block.isClosed else { return }
        report(block.fenceLine, "The fence opened here is never closed; close it with a line of as many backticks.")
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
            for numeral in line.numerals where numeral.isFiner(than: comparison.numbers) {
                report(
                    place,
                    "The last digit of \(numeral.text) is finer than the block's tolerance, so that a wrong one would pass; "
                        + "write fewer digits, or a tolerance below half of that digit.")
            }
        }
    }

    mutating func report(_ line: Int, _ message: String) {
        problems.append(Diagnostic(file: source.name, line: line, message: message))
    }
}
