extension Toolchain {
    /// The errors in cells of a program when each is parsed by itself, such as a brace that is never closed.
    ///
    /// In the whole program the compiler notices such an error only where the brace must be closed at the latest: in
    /// another cell or after all of them.
    func syntaxErrors(ofCellsIn program: Program, in folder: String) throws -> [CompilerDiagnostic] {
        let files = try program.cells.map { cell in
            let file = folder + CompilerDiagnostic.file(of: cell)
            try Files.write(program.withSourceLocation(cell), to: file)
            return file
        }
        let parsed = try Tool.run(
            frontend, ["-parse", "-swift-version", "6", "-diagnostic-style=llvm"] + files, in: folder,
            limit: .seconds(20))
        return CompilerDiagnostic.all(in: parsed, of: program).filter { diagnostic in
            // Here the statements are in a file that is not the main one, where the compiler allows none.
            diagnostic.severity == .error && !diagnostic.message.hasSuffix("are not allowed at the top level")
        }
    }

    /// The errors of a program; errors that a cell's syntax causes in later cells are reported at that cell.
    func attributingToCells(_ diagnostics: [CompilerDiagnostic], of program: Program, in folder: String) throws
        -> [CompilerDiagnostic]
    {
        let syntaxErrors = try syntaxErrors(ofCellsIn: program, in: folder)
        guard let first = syntaxErrors.first(where: { !diagnostics.contains($0) }) else { return diagnostics }
        return diagnostics.filter { $0.cell < first.cell } + syntaxErrors.filter { $0.cell >= first.cell }
    }
}
