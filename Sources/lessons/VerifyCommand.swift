import ArgumentParser
import LessonKit
import Synchronization

/// `lessons verify`
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check that lessons print what they promise; checks all of them if none is named.")

    @Argument(help: "Lessons, parts or Markdown files.", completion: .lessons) var names: [String] = []
    @Flag(help: "Replace the contents of output blocks that differ by what was really printed.") var update = false
    @Flag(help: "Treat every Swift block of the named files as a separate program.") var each = false
    @Flag(
        help:
            "Treat every Swift block in the documentation comments and DocC articles of the named files as a separate program."
    )
    var docs = false
    @OptionGroup var packageArguments: PackageArguments
    @Flag(help: "Verify only the lessons that failed last time.") var failed = false
    @Flag(help: "Run everything, even if its result is known.") var noCache = false
    @Flag(help: "Run live cells as WebAssembly too; they must do there what they do here.") var live = false
    @Flag(help: "Say why each lesson ran or did not.") var explain = false
    @Flag(help: "List the cells and lessons that took longest.") var durations = false
    @Option(help: "How many programs to compile and run at once.") var jobs: Int?
    @Option(help: "The default limit of a lesson's own time, such as 60s; cells with ‘timeout=’ are separate.")
    var timeout: Seconds?
    @Option(help: "Verify only the I-th of N shares of equal work, such as 2/5.") var shard: ShardArgument?
    @Option(
        help: "A JSON report of an earlier run, whose times balance the shards; can be given for each of its shards.",
        completion: .file())
    var timings: [String] = []
    @Option(help: "Run everything this many times, and name the cells whose output varies.") var `repeat` = 1
    @OptionGroup var sandboxOptions: SandboxOptions
    @Option(help: "The format of the results.") var format = Format.text
    @OptionGroup var reportFiles: ReportFiles

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, github
    }

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs takes a whole number from 1 to 1024.") }
        if !(1...1000).contains(`repeat`) { throw ValidationError("--repeat takes a whole number from 1 to 1000.") }
        if docs && names.isEmpty {
            throw ValidationError("--docs needs the names of Swift or Markdown files, or of folders, such as Sources.")
        }
        if docs && each { throw ValidationError("--docs and --each cannot be combined; --docs reads Markdown too.") }
        if each && names.isEmpty { throw ValidationError("--each needs the names of Markdown files.") }
        if update && Session.isContinuousIntegration {
            throw ValidationError(
                "--update is refused where CI=true, because continuous integration checks lessons and must not change them."
            )
        }
        if let missing = timings.first(where: { !Files.isFile($0) }) {
            throw ValidationError("--timings: there is no file \(missing).")
        }
        for path in timings {
            do { _ = try JSONReport.seconds(inFile: path) } catch { throw ValidationError("--timings: \(error)") }
        }
        if !timings.isEmpty && shard == nil {
            throw ValidationError("--timings balances shards; give --shard I/N too.")
        }
        if update && `repeat` > 1 { throw ValidationError("--update and --repeat cannot be combined.") }
    }

    func run() throws {
        try withSession(needsCourse: !each && !docs) { session in
            var settings = Verifier.Settings()
            settings.usesCache = !noCache && `repeat` == 1
            settings.jobs = jobs ?? settings.jobs
            settings.limit = timeout?.duration ?? settings.limit
            settings.blocksAreIndependent = each || docs
            // Examples leave values unused, and show what is deprecated.
            settings.warningsFail = !settings.blocksAreIndependent
            settings.checksLive = live
            var session = session
            session.packageOptions = packageArguments.options
            if docs && session.package == nil {
                throw Course.LookupError(
                    description:
                        "No folder around \(session.folder) holds a ‘Package.swift’ with the modules to document.")
            }
            var files =
                docs
                ? try session.course.documents(named: names, from: session.folder) : try session.selection(named: names)
            let verifier = try session.verifier(settings, sandbox: sandboxOptions.sandbox, for: files)
            if let shortfall = verifier.sandboxShortfall { session.say(shortfall) }
            let all = files.count
            files = try chosen(of: files, session, verifier)
            let share = shard.map {
                JSONReport.ShardEntry(number: $0.shard.number, count: $0.shard.count, lessons: all)
            }
            if let share {
                session.say("Shard \(share.number)/\(share.count): \(files.count) of \(all) lessons.")
            }
            if docs {
                let all = files
                files = all.filter { !$0.path.hasSuffix(".swift") || verifier.canImportModule(ofFile: $0.path) }
                if files.count < all.count {
                    let count = all.count - files.count
                    session.say(
                        count == 1
                            ? "One Swift file is left out, whose target nobody can import."
                            : "\(count) Swift files are left out, whose targets nobody can import.")
                }
            } else if !each {
                // Of several machines, the first looks at the pages that are no lessons.
                let isFirst = (shard?.shard.number ?? 1) == 1
                files = session.withPageProblems(files, withOtherPages: names.isEmpty && !failed && isFirst)
            }
            var output = VerificationOutput(command: self, session: session, verifier: verifier, shard: share)
            try output.run(files)
            return output.status
        }
    }

    /// Those that failed the last time, or are this share, if that is asked for.
    private func chosen(
        of files: [Course.LessonFile], _ session: Session, _ verifier: Verifier
    ) throws -> [Course.LessonFile] {
        var files = files
        if failed {
            let last = verifier.failedLessons
            files = files.filter { last.contains($0.displayName) }
            if files.isEmpty { session.say("Nothing failed last time.") }
        }
        guard let shard = shard?.shard else { return files }
        let seconds = try timings.map { try JSONReport.seconds(inFile: $0) }
        return shard.lessons(of: files, seconds: seconds.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: max) })
    }
}

/// A time such as `90s`.
struct Seconds: ExpressibleByArgument {
    let duration: Duration
    init?(argument: String) {
        guard let duration = Duration(seconds: argument) else { return nil }
        self.duration = duration
    }
}

/// A shard such as `2/5`.
struct ShardArgument: ExpressibleByArgument {
    let shard: Shard
    init?(argument: String) {
        guard let shard = Shard(argument) else { return nil }
        self.shard = shard
    }
}
