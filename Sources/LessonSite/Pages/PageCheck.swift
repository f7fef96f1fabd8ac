import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A look at pages before any lesson runs: a formula that KaTeX refuses, or a link that leads nowhere, is known at once.
public struct PageCheck {
    private let course: Course
    /// The file that says which files had no fault when all pages were looked at.
    private let memory = Installation.current.cacheFolder + "/pages"

    /// A check of a course's pages.
    public init(of course: Course) { self.course = course }

    /// What cannot be shown on the pages of some lessons and, if it is asked for, on the course's other pages.
    public func problems(of files: [Course.LessonFile], withOtherPages: Bool) throws -> [Diagnostic] {
        let state = state
        if (try? Files.read(memory)).map({ ExactText(String(decoding: $0, as: UTF8.self)) }) == ExactText(state) {
            return []
        }
        let typesetter = Typesetter(coloursCode: false)
        let builder = SiteBuilder(course: course, typesetter: typesetter)
        let lessons = files.filter { !$0.part.isEmpty }
        let problems = try builder.texts(of: lessons.map { Report(pending: $0) }, withOtherPages: withOtherPages)
            .problems
        let areAll = withOtherPages && Set(lessons).isSuperset(of: course.lessons)
        if areAll && problems.isEmpty { try Files.write(state, to: memory) }
        return problems
    }

    /// Everything that the answer depends on.
    private var state: String {
        let folder = course.root + "/Lessons"
        let files =
            Installation.current.programs + Typesetter.programs + Files.all(in: folder)
        return files.map { "\($0) \(Files.fingerprint(of: $0))\n" }.joined()
    }
}
