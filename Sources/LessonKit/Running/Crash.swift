#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Where and why a program stopped before its end.
public struct Crash: Codable, Equatable, Sendable {
    /// The runtime's message after `Fatal error: `; empty if it gave none.
    public var message: String
    /// What happened if the runtime gave no message: the kind of runtime failure, or the signal's name.
    public var reason: String
    /// The line in the cell, counted from 0, and the column; nil if the crash could not be traced to the lesson.
    public var line: Int?, column: Int?
    /// The index of that line's cell, since a function of one cell may crash when another cell calls it.
    public var cell: Int?

    /// `Fatal error: text`, as an output block promises it.
    public var fatalError: String { message.isEmpty ? "Fatal error" : "Fatal error: \(message)" }

    /// Combines what a program printed to stderr before it died with the backtrace that Swift's runtime made.
    init(standardError: String, backtrace: [UInt8], signal: Int32, program: Program) {
        message = Self.message(in: standardError)
        let report = try? JSONDecoder().decode(Backtrace.self, from: Data(backtrace))
        let failure = report?.description?.split(separator: "Swift runtime failure: ").last.map(String.init)
        reason = failure ?? Self.name(ofSignal: signal)
        let frames = report?.threads.first { $0.crashed == true }?.frames ?? []
        guard let place = frames.lazy.compactMap(\.sourceLocation).first(where: { program.isSource($0.file) }),
            let cell = program.cells.last(where: { $0.block.textLines.contains(place.line) })
        else { return }
        self.cell = cell.index
        line = place.line - cell.block.textLines.lowerBound
        // The compiler's own code has no column.
        column = place.column > 0 ? place.column : nil
    }

    /// The runtime's last message: the text after `file:line: Fatal error: `, which may have several lines. A failed
    /// precondition or assertion is also a fatal error, whatever the runtime calls it.
    private static func message(in standardError: String) -> String {
        let end = standardError.ranges(of: "\n*** Signal ").last?.lowerBound ?? standardError.endIndex
        let lines = standardError[..<end].split(separator: "\n", omittingEmptySubsequences: false)
        guard let index = lines.lastIndex(where: isMessage), let (_, first) = split(lines[index]) else { return "" }
        return ([first] + lines[(index + 1)...]).joined(separator: "\n").trimmingSuffix { $0.isNewline }
    }

    /// Whether a line begins the runtime's message about a crash.
    static func isMessage(_ line: Substring) -> Bool { split(line) != nil }

    /// The place and the words of `file:line: Fatal error: words`.
    private static func split(_ line: Substring) -> (place: Substring, words: Substring)? {
        for kind in ["Fatal error", "Precondition failed", "Assertion failed"] {
            guard let mark = line.firstRange(of: ": \(kind)"), line[..<mark.lowerBound].last?.isNumber == true else {
                continue
            }
            return (line[..<mark.lowerBound], line[mark.upperBound...].trimmingPrefix(": "))
        }
        // A message of the runtime itself, before it aborts, has no file and line.
        if line.hasPrefix("Fatal error: ") { return ("", line.dropFirst("Fatal error: ".count)) }
        return nil
    }

    private static func name(ofSignal signal: Int32) -> String {
        let names: [Int32: String] = [
            4: "illegal instruction", 5: "trap", 6: "abort", 7: "bus error", 8: "arithmetic exception", 9: "killed",
            11: "bad access to memory", 13: "broken pipe", 15: "terminated",
            24: "it took more processor time than its wall time allows", 25: "it wrote a file of more than 1 GB",
        ]
        return names[signal] ?? "signal \(signal)"
    }
}

/// The part of swift-backtrace's JSON that is used here.
private struct Backtrace: Decodable {
    struct Thread: Decodable {
        var crashed: Bool?
        var frames: [Frame]
    }
    struct Frame: Decodable {
        var sourceLocation: Place?
    }
    struct Place: Decodable {
        var file: String
        var line: Int
        var column: Int
    }
    var description: String?
    var threads: [Thread]
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        String(reversed().drop(while: predicate).reversed())
    }
}
