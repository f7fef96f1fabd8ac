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
        /// How long its programs took to compile and run when they last ran, in seconds.
        public var seconds: Double
        /// Whether nothing had to run because nothing had changed.
        public var cached: Bool
        /// What is wrong with the file itself.
        public var problems: [Diagnostic]
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
        public var problems: [Diagnostic]
        /// What a live cell's reader may change, and at how many positions it ran; nil for other cells.
        public var live: LiveEntry?
        /// The numbers of its output block whose last digit could change within the tolerance.
        public var changeableDigits: [ChangeableDigit]?
    }

    /// A live cell.
    public struct LiveEntry: Codable, Sendable {
        /// The names of its parameters.
        public var parameters: [String]
        /// At how many positions it ran natively, and at how many as WebAssembly.
        public var positions: Int, webAssembly: Int
    }

    /// The beginning of the object, up to the first lesson.
    public static func head(toolchain: String, sandbox: Sandbox) throws -> String {
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        return
            "{\"version\":\(version),\"toolchain\":\(try text(toolchain)),\"sandbox\":\(try text(sandbox)),\"lessons\":["
    }

    /// A lesson's part of the object.
    public static func text(of report: Report) -> String {
        // Nothing in an entry can fail to be encoded.
        (try? encoder.encode(LessonEntry(report))).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    /// The end of the object, after the last lesson.
    public static func tail(_ count: VerdictCounts, _ coverage: [Coverage: Int]) -> String {
        // Only documents of others have fragments.
        let kinds = Coverage.allCases.filter { $0 != .fragment || coverage[$0] != nil }
        let blocks = kinds.map { "\"\($0.rawValue)\":\(coverage[$0] ?? 0)" }.joined(separator: ",")
        return "],\"summary\":{\"passed\":\(count.passed),\"failed\":\(count.failed),\"skipped\":\(count.skipped)},"
            + "\"coverage\":{\(blocks)}}"
    }

    /// The seconds of the lessons in an earlier report's file, by the paths of the lessons.
    public static func seconds(inFile path: String) throws -> [String: Double] {
        struct Report: Decodable {
            var lessons: [LessonEntry]
        }
        do {
            let report = try JSONDecoder().decode(Report.self, from: Files.read(path))
            return Dictionary(report.lessons.map { ($0.file, $0.seconds) }, uniquingKeysWith: max)
        } catch {
            throw Refusal(description: "\(path) is not a JSON report of ‘lessons verify’: \(error)")
        }
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
        problems = report.malformed.map(\.withoutControls)
        cells = report.verdicts.map { verdict in
            JSONReport.CellEntry(
                name: verdict.cell.name, number: verdict.cell.number, line: verdict.cell.block.fenceLine,
                kind: verdict.cell.kind.rawValue,
                outcome: verdict.outcome, coverage: verdict.coverage, seconds: verdict.execution?.seconds,
                problems: verdict.problems.map(\.diagnostic.withoutControls),
                live: verdict.cell.kind == .live
                    ? .init(
                        parameters: verdict.cell.parameters.map(\.name), positions: verdict.positions,
                        webAssembly: verdict.livePositions) : nil,
                changeableDigits: report.changeableDigits(of: verdict))
        }
    }
}

extension Diagnostic {
    fileprivate var withoutControls: Diagnostic {
        var shown = self
        shown.message = message.escapingControls
        return shown
    }
}

extension Verifier {
    /// How programs are isolated from the rest of the machine.
    public var sandboxReport: JSONReport.Sandbox {
        JSONReport.Sandbox(isolation: sandbox.level.isolation.rawValue, ownUser: sandbox.level.hasSeparateUser)
    }
}
