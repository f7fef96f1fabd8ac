extension CodeNames {
    /// The names in those cells of a program that only it compiles, by the compiler's index of the program's text; `modules` are the
    /// libraries whose names count.
    init(_ index: [IndexStore.Name], of program: Program, text: String, modules: [String]) {
        let marks = modules.map { "\($0.utf8.count)\($0)" }
        let lines = program.cellLines(in: text)
        var known: [String: Symbol?] = [:]
        func symbol(_ name: IndexStore.Name) -> Symbol? {
            if let symbol = known[name.usr] { return symbol }
            // A name in another library, or one that the runner has written.
            let counts = name.usr.hasPrefix("s:") && marks.contains { mark in name.usr.contains(mark) }
            let symbol = counts ? Symbol(name) : nil
            known[name.usr] = symbol
            return symbol
        }
        self.init(
            index.compactMap { name in
                guard lines.indices.contains(name.line - 1), let (cell, line) = lines[name.line - 1],
                    program.subject.map({ $0.index == cell }) ?? true, let symbol = symbol(name)
                else { return nil }
                return Place(
                    cell: cell, line: line, column: name.column - 1, symbol: symbol, isDefinition: name.isDefinition)
            })
    }
}

extension CodeNames.Symbol {
    fileprivate init(_ name: IndexStore.Name) {
        let kind: CodeNames.Kind =
            switch name.kind {
            // libIndexStore's numbers of a variable, the kinds of properties, a parameter, and an initializer.
            case 13, 14, 19, 20, 21, 25: .variable
            case 22: .initializer
            default: .other
            }
        self.init(usr: name.usr, name: name.name, kind: kind)
        if kind == .variable && isOfLesson { type = Demangling.type(ofVariable: usr) }
    }
}

extension Program {
    /// For each line of the program's text, the cell that it belongs to and its line there; nil for what the runner writes.
    fileprivate func cellLines(in text: String) -> [(cell: Int, line: Int)?] {
        var number = -1, line = 0, isInside = false
        return text.fileLines.map { words in
            if words.hasPrefix("#sourceLocation(") {
                isInside = words.hasPrefix("#sourceLocation(file: ")
                if isInside { (number, line) = (number + 1, -1) }
                return nil
            }
            line += 1
            return isInside && cells.indices.contains(number) ? (cells[number].index, line) : nil
        }
    }
}

extension Toolchain {
    /// The folder, in that of a compilation, of the compiler's index.
    static let indexFolder = "/index"

    /// The names in a program that has been compiled in a folder; nil where nobody looks for them.
    func names(in program: Program, compiledIn folder: String) -> CodeNames? {
        guard program.isIndexed, let bytes = try? Files.read(folder + "/main.swift") else { return nil }
        let modules = program.importedNames.filter { Files.exists("\(library.modules)/\($0).swiftmodule") }
        let index = IndexStore.names(in: folder + Self.indexFolder, of: "main.swift", toolchain: root)
        return CodeNames(
            index, of: program, text: String(decoding: bytes, as: UTF8.self), modules: modules + ["Lesson"])
    }
}

extension Program {
    /// Whether a page shows its cells, so that somebody may ask what a name in them is.
    var isIndexed: Bool {
        if case .block = purpose { return false }
        return isRun && subject?.kind != .wrong
    }
}
