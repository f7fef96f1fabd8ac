/// What became of tensors that were loaded where they fit.
public struct LoadReport: Equatable, Sendable, CustomStringConvertible {
    /// The names of the network's tensors that were taken over.
    public let loaded: [String]
    /// The network's tensors that were not given, which stay as they were.
    public let missing: [String]
    /// Those that were given with another shape, which stay as they were.
    public let unfitting: [Unfitting]
    /// Given tensors that the network does not have.
    public let unknown: [String]

    /// A tensor whose shape in the network is not that of the tensor given by its name.
    public struct Unfitting: Equatable, Sendable {
        /// The tensor's name.
        public let name: String
        /// Its shape in the network.
        public let own: [Int]
        /// The shape of what was given.
        public let given: [Int]
    }

    /// One line a kind, and none for a kind of which there is nothing.
    public var description: String {
        var lines = ["\(loaded.count) tensors loaded"]
        if !missing.isEmpty { lines.append("missing: " + missing.joined(separator: ", ")) }
        for tensor in unfitting { lines.append("\(tensor.name) should be \(tensor.own), but is \(tensor.given)") }
        if !unknown.isEmpty { lines.append("unknown: " + unknown.joined(separator: ", ")) }
        return lines.joined(separator: "\n")
    }
}

extension Layer {
    /// Takes over those parameters and that state whose name and shape are the layer's own, and says what was not.
    @discardableResult
    public mutating func loadFitting(stateDictionary tensors: [String: Tensor]) -> LoadReport {
        loadFitting(tensors) { _ in true }
    }

    /// The same; names that are not `expected` are not missing.
    fileprivate mutating func loadFitting(
        _ tensors: [String: Tensor], expected: (String) -> Bool
    ) -> LoadReport {
        let own = stateDictionary
        let names = own.keys.sorted()
        let unfitting = names.compactMap { name -> LoadReport.Unfitting? in
            guard let own = own[name]?.shape, let given = tensors[name]?.shape, own != given else { return nil }
            return LoadReport.Unfitting(name: name, own: own, given: given)
        }
        let fitting = tensors.filter { $0.value.shape == own[$0.key]?.shape }
        visitParameters { name, parameter in if let new = fitting[name] { parameter.value = new } }
        visitState { name, tensor in if let new = fitting[name] { tensor = new } }
        return LoadReport(
            loaded: fitting.keys.sorted(), missing: names.filter { tensors[$0] == nil && expected($0) },
            unfitting: unfitting, unknown: tensors.keys.filter { own[$0] == nil }.sorted())
    }
}

extension Network {
    /// The same for a state dictionary of torchvision's; the report has our names for what the network has, and
    /// torchvision's for what it does not.
    @discardableResult
    public mutating func loadFitting(torchStateDictionary tensors: [String: Tensor]) -> LoadReport {
        var (converted, unused) = fromTorch(tensors)
        for name in unused { converted[name] = tensors[name] }
        return loadFitting(converted, expected: Network.isInTorch)
    }
}
