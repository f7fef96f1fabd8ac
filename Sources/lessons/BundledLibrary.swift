import LessonKit

extension CourseLibrary {
    /// The library of the course on convolutional networks, as `swift build` leaves it beside the command: CNN, the same in
    /// double precision, and Figures. The sources are the course's own.
    static func bundled(with course: Course) -> CourseLibrary {
        let folder = Installation.here.folder
        let targets = ["CNN", "Figures", "LessonChannel", "TerminalText"]
        return CourseLibrary(
            file: "\(folder)/libLessonRuntime.\(fileExtension)", modules: "\(folder)/Modules",
            // The compiler wants the header of CNN's kernels whenever CNN is imported.
            moduleMaps: ["\(folder)/CPrefetch.build/module.modulemap"],
            sources: targets.map { (source: "\(course.root)/Sources/\($0)", built: "\(folder)/\($0).build") },
            environmentPrefix: "CNN_",
            sample: (code: "import CNN\n\nprint(Tensor([1, 2, 3]).sum())", output: "6.0"))
    }
}
