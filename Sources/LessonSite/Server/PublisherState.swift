import LessonKit

/// What a publisher knows of the course, and what it still has to find out.
struct PublisherState<Verifier: AnyObject> {
    /// Lessons that are verified together, beside those of other rounds.
    struct Round: Sendable {
        let number: Int
        /// Whether somebody waits for them, who has saved or opened them.
        let isUrgent: Bool
        let files: [Course.LessonFile]
    }

    var verifier: Verifier?
    var reports: [Course.LessonFile: Report] = [:]
    /// The texts of lessons whose live cells have run as WebAssembly, or cannot.
    private var texts: [Course.LessonFile: String] = [:]
    /// The number of the round that each pending lesson is in; what another one finds out of it is out of date.
    private var rounds: [Course.LessonFile: Int] = [:]
    private var lastRound = 0
    /// The rounds that have not ended.
    private var open: Set<Int> = []
    private(set) var status = SiteStatus()
    /// How often something has changed, and how often it was when the pages were made last.
    var changes = 0, published = 0
    /// Whether somebody waits for what has changed last.
    var isHurried = false
    var isStopped = false
    var failure: (any Error)?

    /// Whether lessons are verified now.
    var isVerifying: Bool { !open.isEmpty }

    /// Forgets what is known of lessons that have changed, of all if `changed` is nil; returns those to verify that nobody verifies:
    /// in a round the ones that have changed or are `opened`, in another the rest.
    mutating func begin(
        _ verifier: Verifier, of course: Course, changed: Set<String>?, opened: [Course.LessonFile] = []
    ) -> [Round] {
        self.verifier = verifier
        let all = Set(course.lessons)
        let isKnown = { (file: Course.LessonFile) in all.contains(file) && !(changed?.contains(file.path) ?? true) }
        rounds = rounds.filter { isKnown($0.key) }
        reports = reports.filter { file, report in isKnown(file) && (!report.isPending || rounds[file] != nil) }
        let files = course.lessons.filter { reports[$0] == nil }
        let urgent = Set(files.filter { opened.contains($0) || (changed?.contains($0.path) ?? false) })
        let new = [true, false].compactMap { isUrgent in
            let files = files.filter { urgent.contains($0) == isUrgent }
            if files.isEmpty { return Round?.none }
            lastRound += 1
            return Round(number: lastRound, isUrgent: isUrgent, files: files)
        }
        if !isVerifying { status = SiteStatus() }
        for round in new {
            open.insert(round.number)
            for file in round.files {
                reports[file] = Report(pending: file)
                rounds[file] = round.number
                texts[file] = nil
            }
        }
        let restarted = Set(files.map(\.number)), pending = Set(rounds.keys.map(\.number))
        status.running.removeAll { restarted.contains($0) || !pending.contains($0) }
        status.total = status.done + rounds.count
        changes += 1
        isHurried = new.contains { $0.isUrgent }
        return new
    }

    /// Whether a round still has to find out what a lesson does.
    func isWanted(_ file: Course.LessonFile, in round: Round) -> Bool { rounds[file] == round.number }

    /// The programs of a lesson begin to run.
    mutating func run(_ file: Course.LessonFile, in round: Round) {
        if isWanted(file, in: round) { status.running.append(file.number) }
    }

    /// Takes the report on a lesson whose cells have run natively.
    mutating func end(_ report: Report, in round: Round) {
        guard isWanted(report.file, in: round) else { return }
        rounds[report.file] = nil
        reports[report.file] = report
        status.running.removeAll { $0 == report.file.number }
        status.done += 1
        changes += 1
        if round.isUrgent { isHurried = true }
    }

    /// Ends a round; what it has not found out, the next one has to.
    mutating func end(_ round: Round) {
        rounds = rounds.filter { $0.value != round.number }
        open.remove(round.number)
        if isVerifying { return }
        status.running = []
        status.done = status.total
    }

    /// Lets no round go on.
    mutating func stop() {
        isStopped = true
        rounds = [:]
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
