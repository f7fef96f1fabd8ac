import LessonKit

extension CourseLibrary {
    /// The library of the course on convolutional networks, which `swift build` puts beside the command: CNN, CNN in
    /// double precision, and Figures. Its sources are in the course's folder.
    static func bundled(with course: Course) -> CourseLibrary {
        let folder = Installation.current.folder
        let targets = ["CNN", "Figures", "LessonChannel", "TerminalText"]
        return CourseLibrary(
            file: "\(folder)/libLessonRuntime.\(fileExtension)", modules: "\(folder)/Modules",
            // The compiler needs the header of CNN's kernels whenever CNN is imported.
            moduleMaps: ["\(folder)/CPrefetch.build/module.modulemap"],
            sources: targets.map { (source: "\(course.root)/Sources/\($0)", built: "\(folder)/\($0).build") },
            environmentPrefix: "CNN_",
            sample: (code: "import CNN\n\nprint(Tensor([1, 2, 3]).sum())", output: "6.0"))
    }
}
