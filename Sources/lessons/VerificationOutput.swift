import ArgumentParser
import LessonKit
import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// The output of one `lessons verify`, while lessons are verified and at the end.
struct VerificationOutput {
    let command: Verify
    let session: Session
    let verifier: Verifier
    /// The share of the lessons that this machine verifies; nil if it verifies all.
    let shard: JSONReport.ShardEntry?
    private(set) var status = ExitCode.success
    /// Whether updating a lesson was refused.
    private var hasRefused = false

    init(command: Verify, session: Session, verifier: Verifier, shard: JSONReport.ShardEntry?) {
        self.shard = shard
        self.command = command
        self.session = session
        self.verifier = verifier
    }

    /// The part of a report that is kept: the full reports of a large course may not fit in memory.
    private struct Digest: Sendable {
        let file: Course.LessonFile
        let hasPassed: Bool, isMalformed: Bool
        var text = ""
        var files = ReportFiles.Entry()
        var count = VerdictCounts()
        var coverage: [Coverage: Int] = [:]
        var positions = PositionCounts()
        var times: [Durations.Entry] = []
        var outputs: [Int: String] = [:]
        var failures: [(problem: String, detail: String?)] = []
        var changeable: [ChangeableDigit] = []
        /// The result of updating its file, if that was asked for.
        var update: Result<(isUpdated: Bool, refusals: [Refusal]), any Error>?
    }

    /// Where annotations are to find the course in its repository.
    private var repositoryFolder: String {
        GitHubReport.folder(of: session.course, workspace: getenv("GITHUB_WORKSPACE").map { String(cString: $0) })
    }

    private func digest(_ report: Report) -> Digest {
        var digest = Digest(file: report.file, hasPassed: report.hasPassed, isMalformed: !report.malformed.isEmpty)
        switch command.format {
        case .text: digest.text = report.problemText(session.style)
        case .json: digest.text = JSONReport.text(of: report)
        case .github:
            digest.text = GitHubReport.annotations(of: report, inFolder: repositoryFolder)
        }
        digest.files = command.reportFiles.entry(of: report)
        digest.count.add(report)
        for verdict in report.verdicts { digest.coverage[verdict.coverage, default: 0] += 1 }
        let fragments = report.lesson?.fragments.count ?? 0
        if fragments > 0 { digest.coverage[.fragment, default: 0] += fragments }
        digest.positions.add(report)
        digest.changeable = report.changeableDigits
        if command.durations { digest.times = Durations.entries(of: report) }
        if command.repeat > 1 {
            for verdict in report.verdicts { digest.outputs[verdict.cell.block.fenceLine] = verdict.execution?.output }
        }
        digest.failures =
            report.malformed.map { ($0.description, nil) }
            + report.verdicts.flatMap(\.problems).map { ($0.diagnostic.description, $0.fullDetail) }
        // Files are updated at once, so that an interruption later loses nothing.
        if command.update && !report.hasPassed { digest.update = Result { try report.updateFile() } }
        return digest
    }

    /// Verifies lessons and prints the results.
    mutating func run(_ files: [Course.LessonFile]) throws {
        var digests: [Digest] = []
        var variation = OutputVariation()
        for time in 1...command.repeat {
            let isLast = time == command.repeat
            let isShown = isLast && !command.update
            if isShown && command.format == .json {
                print(try jsonHead(), terminator: "")
            }
            digests = try verify(files, with: verifier, isShown: isShown)
            for digest in digests { variation.add(digest.outputs, of: digest.file.displayName) }
            if !isLast && !digests.allSatisfy(\.hasPassed) {
                session.say("A lesson fails in run \(time) of \(command.repeat).")
                // JSON names all lessons; other reports only what is wrong.
                if command.format == .json && !command.update {
                    print(try jsonHead() + digests.map(\.text).joined(separator: ","), terminator: "")
                } else if !command.update {
                    for digest in digests where !digest.hasPassed { print(digest.text, terminator: "") }
                }
                break
            }
        }
        for note in variation.notes {
            session.say(note.description)
            if command.format == .github {
                print(GitHubReport.annotation(note, inFolder: repositoryFolder), terminator: "")
            }
        }
        if command.update { digests = try update(digests) }
        try conclude(digests)
    }

    private func verify(_ files: [Course.LessonFile], with verifier: Verifier, isShown: Bool) throws -> [Digest] {
        let digests = Mutex<[Digest]>([])
        let progress = Progress(session: session, explains: command.explain)
        let isJSON = command.format == .json
        defer { progress.finish() }
        do {
            try verifier.verify(files, observer: progress, condense: { [self] in digest($0) }) { digest in
                let isFirst = digests.withLock { all in
                    var kept = digest
                    if isShown { kept.text = "" }
                    all.append(kept)
                    return all.count == 1
                }
                guard isShown else { return }
                Messages.print(isJSON && !isFirst ? "," + digest.text : digest.text)
            }
        } catch {
            if SignalHandling.isInterrupted {
                progress.finish()
                try concludeInterrupted(digests.withLock { $0 }, of: files.count, isShown: isShown)
            }
            throw error
        }
        return digests.withLock { $0 }
    }

    /// Writes what is known when the command is interrupted: the reports have the lessons that were finished.
    private func concludeInterrupted(_ digests: [Digest], of total: Int, isShown: Bool) throws {
        let (count, coverage, _) = sums(of: digests)
        try command.reportFiles.write(
            digests.map(\.files), head: try jsonHead(), count, coverage, isInterrupted: true)
        session.say("Interrupted: \(digests.count) of \(total) lessons were finished: \(count).")
        if isShown && command.format == .json { print(JSONReport.tail(count, coverage, isInterrupted: true)) }
    }

    private func sums(of digests: [Digest]) -> (VerdictCounts, [Coverage: Int], PositionCounts) {
        var count = VerdictCounts()
        var coverage: [Coverage: Int] = [:]
        var positions = PositionCounts()
        for digest in digests {
            count.add(digest.count)
            coverage.merge(digest.coverage, uniquingKeysWith: +)
            positions.add(digest.positions)
        }
        return (count, coverage, positions)
    }

    /// Prints which lessons were updated, and verifies those again.
    private mutating func update(_ digests: [Digest]) throws -> [Digest] {
        var updated: [Course.LessonFile] = []
        var failure: (any Error)?
        for digest in digests {
            switch digest.update {
            case .success((let isUpdated, let refusals)):
                for refusal in refusals { session.say("\(refusal)") }
                if !refusals.isEmpty { hasRefused = true }
                guard isUpdated else { continue }
                session.say("updated \(digest.file.displayName)")
                updated.append(digest.file)
            case .failure(let refusal as Refusal):
                session.say("\(refusal)")
                hasRefused = true
            case .failure(let error): failure = failure ?? error
            case nil: break
            }
        }
        if let failure { throw failure }
        var settings = verifier.settings
        settings.usesCache = true
        let all = digests.map(\.file)
        let again = try verify(updated, with: try session.verifier(settings, for: all), isShown: false)
        let results = digests.map { digest in again.first { $0.file == digest.file } ?? digest }
        if command.format == .json {
            print(try jsonHead(), terminator: "")
            print(results.map(\.text).joined(separator: ","), terminator: "")
        } else {
            for digest in results { print(digest.text, terminator: "") }
        }
        return results
    }

    private func jsonHead() throws -> String {
        try JSONReport.head(toolchain: verifier.toolchainVersion, sandbox: verifier.sandboxReport, shard: shard)
    }

    private mutating func conclude(_ digests: [Digest]) throws {
        let (count, coverage, positions) = sums(of: digests)
        try command.reportFiles.write(digests.map(\.files), head: try jsonHead(), count, coverage)
        let unseen = digests.count { $0.file.problem != nil }
        if command.durations { session.say(Durations.text(digests.flatMap(\.times))) }
        session.say(
            "\(coverage[.checked] ?? 0) Swift \(coverage[.checked] == 1 ? "block" : "blocks") checked, \(coverage[.run] ?? 0) run without expected output, "
                + "\(coverage[.compiled] ?? 0) only compiled, "
                + "\(coverage[.notCompiled] ?? 0) not compiled, \(coverage[.unseen] ?? 0) not reached"
                + (coverage[.fragment].map { ", \($0) \($0 == 1 ? "fragment" : "fragments") left out" } ?? "")
                + (unseen == 0 ? "" : ", \(unseen) \(unseen == 1 ? "file" : "files") never looked at"))
        if positions.cells > 0 { session.say("\(positions)") }
        if let note = ChangeableDigit.note(on: digests.flatMap(\.changeable)) { session.say(note) }
        switch command.format {
        case .json: print(JSONReport.tail(count, coverage))
        case .github:
            print(count)
            if let file = getenv("GITHUB_STEP_SUMMARY").map({ String(cString: $0) }) {
                let share = shard.map { "shard \($0.number)/\($0.count)" } ?? ""
                let summary = GitHubReport.summary(of: digests.flatMap(\.failures), count, share: share)
                // What cannot be summed up has its verdict all the same.
                do { try Files.append(summary, to: file) } catch { session.say("There is no summary: \(error)") }
            }
        case .text: print(count)
        }
        verifier.remember(
            verified: digests.map(\.file.displayName), failed: digests.filter { !$0.hasPassed }.map(\.file.displayName))
        status =
            hasRefused || digests.contains(where: \.isMalformed)
            ? ExitCode(2) : digests.allSatisfy(\.hasPassed) ? .success : ExitCode(1)
    }
}
