extension Network {
    /// Takes over the weights of a state dictionary of torchvision's, by its own names, for AlexNet, VGG, the
    /// ResNets and MobileNet v2: `SafeTensors.read("resnet18.safetensors")`. Throws, and changes nothing, if one is missing, has another
    /// shape or is left over. The network must be built.
    ///
    /// Kernels come as `[out, in, h, w]` and matrices as `[out, in]`; the first matrix after a `Flatten` reads channels
    /// first.
    public mutating func load(torchStateDictionary tensors: [String: Tensor]) throws(StateError) {
        var (converted, unused) = fromTorch(tensors)
        for (name, own) in stateDictionary where converted[name] == nil {
            if Network.isInTorch(name) {
                throw StateError(description: "There is no tensor \(Network.torchName(name)).")
            }
            converted[name] = own
        }
        if let extra = unused.min() { throw StateError(description: "The network has no tensor \(extra).") }
        try load(stateDictionary: converted)
    }

    /// The tensors that the network knows, by its own names and in its order of axes, and the names of the others.
    func fromTorch(_ tensors: [String: Tensor]) -> (converted: [String: Tensor], unused: Set<String>) {
        let flattened = flattenedShapes
        var converted: [String: Tensor] = [:]
        var unused = Set(tensors.keys.filter { !$0.hasSuffix("num_batches_tracked") })
        for name in stateDictionary.keys where Network.isInTorch(name) {
            let torch = Network.torchName(name)
            guard let tensor = tensors[torch] else { continue }
            unused.remove(torch)
            converted[name] = Network.converted(tensor, flattened: flattened[name])
        }
        return (converted, unused)
    }

    /// Whether torchvision's state dictionaries have the tensor: all but the state of a dropout's random numbers.
    static func isInTorch(_ name: String) -> Bool { name.split(separator: ".").last != "generator" }

    /// `layer2.0.shortcut.1.runningMean` is `layer2.0.downsample.1.running_mean` there.
    private static func torchName(_ name: String) -> String {
        let last = [
            "gamma": "weight", "beta": "bias", "runningMean": "running_mean", "runningVariance": "running_var",
        ]
        return name.split(separator: ".").map { part in
            part == "shortcut" ? "downsample" : last[String(part)] ?? String(part)
        }.joined(separator: ".")
    }

    /// The tensor in our order of axes; as it is if its shape allows none, so that loading reports it.
    private static func converted(_ tensor: Tensor, flattened: [Int]?) -> Tensor {
        switch tensor.rank {
        case 4: return tensor.transposed([2, 3, 1, 0])
        case 2:
            if let flattened, flattened.reduce(1, *) == tensor.shape[1] {
                let (h, w, c) = (flattened[0], flattened[1], flattened[2])
                return tensor.reshaped(to: [tensor.shape[0], c, h, w]).transposed([2, 3, 1, 0])
                    .reshaped(to: [tensor.shape[1], tensor.shape[0]])
            }
            return tensor.transposed()
        default: return tensor
        }
    }

    /// For the weights of each dense layer that reads flattened images, the images' shape.
    private var flattenedShapes: [String: [Int]] {
        guard let inputShape else { stop("\(self) has no weights yet: build the network first.") }
        var result: [String: [Int]] = [:]
        var flattened: [Int]?
        visitLayers(for: inputShape) { met in
            guard case .leaf(let leaf) = met.layer.structure else { return }
            switch leaf.prediction {
            case .flatten: flattened = met.inputShape.count == 3 ? met.inputShape : nil
            case .dense:
                result[met.path + ".weight"] = flattened
                flattened = nil
            default: break
            }
        }
        return result
    }
}
