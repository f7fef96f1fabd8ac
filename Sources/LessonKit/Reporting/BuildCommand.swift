extension CourseLibrary {
    /// The commands that compile an exported lesson in the course's folder, and run it where its data are.
    func buildCommand(for lesson: Lesson, named name: String, in course: Course) -> [String] {
        func path(_ path: String) -> String {
            path.hasPrefix(course.root + "/") ? String(path.dropFirst(course.root.count + 1)) : path
        }
        let program = Program.all(of: lesson)[0]
        let compiler = (["swiftc"] + Toolchain.lessonLanguage + ["\(name).swift"]).joined(separator: " ")
        guard isNeeded(by: program) else {
            return [compiler, "cd Lessons && ../\(name)"]
        }
        let linked = binaries.filter { $0.modules?.contains { program.imports($0) } ?? true }
        let folders = Set(linked.map { path($0.file.folder) }).sorted()
        return [
            compiler + " \\",
            "    -I \(path(modules)) " + moduleMaps.map { "-Xcc -fmodule-map-file=\(path($0))" }.joined(separator: " ")
                + " \\",
            "    "
                + folders.map { "-L \($0) -Xlinker -rpath -Xlinker \"\($0.hasPrefix("/") ? "" : "$PWD/")\($0)\"" }
                .joined(separator: " ") + " "
                + linked.map { "-l\($0.linkerName)" }.joined(separator: " "),
            "cd Lessons && ../\(name)",
        ]
    }

    /// Whether a program imports one of the modules.
    private func isNeeded(by program: Program) -> Bool {
        let known = Files.names(in: modules).filter { $0.hasSuffix(".swiftmodule") }.map {
            $0.dropLast(".swiftmodule".count)
        }
        return known.contains { program.imports(String($0)) }
    }
}
