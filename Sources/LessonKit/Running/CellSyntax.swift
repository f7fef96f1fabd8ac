extension Toolchain {
    /// The errors that cells of a program have when each is read by itself, such as a brace that is never closed.
    ///
    /// In the whole program the compiler meets such an error only where the brace would have to be closed at last, in
    /// another cell or behind them all.
    func syntaxErrors(ofCellsIn program: Program, in folder: String) throws -> [CompilerRemark] {
        let files = try program.cells.map { cell in
            let file = folder + CompilerRemark.file(of: cell)
            try Files.write(program.located(cell), to: file)
            return file
        }
        let parsed = try Tool.run(
            frontend, ["-parse", "-swift-version", "6", "-diagnostic-style=llvm"] + files, in: folder,
            limit: .seconds(20))
        return CompilerRemark.all(in: parsed, of: program).filter { remark in
            // Statements stand in a file of their own here, which is not the main one.
            remark.severity == .error && !remark.message.hasSuffix("are not allowed at the top level")
        }
    }

    /// Errors of a program, with those that a cell has brought upon later ones told at that cell.
    func placed(_ remarks: [CompilerRemark], of program: Program, in folder: String) throws -> [CompilerRemark] {
        let syntaxErrors = try syntaxErrors(ofCellsIn: program, in: folder)
        guard let first = syntaxErrors.first(where: { !remarks.contains($0) }) else { return remarks }
        return remarks.filter { $0.cell < first.cell } + syntaxErrors.filter { $0.cell >= first.cell }
    }
}
