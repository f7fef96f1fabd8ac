/// The pages of a course whose lessons have all passed.
public struct Site {
    private let course: Course
    private let pages: [Page]
    private let typesetter: Typesetter

    /// Makes the pages of verified lessons; throws everything in them that cannot be shown.
    public init(course: Course, reports: [Report], toolchain: String) throws {
        self.course = course
        typesetter = Typesetter(scratch: try Libraries().scratch)
        var pages: [Page] = []
        var problems: [Diagnostic] = []
        for report in reports {
            guard let lesson = report.lesson, report.hasPassed else { continue }
            do {
                pages.append(
                    try LessonPage(report: report, lesson: lesson, typesetter: typesetter, toolchain: toolchain).page())
            } catch let error as Lesson.Malformed {
                problems += error.diagnostics
            }
        }
        guard problems.isEmpty else { throw Lesson.Malformed(diagnostics: problems) }
        for index in pages.indices {
            pages[index].places["navigation"] = Self.navigation(around: index, reports: reports)
        }
        self.pages = [Self.index(of: course, reports: reports)] + pages
        typesetter.keep()
    }

    /// Links to the lesson before and the one after.
    private static func navigation(around index: Int, reports: [Report]) -> String {
        func link(_ index: Int, _ relation: String, _ label: String) -> String {
            guard reports.indices.contains(index), let lesson = reports[index].lesson else { return "<span></span>" }
            let file = reports[index].file
            return
                "<a rel=\"\(relation)\" href=\"../\(LessonPage.path(of: file).htmlEscaped)\"><small>\(label)</small> "
                + "\(file.number) \(lesson.title.htmlEscaped)</a>"
        }
        return link(index - 1, "prev", "Previous") + "\n" + link(index + 1, "next", "Next")
    }

    private static func index(of course: Course, reports: [Report]) -> Page {
        var page = Page(path: "index.html", title: "Convolutional networks, run and checked")
        var main = "<h1>Convolutional networks, run and checked</h1>\n"
        main +=
            "<p class=\"lead\">Every number and picture in these lessons was made by the Swift code beside it, in a run "
        main += "that was checked.</p>\n"
        for part in course.parts {
            let lessons = reports.filter { $0.file.part == part.folder }
            guard !lessons.isEmpty else { continue }
            main += "<h2>\(part.number) · \(part.title.htmlEscaped)</h2>\n<ol class=\"lessons\">\n"
            for report in lessons {
                main +=
                    "<li><span>\(report.file.number)</span> <a href=\"\(LessonPage.path(of: report.file).htmlEscaped)\">"
                main += "\((report.lesson?.title ?? report.file.name).htmlEscaped)</a></li>\n"
            }
            main += "</ol>\n"
        }
        page.places = ["main": main, "navigation": "", "kind": "index", "footer": ""]
        return page
    }

    /// Writes the site into a folder that is new, empty or was written by it before; the old site stays until the new one
    /// is whole. Returns the path of the first page.
    public func write(to folder: String) throws -> String {
        let template = try String(decoding: Files.read(course.root + "/Site/page.html"), as: UTF8.self)
        let names = Files.names(in: folder)
        guard names.isEmpty || names.contains(Self.mark) else {
            throw Refusal(
                description:
                    "\(folder) holds something that is no site of ours; name another folder, or empty this one.")
        }
        try Files.replaceFolder(folder) { new in
            try Files.write(
                "This folder is written by ‘lessons build’, which replaces all that is in it.\n",
                to: "\(new)/\(Self.mark)")
            for page in pages {
                try Files.makeFolder("\(new)/\(page.path)".folder)
                try Files.write(try page.html(template: template), to: "\(new)/\(page.path)")
            }
            for name in ["style.css", "script.js"] where Files.isFile("\(course.root)/Site/\(name)") {
                try Files.makeFolder(new + "/assets")
                try Files.write(Files.read("\(course.root)/Site/\(name)"), to: "\(new)/assets/\(name)")
            }
            for (source, target) in Typesetter.assets() {
                try Files.makeFolder("\(new)/assets/\(target)".folder)
                try Files.write(Files.read(source), to: "\(new)/assets/\(target)")
            }
        }
        return folder + "/index.html"
    }

    /// The file by which a folder is known as ours.
    private static let mark = ".written-by-lessons"
}
