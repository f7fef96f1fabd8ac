import LessonKit

/// What a publisher knows of the course, and what it still has to find out.
struct PublisherState<Verifier: AnyObject> {
    var verifier: Verifier?
    var reports: [Course.LessonFile: Report] = [:]
    /// The texts of lessons whose live cells have run as WebAssembly, or cannot.
    private var texts: [Course.LessonFile: String] = [:]
    var status = SiteStatus()
    /// How often something has changed, how often it was when the pages were made last, and whether a verification goes on.
    var changes = 0, published = 0
    var isVerifying = false
    var isStopped = false
    var failure: (any Error)?

    /// Forgets what is known of lessons that have changed, of all if `changed` is nil; returns those to verify.
    mutating func begin(_ verifier: Verifier, of course: Course, changed: Set<String>?) -> [Course.LessonFile] {
        self.verifier = verifier
        let all = Set(course.lessons)
        reports = reports.filter { file, report in
            !report.isPending && all.contains(file) && !(changed?.contains(file.path) ?? true)
        }
        let files = course.lessons.filter { reports[$0] == nil }
        for file in files {
            reports[file] = Report(pending: file)
            texts[file] = nil
        }
        status = SiteStatus(done: 0, total: files.count)
        changes += 1
        isVerifying = true
        return files
    }

    /// Takes the report on a lesson whose cells have run natively.
    mutating func end(_ report: Report) {
        reports[report.file] = report
        changes += 1
    }

    /// A lesson whose live cells have not run as WebAssembly; nil if there is none.
    var nextLive: (Course.LessonFile, String, Verifier)? {
        guard let verifier else { return nil }
        for (file, report) in reports where report.live == nil && !report.isPending && report.hasPassed {
            guard let lesson = report.lesson, lesson.cells.contains(where: { $0.kind == .live }) else { continue }
            let text = lesson.source.text
            if texts[file] != text { return (file, text, verifier) }
        }
        return nil
    }

    /// Takes what a lesson's live cells did as WebAssembly, nil if they could not run, unless something has changed since: then they
    /// run again.
    mutating func keep(_ result: Report?, of file: Course.LessonFile, text: String, verifiedBy verifier: Verifier) {
        guard self.verifier === verifier, reports[file]?.lesson?.source.text == text else { return }
        texts[file] = text
        guard let result, result.live != nil, result.lesson?.source.text == text else { return }
        reports[file] = result
        changes += 1
    }
}
