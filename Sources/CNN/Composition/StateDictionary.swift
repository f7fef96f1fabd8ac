/// Tensors that do not fit the network they should be loaded into.
public struct StateError: Error, Equatable, CustomStringConvertible {
    /// One sentence that names the tensor and the trouble.
    public let description: String

    /// An error that says this.
    public init(description: String) { self.description = description }
}

extension Layer {
    /// All parameters and all state, by name: what a file of weights holds.
    public var stateDictionary: [String: Tensor] {
        var copy = self
        var result: [String: Tensor] = [:]
        func add(_ name: String, _ tensor: Tensor) {
            require(
                result.updateValue(tensor, forKey: name) == nil,
                "\(self): two tensors have the name \(name). Give the layers that hold them different names.")
        }
        copy.visitParameters { add($0, $1.value) }
        copy.visitState { add($0, $1) }
        return result
    }

    /// Takes over parameters and state by name; throws, and changes nothing, if one is missing, has another shape or is
    /// not known here.
    public mutating func load(stateDictionary tensors: [String: Tensor]) throws(StateError) {
        let own = stateDictionary
        for (name, tensor) in own.sorted(by: { $0.key < $1.key }) {
            guard let new = tensors[name] else { throw StateError(description: "There is no tensor \(name).") }
            guard new.shape == tensor.shape else {
                throw StateError(description: "The tensor \(name) should be \(tensor.shape), but is \(new.shape).")
            }
        }
        if let extra = tensors.keys.filter({ own[$0] == nil }).min() {
            throw StateError(description: "The network has no tensor \(extra).")
        }
        visitParameters { name, parameter in
            if let new = tensors[name] { parameter.value = new }
        }
        visitState { name, tensor in
            if let new = tensors[name] { tensor = new }
        }
    }
}
