#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a live cell's program did as WebAssembly.
struct LiveRun: Codable, Sendable {
    /// What the cell did at one position.
    struct Position: Codable, Sendable {
        var output: String
        var figures: [Figure]
        /// The sentence with which it stopped before its end; nil if it came there.
        var stop: String?
        var seconds: Double
    }

    /// Why the code cannot be compiled for WebAssembly.
    var diagnostics: [CompilerDiagnostic] = []
    /// Why there is no result although the code has no errors.
    var failure: String?
    /// In the order of the program's positions.
    var positions: [Position] = []
    /// The file of the program, the script that loads it, and the files of the course's data that it read.
    var program = "", loader = "", files: [String] = []

    /// Whether it ran, and a page can run it too.
    var isUsable: Bool { failure == nil && diagnostics.isEmpty && Files.isFile(program + ".gz") }
}

extension Runner {
    /// Compiles the program of a lesson's live cells for WebAssembly, and runs one of them at all its positions.
    func runLive(_ program: Program) throws -> LiveRun? {
        guard let cell = program.liveCell else { return nil }
        guard let toolchain = try liveToolchain() else {
            throw MissingRequirement(
                description:
                    "The sources of the course's library are not here, so it cannot be compiled for WebAssembly.")
        }
        let path: String
        switch try toolchain.product(of: LiveProgram(of: program.lesson)) {
        case .program(let file): path = file
        case .errors(let diagnostics):
            let own = diagnostics.filter { error in program.cells.contains { $0.index == error.cell } }
            let other = diagnostics.first.map { program.lesson.cells[$0.cell].name } ?? "another cell"
            return own.isEmpty
                ? LiveRun(
                    failure: "One program serves all live cells of the lesson, and \(other) does not compile in it.")
                : LiveRun(diagnostics: own)
        case .failure(let words): return LiveRun(failure: words)
        }
        let positions = program.positions(all: true).map { position in
            zip(cell.parameters, position.values).map { $1.numbers(of: $0.control) }
        }
        let folder = try TemporaryFolder()
        let list = folder.path + "/positions.json"
        try Files.write(JSONEncoder().encode(positions), to: list)
        let result = try Tool.runHelper(
            toolchain.tools.node,
            [toolchain.library.runner, path, data.folder.folder, "\(cell.index)", list],
            in: folder.path, limit: .seconds(300))
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(result.output.utf8)) else {
            return LiveRun(failure: "Node.js could not run the program. \(result.errors.suffix(1000))")
        }
        if let stop = answer.stop { return LiveRun(failure: "The cells before it stopped: \(stop)") }
        return LiveRun(
            positions: answer.positions, program: path, loader: toolchain.library.loader, files: answer.files)
    }

    /// What the runner in Node.js prints.
    private struct Answer: Codable {
        /// Why the cells before stopped.
        var stop: String?
        var positions: [LiveRun.Position]
        var files: [String]
    }
}
