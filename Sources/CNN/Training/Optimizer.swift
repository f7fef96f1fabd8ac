/// A rule by which parameters follow their gradients.
public protocol Optimizer {
    /// The size of the steps, α.
    var learningRate: Scalar { get set }

    /// All that the rule remembers from step to step, by name, to be saved beside the weights; its constants are not in
    /// it.
    var state: [String: Tensor] { get set }

    /// Changes every parameter of the layer (or network) once, by its gradient; the gradients stay as they are.
    mutating func update(_ layer: inout some Layer)
}

extension Optimizer {
    /// Nothing: right for rules that do not remember.
    public var state: [String: Tensor] {
        get { [:] }
        set {}
    }
}

extension [String: Tensor] {
    /// The same tensors with `prefix.` before their names.
    func under(_ prefix: String) -> [String: Tensor] {
        Dictionary(uniqueKeysWithValues: map { (prefix + "." + $0.key, $0.value) })
    }

    /// The tensors whose names begin with `prefix.`, without it.
    func inside(_ prefix: String) -> [String: Tensor] {
        Dictionary(
            uniqueKeysWithValues: filter { $0.key.hasPrefix(prefix + ".") }
                .map { (String($0.key.dropFirst(prefix.count + 1)), $0.value) })
    }
}
