import ArgumentParser
import LessonKit
import LessonSite
import Synchronization

/// `lessons build`
struct Build: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify all lessons, then write the site; nothing is written if a lesson fails.")

    @Option(
        help: "The folder to write to: a new or empty one, or one that this command has written before.",
        completion: .directory)
    var output: String?
    @Flag(
        help: "Write the course as a book too: book.pdf, which Chromium prints, and book.epub, beside the first page.")
    var book = false
    @OptionGroup var sandboxOptions: SandboxOptions

    func run() throws {
        try withSession { session in
            try SourcePackage.prepareTypesetter()
            var settings = Verifier.Settings()
            settings.checksLive = session.runsLiveCells
            let verifier = try session.verifier(settings, sandbox: sandboxOptions.sandbox)
            let files = try session.selection(named: [])
            let reports = Mutex<[Report]>([])
            let progress = Progress(session: session, explains: false)
            try verifier.verify(files, observer: progress, condense: { $0 }) { report in
                Messages.print(report.problemText(session.style))
                reports.withLock { $0.append(report) }
            }
            progress.finish()
            let all = reports.withLock { $0 }
            guard all.allSatisfy(\.hasPassed) else {
                session.say(
                    "Nothing is written, because a site shows only verified lessons; correct the lessons above and build again."
                )
                return status(of: all)
            }
            let folder = output.map { $0.hasPrefix("/") ? $0 : "\(session.folder)/\($0)" }
            let made = try TemporaryFolder()
            var books: [String] = []
            if book {
                let book = try Book(course: session.course, reports: all, toolchain: verifier.toolchainVersion)
                session.say("Making the book, which takes some minutes.")
                books = try book.write(to: made.path)
            }
            let site = try Site(
                course: session.course, reports: all, toolchain: verifier.toolchainVersion,
                library: verifier.reference(for: all), books: books)
            let index = try site.write(to: folder ?? session.course.root + "/Site/public")
            print(index)
            for book in books { print("\(index.folder)/\(book.fileName)") }
            return .success
        }
    }
}
