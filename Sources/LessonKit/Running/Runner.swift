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
    package let sandbox: Sandbox
    let cacheFolder: String

    /// Finds the toolchain and the strictest sandbox that works.
    package init(
        course: Course, library: CourseLibrary, sandbox policy: SandboxPolicy, cacheFolder: String
    ) throws(MissingRequirement) {
        self.library = library
        self.cacheFolder = cacheFolder
        data = CourseData(of: course)
        toolchain = try Toolchain(library: library, cacheFolder: cacheFolder)
        sandbox = try Sandbox(
            policy, readable: toolchain.readablePaths + data.readablePaths,
            cacheFolder: cacheFolder)
    }

    /// The environment of a program that runs in a folder, apart from the variables of the channel.
    func environment(folder: String) -> [String: String] {
        let fixed = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
            "TZ": "UTC", "SWIFT_DETERMINISTIC_HASHING": "1",
        ]
        return fixed.merging(library.variables(of: ProcessInfo.processInfo.environment)) { $1 }
    }

    /// Compiles a program and, if it compiles and is meant to run, runs it.
    func run(
        _ program: Program, limit: Duration, isStopped: () -> Bool = { false },
        onEvent: (ExecutionEvent) -> Void = { _ in }
    ) throws -> Run {
        let folder = try WorkFolder(data: data, copiesData: sandbox.level.isolation == .none)
        let (compilation, executable) = try toolchain.compile(program, in: folder.buildPath)
        guard let executable else { return Run(compilation: compilation) }
        let execution = try program.execute(
            executable, with: library.binaries(for: program).map(\.file), in: folder, sandbox: sandbox,
            environment: environment(folder: folder.path),
            limit: TimeLimit(lesson: limit), isStopped: isStopped, onEvent: onEvent)
        return try self.run(of: program, compilation, execution, in: folder)
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
