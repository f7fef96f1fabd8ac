/// What became of tensors that were loaded where they fit.
public struct LoadReport: Equatable, Sendable, CustomStringConvertible {
    /// The names of the network's tensors that were taken over.
    public let loaded: [String]
    /// The network's tensors that were not given, which stay as they were.
    public let missing: [String]
    /// Those that were given with another shape, which stay as they were.
    public let unfitting: [(name: String, own: [Int], given: [Int])]
    /// Given tensors that the network does not have.
    public let unknown: [String]

    /// One line a kind, and none for a kind of which there is nothing.
    public var description: String {
        var lines = ["\(loaded.count) tensors loaded"]
        if !missing.isEmpty { lines.append("missing: " + missing.joined(separator: ", ")) }
        for (name, own, given) in unfitting { lines.append("\(name) should be \(own), but is \(given)") }
        if !unknown.isEmpty { lines.append("unknown: " + unknown.joined(separator: ", ")) }
        return lines.joined(separator: "\n")
    }

    /// Whether all four lists are equal.
    public static func == (a: LoadReport, b: LoadReport) -> Bool {
        a.loaded == b.loaded && a.missing == b.missing && a.unknown == b.unknown
            && a.unfitting.map { $0.name } == b.unfitting.map { $0.name }
            && a.unfitting.map { $0.own } == b.unfitting.map { $0.own }
            && a.unfitting.map { $0.given } == b.unfitting.map { $0.given }
    }
}

extension Layer {
    /// Takes over those parameters and that state whose name and shape are the layer's own, and says what was not.
    @discardableResult
    public mutating func loadFitting(stateDictionary tensors: [String: Tensor]) -> LoadReport {
        let own = stateDictionary
        let names = own.keys.sorted()
        let given = names.filter { tensors[$0] != nil }
        let unfitting = given.filter { tensors[$0]?.shape != own[$0]?.shape }
        let loaded = given.filter { !unfitting.contains($0) }
        let fitting = tensors.filter { $0.value.shape == own[$0.key]?.shape }
        visitParameters { name, parameter in if let new = fitting[name] { parameter.value = new } }
        visitState { name, tensor in if let new = fitting[name] { tensor = new } }
        return LoadReport(
            loaded: loaded, missing: names.filter { tensors[$0] == nil },
            unfitting: unfitting.map { (name: $0, own: own[$0]?.shape ?? [], given: tensors[$0]?.shape ?? []) },
            unknown: tensors.keys.filter { own[$0] == nil }.sorted())
    }
}

extension Network {
    /// The same for a state dictionary of torchvision's; the report has our names for what the network has, and
    /// torchvision's for what it does not.
    @discardableResult
    public mutating func loadFitting(torchStateDictionary tensors: [String: Tensor]) -> LoadReport {
        var (converted, unused) = fromTorch(tensors)
        for name in unused { converted[name] = tensors[name] }
        return loadFitting(stateDictionary: converted)
    }
}
