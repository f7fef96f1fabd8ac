/// The share of one of several machines that verify a course together.
public struct Shard: Sendable {
    /// The machine's number, counted from 1, and the number of machines.
    public let number: Int, count: Int

    /// Reads a shard such as `2/5`; nil unless the number is at most the count.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let number = parts[0], let count = parts[1], (1...10_000).contains(count),
            (1...count).contains(number)
        else { return nil }
        (self.number, self.count) = (number, count)
    }

    /// The lessons of this machine. From the longest on, each lesson goes to the machine that has the least to do so
    /// far.
    ///
    /// All machines must arrive at the same division, so it depends only on the seconds of an earlier report, if one is
    /// given, and otherwise on the sizes of the files.
    public func lessons(of files: [Course.LessonFile], seconds: [String: Double]) -> [Course.LessonFile] {
        let known = files.compactMap { seconds[$0.displayName] }
        // A lesson that is missing in the report is assumed to take as long as the average of the others.
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
