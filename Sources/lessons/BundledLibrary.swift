import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

extension CourseLibrary {
    /// The libraries of the course on convolutional networks, which `swift build` puts beside the command: CNN and Figures for all
    /// lessons, and CNN in double precision for those that import it. Their sources are in the course's folder.
    static func bundled(with course: Course) -> CourseLibrary {
        let folder = Installation.current.folder
        let targets = ["CNN", "Figures", "LessonChannel", "TerminalText"]
        return CourseLibrary(
            binaries: [
                Binary(file: "\(folder)/libLessonRuntime.\(fileExtension)"),
                Binary(file: "\(folder)/libLessonRuntime64.\(fileExtension)", modules: ["CNN64"]),
            ],
            modules: "\(folder)/Modules",
            // The compiler needs the header of CNN's kernels whenever CNN is imported.
            moduleMaps: ["\(folder)/CPrefetch.build/module.modulemap"],
            sources: targets.map { (source: "\(course.root)/Sources/\($0)", built: "\(folder)/\($0).build") },
            environmentPrefix: "CNN_",
            sample: (code: "import CNN\n\nprint(Tensor([1, 2, 3]).sum())", output: "6.0"),
            build: { binary in
                let product = String(binary.file.fileName.dropFirst("lib".count).prefix { $0 != "." })
                try Package.build(product, from: folder)
            })
    }
}

/// The package that the command was built from.
private enum Package {
    /// Builds a product that no lesson needed before, beside the command.
    static func build(_ product: String, from folder: String) throws {
        // The command is in .build/debug or .build/release of the package.
        let build = folder.folder.folder
        guard Files.isFile("\(build.folder)/Package.swift") else {
            throw MissingRequirement(
                description: "There is no library \(product) beside the command; build it with ‘make build’.")
        }
        fputs("Building \(product), which this lesson needs: about a minute, this once.\n", stderr)
        let result = try Tool.run(
            "/usr/bin/env", ["swift", "build", "--product", product, "--configuration", folder.fileName],
            in: build.folder, environment: Tool.userEnvironment, limit: .seconds(1200))
        guard result.termination == .exited(0) else {
            throw MissingRequirement(
                description: "\(product) could not be built; ‘make build’ shows why. \(result.output.suffix(2000))")
        }
    }
}
