/// One of several machines that verify a course together.
public struct Shard: Sendable {
    /// Its number, from 1, and how many there are.
    public let number: Int, count: Int

    /// Reads `2/5`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], (1...10_000).contains(count),
            (1...count).contains(number)
        else { return nil }
        (self.number, self.count) = (number, count)
    }

    /// The lessons of this machine: the longest first, each goes to the machine that has least to do so far.
    ///
    /// All machines must come to the same division, so it rests on nothing that one of them may have and another not: the
    /// seconds of an earlier report if they are given one, and the size of the files.
    public func lessons(of files: [Course.LessonFile], seconds: [String: Double]) -> [Course.LessonFile] {
        let known = files.compactMap { seconds[$0.displayName] }
        // A lesson that the report does not know may take as long as the others do.
        let usual = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
        let weights = files.map { file in
            known.isEmpty ? Double(Files.size(of: file.path)) + 1 : seconds[file.displayName] ?? usual
        }
        let order = files.indices.sorted { (weights[$1], files[$0].path) < (weights[$0], files[$1].path) }
        var loads = Array(repeating: 0.0, count: count)
        var mine: [Int] = []
        for index in order {
            let machine = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            loads[machine] += weights[index]
            if machine == number - 1 { mine.append(index) }
        }
        return mine.sorted().map { files[$0] }
    }
}
