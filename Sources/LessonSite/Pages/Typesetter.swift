import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Sets formulas by KaTeX and colours code by Prism, when the site is built: a page needs no script for either.
///
/// What is not known from an earlier build is noted and given as nothing; `settle` sets all that was noted, in one process,
/// and the text is then written once more.
public final class Typesetter {
    /// What the site needs of the machine.
    private static let katex = "/usr/share/javascript/katex"
    private static let fonts = "/usr/share/fonts/truetype/katex"
    private static let charis = "/usr/share/fonts-sil-charis/woff2/CharisSIL-"
    private static let prism = "/usr/share/nodejs/prismjs/components"
    private static let scripts =
        [katex + "/katex.min.js", katex + "/contrib/render-a11y-string.js"]
        + ["core", "clike", "swift"].map { "\(prism)/prism-\($0).min.js" }

    /// Looks at all that the site needs of the machine.
    public static var healthChecks: [HealthCheck] {
        [
            .file(katex + "/katex.min.js", "KaTeX", package: "libjs-katex"),
            .file(fonts + "/KaTeX_Main-Regular.woff2", "KaTeX's fonts", package: "fonts-katex"),
            .file(charis + "Regular.woff2", "Charis", package: "fonts-sil-charis"),
            .file(prism + "/prism-swift.min.js", "Prism", package: "node-prismjs"),
        ]
    }

    /// The program that runs the scripts.
    private static let program = Installation.here.folder + "/typeset"

    /// A formula that KaTeX does not understand.
    struct FormulaError: Error {
        /// What is wrong with it.
        let message: String
        /// Where in the formula, in UTF-16 units.
        var offset: Int?
    }

    /// A text and what is to be done with it.
    private struct Job: Hashable {
        let function: String
        let kind: String
        let text: String
    }

    private let store: TypesetStore
    private var pending: [Job] = []
    private var noted: Set<Job> = []
    private var isIncomplete = false

    /// Takes up what earlier builds have kept.
    init(scratch: String = Installation.here.scratch) {
        let stamp = (Self.scripts + [Self.program]).map(Files.stamp(of:)).joined(separator: "-")
        store = TypesetStore(path: "\(scratch)/typeset", stamp: stamp)
    }

    /// What a work gives that asked for nothing that is not set yet; nil if it has to be done again once that is.
    func noting<Result>(_ work: () -> Result) -> Result? {
        isIncomplete = false
        let result = work()
        return isIncomplete ? nil : result
    }

    /// Where a formula stands: in a line of text, in the head of a table, on its own.
    enum FormulaPlace: String {
        case inline, header, display
    }

    /// The HTML and MathML of a formula; nothing if it is not set yet.
    func formula(_ tex: String, _ place: FormulaPlace) -> Result<String, FormulaError> {
        let answer = set(Job(function: "formula", kind: place.rawValue, text: tex)) ?? "="
        guard answer.hasPrefix("!") else { return .success(String(answer.dropFirst())) }
        let parts = answer.dropFirst().split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        var message = String(parts.last ?? "")
        while message.hasSuffix(".") { message.removeLast() }
        return .failure(FormulaError(message: message, offset: parts.first.flatMap { Int($0) }))
    }

    /// Code as HTML, its words in spans that name what they are.
    func code(_ code: String, language: String) -> String {
        guard language == "swift" else { return code.htmlEscaped }
        let answer = set(Job(function: "code", kind: language, text: code)) ?? "="
        return answer.hasPrefix("=") ? String(answer.dropFirst()) : code.htmlEscaped
    }

    private func set(_ job: Job) -> String? {
        let key = "\(job.function) \(job.kind) \(job.text)"
        if let known = store[key] { return known }
        isIncomplete = true
        if noted.insert(job).inserted { pending.append(job) }
        return nil
    }

    /// Sets what was asked for.
    func settle() throws {
        var jobs = pending[...]
        (pending, noted) = ([], [])
        while !jobs.isEmpty {
            var answers = try answers(to: jobs)
            // The process died over the first job that has no answer.
            if answers.count < jobs.count { answers.append("! it takes too long to set") }
            for (job, answer) in zip(jobs, answers) {
                store["\(job.function) \(job.kind) \(job.text)"] = answer.withoutTurns
            }
            jobs = jobs.dropFirst(answers.count)
        }
    }

    /// The answers that a process gives before it ends.
    private func answers(to jobs: ArraySlice<Job>) throws -> [String] {
        for path in Self.scripts where !Files.isFile(path) {
            throw MissingRequirement(
                description: "There is no \(path), which sets the site's formulas and code; install it with "
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
        return TypesetStore.fields(of: Array(result.output.utf8))
    }

    /// The style sheet and fonts of the formulas, and the font of the text: where each is, and its place below the site's
    /// assets.
    static func assets() -> [(source: String, target: String)] {
        let texts = ["Regular", "Italic", "Bold"].map { (charis + $0 + ".woff2", "fonts/Charis-\($0).woff2") }
        return [(katex + "/katex.min.css", "katex.min.css")]
            + Files.names(in: fonts).filter { $0.hasSuffix(".woff2") }.map { ("\(fonts)/\($0)", "fonts/\($0)") }
            // A system that has Charter needs none; the page can be read without.
            + texts.filter { Files.isFile($0.0) }
    }

    /// Keeps for later builds what this one has used.
    func keep() { store.keep() }
}
