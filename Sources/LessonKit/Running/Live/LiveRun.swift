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
    /// The program's size, in bytes.
    var size = 0
}

extension Runner {
    /// Compiles a live cell's program for WebAssembly and runs it at all its positions.
    func runLive(_ program: Program) throws -> LiveRun? {
        guard let cell = program.liveCell else { return nil }
        guard let toolchain = try liveToolchain() else {
            throw MissingRequirement(
                description:
                    "The sources of the course's library are not here, so it cannot be compiled for WebAssembly.")
        }
        let folder = try TemporaryFolder()
        let path: String
        switch try toolchain.compile(program, in: folder.path) {
        case .program(let file): path = file
        case .errors(let diagnostics): return LiveRun(diagnostics: diagnostics)
        case .failure(let words): return LiveRun(failure: words)
        }
        let positions = program.positions(all: true).map { position in
            zip(cell.parameters, position.values).map { $1.numbers(of: $0.control) }
        }
        let list = folder.path + "/positions.json"
        try Files.write(JSONEncoder().encode(positions), to: list)
        let result = try Tool.runHelper(
            toolchain.tools.node, [toolchain.library.support + "/run.mjs", path, data.folder.folder, list],
            in: folder.path, limit: .seconds(300))
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(result.output.utf8)) else {
            return LiveRun(failure: "Node.js could not run the program. \(result.errors.suffix(1000))")
        }
        if let stop = answer.before.stop { return LiveRun(failure: "The cells before it stopped: \(stop)") }
        return LiveRun(positions: answer.positions, size: Files.size(of: path))
    }

    /// What the loader prints.
    private struct Answer: Codable {
        struct Before: Codable {
            var stop: String?
        }
        var before: Before
        var positions: [LiveRun.Position]
    }
}
