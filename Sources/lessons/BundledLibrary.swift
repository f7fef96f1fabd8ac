import LessonKit

extension CourseLibrary {
    /// The libraries of the course on convolutional networks, which `swift build` puts beside the command: CNN and Figures for all
    /// lessons, and CNN in double precision for those that import it. Their sources are in the course's folder.
    static func bundled(with course: Course) -> CourseLibrary {
        let folder = Installation.current.folder
        // The compiler reads the modules of a library's own imports as well.
        let targets = ["CNN", "CNNAVX2", "CNNAVX512", "Figures", "TerminalText"]
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
            liveEnvironment: ["CNN_KERNELS": "portable"],
            live: SourcePackage.folder.map { .bundled(in: $0 + "/Sources") },
            sample: (code: "import CNN\n\nprint(Tensor([1, 2, 3]).sum())", output: "6.0"),
            build: { binary in
                try SourcePackage.build(String(binary.file.fileName.dropFirst("lib".count).prefix { $0 != "." }))
            })
    }
}

extension ExtraLibrary {
    /// The figures, for courses with libraries of their own.
    static var figures: ExtraLibrary {
        let folder = Installation.current.folder
        return ExtraLibrary(
            module: "Figures", file: "\(folder)/libLessonRuntime.\(CourseLibrary.fileExtension)",
            moduleFiles: ["Figures", "TerminalText", "CNN", "CNNAVX2", "CNNAVX512"].map {
                "\(folder)/Modules/\($0).swiftmodule"
            },
            moduleMaps: ["\(folder)/CPrefetch.build/module.modulemap"])
    }
}

extension LiveLibrary {
    /// The same libraries from their sources, for WebAssembly.
    fileprivate static func bundled(in folder: String) -> LiveLibrary {
        LiveLibrary(
            support: folder + "/Wasm",
            modules: ["CNN", "TerminalText", "Figures"].map { Module(name: $0, folder: "\(folder)/\($0)") },
            headers: ["CPrefetch": folder + "/CPrefetch/include/CPrefetch.h"], tell: { Messages.say($0) })
    }
}
