#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Compiles and runs programs of lessons, one at a time or many at once, with the library and the data of their course.
package struct Runner: Sendable {
    let library: CourseLibrary
    let data: CourseData
    package let toolchain: Toolchain
    let hashes: ContentHashes
    package let sandbox: Sandbox
    let cacheFolder: String

    /// Finds the toolchain and the strictest sandbox that works.
    package init(
        course: Course, library: CourseLibrary, sandbox policy: SandboxPolicy, cacheFolder: String
    ) throws(MissingRequirement) {
        self.library = library
        self.cacheFolder = cacheFolder
        hashes = ContentHashes(file: cacheFolder + "/hashes.json")
        data = CourseData(of: course)
        toolchain = try Toolchain(library: library, cacheFolder: cacheFolder)
        sandbox = try Sandbox(
            policy, readable: toolchain.readablePaths + data.readablePaths,
            cacheFolder: cacheFolder)
    }

    /// The compiler for WebAssembly; nil where the course's library says nothing of it.
    func liveToolchain() throws(MissingRequirement) -> LiveToolchain? {
        guard let live = library.live else { return nil }
        return try LiveToolchain(
            live, root: toolchain.root, course: data.folder.folder, cacheFolder: cacheFolder, hashes: hashes)
    }

    /// The environment of a program that runs in a folder, apart from the variables of the channel.
    func environment(folder: String) -> [String: String] {
        let fixed = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
            "TZ": "UTC", "SWIFT_DETERMINISTIC_HASHING": "1",
        ]
        return fixed.merging(library.variables(of: ProcessInfo.processInfo.environment)) { $1 }
    }

    /// Compiles a program and, if it compiles and is meant to run, runs it; a live cell's at all its positions, if asked.
    func run(
        _ program: Program, limit: Duration, runsAllPositions: Bool = true, isStopped: () -> Bool = { false },
        onEvent: (ExecutionEvent) -> Void = { _ in }
    ) throws -> Run {
        let folder = try WorkFolder(data: data, copiesData: sandbox.level.isolation == .none)
        let (compilation, executable) = try toolchain.compile(program, in: folder.buildPath)
        guard let executable else { return Run(compilation: compilation) }
        func execute(
            at position: LivePosition?, onEvent: (ExecutionEvent) -> Void
        ) throws -> Execution {
            try program.execute(
                executable, with: library.readablePaths(for: program), in: folder, sandbox: sandbox,
                environment: environment(of: program, at: position, folder: folder.path),
                limit: TimeLimit(lesson: limit), isStopped: isStopped, onEvent: onEvent)
        }
        let positions = program.positions(all: runsAllPositions)
        let execution = try execute(at: positions.first, onEvent: onEvent)
        var run = try self.run(of: program, compilation, execution, in: folder)
        guard execution.termination == .finished else { return run }
        for position in positions.dropFirst() where !isStopped() {
            run.positions.append(try execute(at: position) { _ in })
        }
        return run
    }

    /// The environment of a program; a live cell's has its parameters too.
    private func environment(of program: Program, at position: LivePosition?, folder: String) -> [String: String] {
        let common = environment(folder: folder)
        guard let cell = program.liveCell, let position else { return common }
        let live = library.liveEnvironment.merging(["LESSON_PARAMETERS": position.wire(cell.parameters)]) { $1 }
        return common.merging(live) { $1 }
    }

    /// The Run of a compilation and an execution; throws if the sandbox could not be set up.
    func run(
        of program: Program, _ compilation: Compilation, _ execution: Execution, in folder: borrowing WorkFolder
    ) throws -> Run {
        if let fault = execution.sandboxFault {
            Sandbox.discardProbe(cacheFolder: cacheFolder)
            throw fault
        }
        var compilation = compilation
        if execution.hasLeftItsCells {
            compilation.diagnostics += try toolchain.syntaxErrors(ofCellsIn: program, in: folder.buildPath)
        }
        return Run(compilation: compilation, execution: execution)
    }
}

extension Execution {
    /// Whether the program may have ended in this way because a brace opened in one cell is closed in another.
    fileprivate var hasLeftItsCells: Bool {
        switch termination {
        case .protocolViolation, .exited: true
        default: false
        }
    }
}
