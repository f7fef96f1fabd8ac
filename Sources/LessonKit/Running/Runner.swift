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
    private let scratch: String

    /// Finds the toolchain, and the closest sandbox that works.
    package init(
        course: Course, library: CourseLibrary, use: SandboxUse, scratch: String
    ) throws(MissingRequirement) {
        self.library = library
        self.scratch = scratch
        data = CourseData(of: course)
        toolchain = try Toolchain(library: library, scratch: scratch)
        sandbox = try Sandbox(
            use, showing: toolchain.visiblePaths + library.binaries.map(\.file) + data.visiblePaths, scratch: scratch)
    }

    /// The environment of a program that runs in a folder, apart from the variables of the channel.
    func environment(folder: String) -> [String: String] {
        let fixed = [
            "PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
            "TZ": "UTC", "SWIFT_DETERMINISTIC_HASHING": "1",
        ]
        return fixed.merging(library.variables(of: ProcessInfo.processInfo.environment)) { $1 }
    }

    /// Compiles a program and, where that gives one and it is meant to, runs it.
    func run(_ program: Program, limit: Duration, tell: (ExecutionEvent) -> Void = { _ in }) throws -> Run {
        let folder = try WorkFolder(data: data)
        var (compilation, executable) = try toolchain.compile(program, in: folder.buildPath)
        guard let executable else { return Run(compilation: compilation) }
        let execution = try program.execute(
            executable, in: folder, sandbox: sandbox, environment: environment(folder: folder.path),
            limit: TimeLimit(lesson: limit), tell: tell)
        if let fault = execution.sandboxFault {
            Sandbox.forget(scratch: scratch)
            throw fault
        }
        if execution.hasLeftItsCells {
            compilation.remarks += try toolchain.syntaxErrors(ofCellsIn: program, in: folder.buildPath)
        }
        return Run(compilation: compilation, execution: execution)
    }
}

extension Execution {
    /// Whether the program may have ended so because a brace that one cell opens is closed in another.
    fileprivate var hasLeftItsCells: Bool {
        switch termination {
        case .protocolViolation, .exited: true
        default: false
        }
    }
}
