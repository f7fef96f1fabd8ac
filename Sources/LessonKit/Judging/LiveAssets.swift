/// What a page needs to run a lesson's live cells.
package struct LiveAssets: Sendable {
    /// The file of their program, packed by gzip.
    package let program: String
    /// The script that loads it.
    package let loader: String
    /// The files of the course's data that it reads, by the names it reads them by.
    package let data: [String: String]

    /// What the Runs of a lesson's live cells made; nil if it has none, or one did not run as WebAssembly. Data lies in `folder`.
    init?(programs: [Program], runs: [Run], folder: String) {
        let live = zip(programs, runs).filter { $0.0.liveCell != nil }.map { $0.1.live }
        guard let first = live.first ?? nil, live.allSatisfy({ $0?.isUsable ?? false }) else { return nil }
        program = first.program + ".gz"
        loader = first.loader
        let names = Set(live.flatMap { $0?.files ?? [] })
        data = Dictionary(uniqueKeysWithValues: names.map { ($0, "\(folder)/\($0)") })
    }
}
