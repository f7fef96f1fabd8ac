/// The cells of a program from a position on, as a library that is loaded into an earlier run of the cells before them.
struct Tail {
    let program: Program
    /// The position of its first cell among the program's cells.
    let position: Int
    /// Its own name for the compiler, which shows in messages of traps; types have the names that they have in a lesson.
    private let module = "Lesson" + String(UInt64.random(in: .min ... .max), radix: 36)

    init(of program: Program, from position: Int) { (self.program, self.position) = (program, position) }

    private var cells: ArraySlice<Cell> { program.cells[position...] }
    private var cellsBefore: ArraySlice<Cell> { program.cells[..<position] }

    /// The text, which knows what the cells before it declare, as if it were in the same file.
    private var text: String {
        let imports = cellsBefore.flatMap { Self.imports(in: $0.block.text) }
        return "@_private(sourceFile: \"main.swift\") @testable import Lesson\n"
            + imports.joined(separator: "\n") + "\n" + program.text(of: cells)
    }

    /// The lines of a cell that import something.
    static func imports(in code: String) -> [String] {
        code.fileLines.map(String.init).filter { SwiftWords.all(in: $0).contains("import") }
    }

    /// What the compiler must know of the cells before a position: a module in a folder.
    static func compileInterface(
        of program: Program, to position: Int, in folder: String, by toolchain: Toolchain
    ) throws -> Bool {
        try Files.makeFolder(folder)
        let text = program.cells[..<position].map { program.withSourceLocation($0) + "\n" }.joined()
        let compiled = try toolchain.callCompiler(
            ["-emit-module", "-o", folder + "/Lesson.swiftmodule"] + Linker.Form.base.flags, on: text,
            isWholeModule: true, in: folder, limit: .seconds(60))
        return compiled.termination == .exited(0)
    }

    /// Compiles and links it in a folder to a library, knowing the module in the folder `interface`; false where its cells are
    /// no library.
    func compile(to library: String, in folder: String, interface: String, by toolchain: Toolchain) throws -> Bool {
        let object = folder + "/main.o"
        let compiled = try toolchain.callCompiler(
            [
                "-c", "-o", object, "-I", interface, "-module-abi-name", "Lesson", "-entry-point-function-name",
                Program.tailEntryName,
            ], on: text, module: module, in: folder, limit: .seconds(60))
        guard compiled.termination == .exited(0),
            try ObjectFile(path: object, entry: Program.tailEntryName).problem == nil
        else { return false }
        let linked = try toolchain.linker.link(
            object, as: .tail, with: toolchain.library.binaries(for: program), to: library, in: folder,
            limit: .seconds(60))
        return linked.termination == .exited(0)
    }

    /// What a program writes to stderr, in which a lesson is always called so.
    func namingLesson(_ standardError: String) -> String { standardError.replacing(module + "/", with: "Lesson/") }
}
