#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Runner {
    /// The names of the lessons that failed when they were last verified.
    public var failedLastTime: Set<String> {
        guard let data = try? Files.read(listOfFailed) else { return [] }
        return (try? JSONDecoder().decode(Set<String>.self, from: data)) ?? []
    }

    /// Remembers which of some lessons failed; of others it remembers what it did before.
    public func remember(verified: [String], failed: [String]) {
        let all = failedLastTime.subtracting(verified).union(failed)
        guard let data = try? JSONEncoder().encode(all.sorted()) else { return }
        try? Files.write(data, to: listOfFailed)
    }

    private var listOfFailed: String {
        "\(scratch)/failed-\(Cache.name(for: course.root)).json"
    }
}
