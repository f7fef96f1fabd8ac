import TerminalText
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The output of `lessons verify --format json`: one object, which the documentation describes. `version` grows
/// whenever a name or a meaning changes; names may be added without that.
public enum JSONReport {
    /// The version of the object's structure.
    public static let version = 1

    /// How programs are isolated from the rest of the machine.
    public struct Sandbox: Codable, Sendable {
        /// `bubblewrap`, `landlock`, `olderLandlock` or `none`.
        public var isolation: String
        /// Whether each program runs as a separate user.
        public var ownUser: Bool

        enum CodingKeys: String, CodingKey {
            case isolation = "walls"
            case ownUser
        }
    }

    /// A lesson with its cells.
    public struct LessonEntry: Codable, Sendable {
        /// The path below the course's folder.
        public var file: String
        /// The first heading; nil for a file that is malformed.
        public var title: String?
        /// `passed`, `failed` or `malformed`.
        public var outcome: String
        /// How long its programs took to compile and run when they last ran, in seconds: the sum over all of them, though several
        /// run at once.
        public var seconds: Double
        /// How much of that was compiling.
        public var compileSeconds: Double?
        /// Whether nothing had to run because nothing had changed.
        public var cached: Bool
        /// What is wrong with the file itself.
        public var problems: [ProblemEntry]
        /// One entry for each cell or exercise.
        public var cells: [CellEntry]
    }

    /// A cell.
    public struct CellEntry: Codable, Sendable {
        /// The name by which a report of another day knows it, whatever the prose around it has become.
        public var name: String
        /// Its number among the lesson's cells, counted from 1, and the line of its fence.
        public var number: Int, line: Int
        /// Its kind: `swift`, `trap`, `error`, `compile-only` or `exercise`.
        public var kind: String
        /// Its result.
        public var outcome: Report.Outcome
        /// How thoroughly it was checked.
        public var coverage: Coverage
        /// How long it ran, in seconds; nil if it did not run.
        public var seconds: Double?
        /// Why it did not pass, and the compiler's warnings.
        public var problems: [ProblemEntry]
        /// What a live cell's reader may change, and at how many positions it ran; nil for other cells.
        public var live: LiveEntry?
        /// The numbers of its output block whose last digit could change within the tolerance.
        public var changeableDigits: [ChangeableDigit]?
    }

    /// A diagnostic with what is shown under it.
    public struct ProblemEntry: Codable, Sendable {
        /// Where it is: the file, the line, and the column in bytes, both counted from 1; no column where the whole line is meant.
        public var file: String, line: Int, column: Int?
        /// How severe it is.
        public var severity: Diagnostic.Severity
        /// What it is.
        public var message: String
        /// How the output differs from the promise, or what was printed last before the program ended; nil for all else.
        public var detail: String?
    }

    /// The lessons of one of several machines.
    public struct ShardEntry: Codable, Sendable {
        /// The machine's number, counted from 1, and the number of machines.
        public var number: Int, count: Int
        /// The number of lessons that all machines together verify.
        public var lessons: Int

        /// Describes the share of one machine.
        public init(number: Int, count: Int, lessons: Int) {
            (self.number, self.count, self.lessons) = (number, count, lessons)
        }
    }

    /// A live cell.
    public struct LiveEntry: Codable, Sendable {
        /// The names of its parameters.
        public var parameters: [String]
        /// At how many positions it ran natively, and at how many as WebAssembly.
        public var positions: Int, webAssembly: Int
    }

    /// The beginning of the object, up to the first lesson; `shard` is nil where one machine verifies all lessons.
    public static func head(toolchain: String, sandbox: Sandbox, shard: ShardEntry? = nil) throws -> String {
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        let share = try shard.map { "\"shard\":\(try text($0))," } ?? ""
        return "{\"version\":\(version),\"toolchain\":\(try text(toolchain)),\"sandbox\":\(try text(sandbox)),\(share)"
            + "\"lessons\":["
    }

    /// A lesson's part of the object.
    public static func text(of report: Report) -> String {
        // Nothing in an entry can fail to be encoded.
        (try? encoder.encode(LessonEntry(report))).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    /// The end of the object, after the last lesson; an interrupted run lacks lessons.
    public static func tail(
        _ count: VerdictCounts, _ coverage: [Coverage: Int], isInterrupted: Bool = false
    ) -> String {
        // Only documents of others have fragments.
        let kinds = Coverage.allCases.filter { $0 != .fragment || coverage[$0] != nil }
        let blocks = kinds.map { "\"\($0.rawValue)\":\(coverage[$0] ?? 0)" }.joined(separator: ",")
        return "],\"summary\":{\"passed\":\(count.passed),\"failed\":\(count.failed),\"skipped\":\(count.skipped)},"
            + "\"coverage\":{\(blocks)}\(isInterrupted ? ",\"interrupted\":true" : "")}"
    }

    /// The seconds of the lessons in an earlier report's file, by the paths of the lessons.
    public static func seconds(inFile path: String) throws -> [String: Double] {
        struct Lesson: Decodable {
            var file: String
            var seconds: Double
        }
        struct Report: Decodable {
            var version: Int
            var lessons: [Lesson]
        }
        guard let report = try? JSONDecoder().decode(Report.self, from: Files.read(path)) else {
            throw Refusal(description: "\(path) is no JSON report of ‘lessons verify’.")
        }
        guard report.version == version else {
            throw Refusal(
                description:
                    "\(path) is a JSON report of version \(report.version), and this command reads version \(version).")
        }
        return Dictionary(report.lessons.map { ($0.file, $0.seconds) }, uniquingKeysWith: max)
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }
}

extension JSONReport.LessonEntry {
    init(_ report: Report) {
        file = report.file.displayName
        title = report.lesson?.title
        outcome = report.malformed.isEmpty ? report.hasPassed ? "passed" : "failed" : "malformed"
        seconds = report.seconds
        cached = report.reasons.isEmpty && report.malformed.isEmpty
        compileSeconds = report.compileSeconds
        problems = report.malformed.map { .init($0) }
        cells = report.verdicts.map { verdict in
            JSONReport.CellEntry(
                name: verdict.cell.name, number: verdict.cell.number, line: verdict.cell.block.fenceLine,
                kind: verdict.cell.kind.rawValue,
                outcome: verdict.outcome, coverage: verdict.coverage, seconds: verdict.execution?.seconds,
                problems: verdict.problems.map { .init($0.diagnostic, detail: $0.fullDetail) },
                live: verdict.cell.kind == .live
                    ? .init(
                        parameters: verdict.cell.parameters.map(\.name), positions: verdict.positions,
                        webAssembly: verdict.livePositions) : nil,
                changeableDigits: report.changeableDigits(of: verdict))
        }
    }
}

extension JSONReport.ProblemEntry {
    fileprivate init(_ diagnostic: Diagnostic, detail: String? = nil) {
        self.init(
            file: diagnostic.file, line: diagnostic.line, column: diagnostic.column, severity: diagnostic.severity,
            message: diagnostic.message.escapingControls, detail: detail?.escapingControls)
    }
}

extension Verifier {
    /// How programs are isolated from the rest of the machine.
    public var sandboxReport: JSONReport.Sandbox {
        JSONReport.Sandbox(isolation: sandbox.level.isolation.rawValue, ownUser: sandbox.level.hasSeparateUser)
    }
}
