#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Verifier {
    /// The names of the lessons that failed when they were last verified.
    public var failedLessons: Set<String> {
        guard let data = try? Files.read(listOfFailed) else { return [] }
        return (try? JSONDecoder().decode(Set<String>.self, from: data)) ?? []
    }

    /// Remembers which of the verified lessons failed; what is known about others stays.
    public func remember(verified: [String], failed: [String]) {
        let all = failedLessons.subtracting(verified).union(failed)
        guard let data = try? JSONEncoder().encode(all.sorted()) else { return }
        try? Files.write(data, to: listOfFailed)
    }

    private var listOfFailed: String {
        "\(cacheFolder)/failed-\(uniqueFileName(for: course.root)).json"
    }
}
