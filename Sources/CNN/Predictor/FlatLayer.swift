/// A layer of a network in which chains are opened and names and what does nothing in a prediction are left out.
enum FlatLayer {
    case leaf(AnyLayer, LayerStructure.Prediction)
    case sum(AnyLayer, main: AnyLayer, shortcut: AnyLayer)
    case concatenation(AnyLayer, branches: [AnyLayer])

    /// The layers of a layer, one after the other.
    static func flattened(_ layer: AnyLayer) -> [FlatLayer] {
        switch layer.structure {
        case .leaf(let leaf):
            if case .identity = leaf.prediction { [] } else { [.leaf(layer, leaf.prediction)] }
        case .chain(let parts): parts.flatMap { flattened($0.layer) }
        case .sum(let main, let shortcut): [.sum(layer, main: main.layer, shortcut: shortcut.layer)]
        case .concatenation(let parts): [.concatenation(layer, branches: parts.map { $0.layer })]
        }
    }

    /// The layer itself.
    var layer: AnyLayer {
        switch self {
        case .leaf(let layer, _), .sum(let layer, _, _), .concatenation(let layer, _): layer
        }
    }

    /// The batch norm that it is; nil for any other layer.
    var batchNormalization: BatchNormalization? {
        if case .leaf(_, .batchNormalization(let layer)) = self { layer } else { nil }
    }

    /// The convolution that it is; nil for any other layer.
    var convolution: Convolution? {
        if case .leaf(_, .convolution(let layer)) = self { layer } else { nil }
    }

    var isReLU: Bool { if case .leaf(_, .relu) = self { true } else { false } }
}
