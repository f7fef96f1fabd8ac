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
            sample: (code: "import CNN\n\nprint(Tensor([1, 2, 3]).sum())", output: "6.0"),
            build: { binary in
                try SourcePackage.build(String(binary.file.fileName.dropFirst("lib".count).prefix { $0 != "." }))
            })
    }
}
