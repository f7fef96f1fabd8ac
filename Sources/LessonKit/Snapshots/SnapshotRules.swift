/// When a run from a snapshot surely gives what a cold run gives.
struct SnapshotRules {
    /// The program that has left snapshots, and the one that is to run.
    let base: Program, program: Program

    /// Words of code that does several things at once, of which a copy of a process holds only one.
    private static let concurrent: Set = ["async", "await", "Task", "Thread", "Mutex", "Synchronization"]
    /// Words of code that finds declarations by names in strings.
    private static let searching: Set = ["dlsym", "dlopen", "_typeByName", "NSClassFromString"]

    /// The position of the first cell that is not as it was; the number of cells if there is none.
    var firstDifference: Int {
        let pairs = zip(base.cells, program.cells)
        let same = pairs.prefix {
            $0.block.text == $1.block.text && $0.index == $1.index && $0.timeout == $1.timeout
        }
        return same.count
    }

    /// Whether the programs are the same but for the lines in the file at which they are.
    var areSame: Bool {
        firstDifference == base.cells.count && base.cells.count == program.cells.count
            && base.lesson.cells.count == program.lesson.cells.count && !program.namesPlaces
    }

    /// Why programs like these are always run cold; nil if they are not.
    var objection: String? {
        if program.liveCell != nil { return "a live cell has an environment of its own" }
        let words = Set((base.cells + program.cells).flatMap { SwiftWords.all(in: $0.block.text) })
        if let word = Self.concurrent.intersection(words).min() { return "it does several things at once (‘\(word)’)" }
        if words.contains(where: { $0.hasPrefix("Dispatch") || $0.hasPrefix("pthread_") }) {
            return "it has threads of its own"
        }
        if let word = Self.searching.intersection(words).min() {
            return "it looks for declarations by name (‘\(word)’)"
        }
        if base.namesPlaces || program.namesPlaces { return "it has a macro, which may name its place" }
        if (base.cells + program.cells).contains(where: {
            $0.block.text.containsBytes("@_") || $0.block.text.containsBytes("@c")
        }) {
            return "it has attributes that change names"
        }
        return nil
    }

    /// Why the cells from a position on cannot be run after a snapshot before it; nil if they can.
    func objection(from position: Int) -> String? {
        let before = zip(base.cells, program.cells).prefix(position)
        if base.sourceName != program.sourceName
            || before.contains(where: { $0.block.textLines.lowerBound != $1.block.textLines.lowerBound })
        {
            return "the cells before it have moved in the file"
        }
        let wordsBefore = Set(program.cells[..<position].flatMap { SwiftWords.all(in: $0.block.text) })
        // What it puts off would be done at the end of the program, which is another now.
        if wordsBefore.contains("defer") { return "a cell before it has ‘defer’" }
        for cells in [base.cells[position...], program.cells[position...]] {
            for cell in cells {
                if let objection = Self.objection(to: cell, after: wordsBefore) { return objection }
            }
        }
        let imports = program.cells[..<position].flatMap { Tail.imports(in: $0.block.text) }.map {
            SwiftWords.all(in: $0)
        }
        if imports.contains(where: { !["import", "@", "/"].contains($0.first) || $0.contains(";") }) {
            return "a cell before it imports something in a line with more"
        }
        guard program.cells[..<position].allSatisfy({ BracketScanner.surelyCloses($0.block.text) }) else {
            return "it is not certain where a cell before it ends"
        }
        return nil
    }

    /// Why a cell, new or old, may have effects on the cells before it; nil if it has none.
    private static func objection(to cell: Cell, after wordsBefore: Set<String>) -> String? {
        let words = SwiftWords.all(in: cell.block.text)
        for (word, what) in [("extension", "extends a type"), ("import", "imports something")]
        where words.contains(word) {
            return "cell \(cell.number) \(what)"
        }
        guard let code = BracketScanner.outermostCode(of: cell.block.text) else {
            return "it is not certain where cell \(cell.number) ends"
        }
        guard let names = SwiftWords.declaredNames(in: code) else {
            return "cell \(cell.number) declares something that has effects everywhere"
        }
        return names.intersection(wordsBefore).min().map { "‘\($0)’ of cell \(cell.number) is used before it" }
    }
}
