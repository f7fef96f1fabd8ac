import LessonKit

/// Tells pages what a run does, as far as they show it: the cells above the first one that was to run are told again by the
/// runner, and say nothing new.
final class RunReporter {
    private let edited: EditedLesson
    private let told: Set<Int>
    private let tell: (NotebookEvent) -> Void
    /// The cells that ran to their end or stopped the program.
    private(set) var upToDate: Set<String> = []
    /// Bytes of a character that has not come whole yet, and how many were shown of the cell that runs.
    private var rest: [UInt8] = []
    private var shown: [Int: Int] = [:]

    /// The most bytes of a cell that are shown.
    private static let most = 1 << 20

    init(_ edited: EditedLesson, told: Set<Int>, tell: @escaping (NotebookEvent) -> Void) {
        (self.edited, self.told, self.tell) = (edited, told, tell)
    }

    func handle(_ event: EditedEvent) {
        switch event {
        case .begins(let index) where told.contains(index):
            rest = []
            tell(.begins(cell: edited.names[index]))
        case .prints(let index, let bytes) where told.contains(index): print(bytes, in: index)
        case .shows(let index, let figure) where told.contains(index):
            tell(.figure(cell: edited.names[index], html: FigureBlock(figure: figure).html))
        case .ended(let index, let result):
            // A cell that is not shown is spoken of where it fails.
            let hasFailed = ![.passed, .failed].contains(result.outcome)
            guard told.contains(index) || hasFailed else { return }
            flush(in: index)
            let name = edited.names[index]
            if result.outcome != .notCompiled && result.outcome != .notReached { upToDate.insert(name) }
            let isOwn = edited.edited.contains(name)
            tell(
                .ended(
                    cell: name,
                    ResultState(
                        outcome: result.outcome.rawValue, isAsPromised: !isOwn && result.outcome == .passed,
                        seconds: result.seconds, problems: result.problems.map(ProblemState.init))))
        default: break
        }
    }

    private func print(_ bytes: [UInt8], in index: Int) {
        let before = shown[index, default: 0]
        shown[index] = before + bytes.count
        guard before < Self.most else { return }
        rest += bytes.prefix(Self.most - before)
        // The last bytes may be the beginning of a character.
        let start = rest.lastIndex { $0 & 0xC0 != 0x80 } ?? 0
        let length = rest.indices.contains(start) ? Self.length(of: rest[start]) : 1
        let end = rest.count - start < length ? start : rest.count
        if end > 0 { tell(.prints(cell: edited.names[index], text: String(decoding: rest[..<end], as: UTF8.self))) }
        rest.removeFirst(end)
        if before + bytes.count >= Self.most {
            tell(
                .prints(
                    cell: edited.names[index], text: "\n… The cell printed more than 1 MB; the rest is not shown.\n"))
        }
    }

    private func flush(in index: Int) {
        if !rest.isEmpty { tell(.prints(cell: edited.names[index], text: String(decoding: rest, as: UTF8.self))) }
        rest = []
    }

    /// How many bytes a character has, by its first one.
    private static func length(of byte: UInt8) -> Int { byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }
}
