import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Typesets formulas with KaTeX and colours code with Prism when the site is built, so that pages need no scripts for
/// either.
///
/// A formula or code that is not in the cache becomes a pending job, and its HTML is empty for now; `runPendingJobs`
/// runs all of them in one process, and the text is then written again.
public final class Typesetter {
    /// The files that the site needs on the machine.
    private static let katex = "/usr/share/javascript/katex"
    private static let prism = "/usr/share/nodejs/prismjs/components"
    private static let scripts =
        [katex + "/katex.min.js", katex + "/contrib/render-a11y-string.js"]
        + ["core", "clike", "swift"].map { "\(prism)/prism-\($0).min.js" }

    /// Checks everything that the site needs of the machine.
    public static var healthChecks: [HealthCheck] {
        [
            .file(katex + "/katex.min.js", "KaTeX", package: "libjs-katex"),
            .file(prism + "/prism-swift.min.js", "Prism", package: "node-prismjs"),
        ] + FormulaFonts.healthChecks + TextFonts.healthChecks + NotebookFiles.healthChecks
    }

    /// The program that runs the scripts.
    private static let program = Installation.current.folder + "/typeset"

    /// An error in a formula, as KaTeX reports it.
    struct FormulaError: Error {
        /// What is wrong with it.
        let message: String
        /// The offset of the error in the formula, in UTF-16 units; nil if it is unknown.
        var offset: Int?
    }

    /// A text, and the function that typesets it.
    private struct Job: Hashable {
        let function: String
        let kind: String
        let text: String
    }

    private let cache: TypesetCache
    let coloursCode: Bool
    private var pending: [Job] = []
    private var requested: Set<Job> = []
    private var isIncomplete = false

    /// The files that decide what becomes of a formula.
    static var programs: [String] { scripts + [program] }

    /// Loads the results of earlier builds. Where nobody looks at the pages, code need not be coloured.
    init(cacheFolder: String = Installation.current.cacheFolder, coloursCode: Bool = true) {
        self.coloursCode = coloursCode
        let fingerprint = (Self.scripts + [Self.program]).map(Files.fingerprint(of:)).joined(separator: "-")
        cache = TypesetCache(path: "\(cacheFolder)/typeset", fingerprint: fingerprint)
    }

    /// The result of some work if everything that it typeset was in the cache; nil if the work must be repeated after
    /// `runPendingJobs`.
    func resultIfTypeset<Result>(_ work: () -> Result) -> Result? {
        isIncomplete = false
        let result = work()
        return isIncomplete ? nil : result
    }

    /// Where a formula is: in a line of text, in the header of a table, or by itself.
    enum FormulaPlace: String {
        case inline, header, display
    }

    /// The HTML and MathML of a formula; empty if it is not in the cache yet. With `hasSigns` its `\htmlClass{k0}{…}` and so on
    /// are elements of these classes.
    func formula(_ tex: String, _ place: FormulaPlace, hasSigns: Bool = false) -> Result<String, FormulaError> {
        let kind = place.rawValue + (hasSigns ? " signs" : "")
        let answer = answer(to: Job(function: "formula", kind: kind, text: tex)) ?? "="
        guard answer.hasPrefix("!") else { return .success(String(answer.dropFirst())) }
        let parts = answer.dropFirst().split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        var message = String(parts.last ?? "")
        while message.hasSuffix(".") { message.removeLast() }
        return .failure(FormulaError(message: message, offset: parts.first.flatMap { Int($0) }))
    }

    /// Code as HTML, with its tokens in spans whose classes name their kinds.
    func code(_ code: String, language: String) -> String {
        guard language == "swift", coloursCode else { return code.htmlEscaped }
        let answer = answer(to: Job(function: "code", kind: language, text: code)) ?? "="
        return answer.hasPrefix("=") ? String(answer.dropFirst()) : code.htmlEscaped
    }

    private func answer(to job: Job) -> String? {
        let key = "\(job.function) \(job.kind) \(job.text)"
        if let known = cache[key] { return known }
        isIncomplete = true
        if requested.insert(job).inserted { pending.append(job) }
        return nil
    }

    /// Typesets everything that was requested and is not in the cache.
    func runPendingJobs() throws {
        var jobs = pending[...]
        (pending, requested) = ([], [])
        while !jobs.isEmpty {
            var answers = try run(jobs)
            // The process died while it worked on the first job without an answer.
            if answers.count < jobs.count { answers.append("! it takes too long to typeset") }
            for (job, answer) in zip(jobs, answers) {
                cache["\(job.function) \(job.kind) \(job.text)"] = answer.escapingDirectionControls
            }
            jobs = jobs.dropFirst(answers.count)
        }
    }

    /// Runs jobs in one process; returns the answers that it gives before it ends.
    private func run(_ jobs: ArraySlice<Job>) throws -> [String] {
        for path in Self.scripts where !Files.isFile(path) {
            throw MissingRequirement(
                description: "There is no \(path), which typesets the site's formulas and code; install it with "
                    + "‘apt-get install libjs-katex fonts-katex node-prismjs’.")
        }
        let folder = try TemporaryFolder()
        let file = folder.path + "/jobs"
        let fields = jobs.flatMap { [$0.function, $0.kind, $0.text] }
        try Files.write(fields.map { "\($0.utf8.count)\n\($0)" }.joined(), to: file)
        let limit = Duration.seconds(60) + .milliseconds(200) * jobs.count
        let result = try Tool.runHelper(Self.program, [file] + Self.scripts, in: folder.path, limit: limit)
        if case .exited(let status) = result.termination, status != 0 {
            throw MissingRequirement(description: "KaTeX and Prism do not run here: \(result.errors) (\(status)).")
        }
        return TypesetCache.fields(of: Array(result.output.utf8))
    }

    /// KaTeX's style sheet without its fonts.
    static func rules() throws -> String {
        String(decoding: try Files.read(katex + "/katex.min.css"), as: UTF8.self).replacing(
            /@font-face\{[^}]*\}/, with: "")
    }

    /// KaTeX's style sheet without the fonts' older formats, which a book does not have.
    static func styleSheet() throws -> String {
        let text = String(decoding: try Files.read(katex + "/katex.min.css"), as: UTF8.self)
        return text.replacing(/,url\([^)]*\.(?:woff|ttf)\) format\('[a-z]+'\)/, with: "")
    }

    /// Saves results for later builds: those that this build has used, or with `keepsUnused` all.
    func save(keepsUnused: Bool) { cache.save(keepsUnused: keepsUnused) }
}
