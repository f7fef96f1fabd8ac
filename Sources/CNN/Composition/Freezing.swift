extension Layer {
    /// Keeps the parameters of the layer at `path`, or of all layers for an empty path, as they are: they get no gradients,
    /// and no optimizer changes them. Batch norm's running averages still move in training. A path is written as in the
    /// names of parameters: `features`, `layer1.0.conv1`, or a parameter's own name.
    public mutating func freeze(_ path: String = "") { setTraining(path, false) }

    /// Lets the parameters at `path`, or all, be trained again.
    public mutating func unfreeze(_ path: String = "") { setTraining(path, true) }

    private mutating func setTraining(_ path: String, _ trains: Bool) {
        var (isThere, hasParameters) = (false, false)
        visitParameters { name, parameter in
            hasParameters = true
            guard path.isEmpty || name == path || name.hasPrefix(path + ".") else { return }
            isThere = true
            parameter.trains = trains
            if !trains { parameter.zeroGradient() }
        }
        require(
            isThere,
            hasParameters
                ? "\(self): there are no parameters at \(path). Their names are in `parameters`."
                : "\(self): there are no parameters; a network has them once it is built, so build the network first.")
    }
}

extension Network {
    /// Puts another layer, drawn from `seed`, in the place of the one at `path`, under the same name; all others keep their
    /// parameters. Throws, and changes nothing, if the new layer does not fit those around it.
    public mutating func replaceLayer(at path: String, with layer: some Layer, seed: UInt64) throws(ShapeError) {
        guard let inputShape else { stop("\(self) has no layers to keep yet: build the network first.") }
        var shape: [Int]?
        visitLayers(for: inputShape) { if $0.path == path { shape = shape ?? $0.inputShape } }
        guard let shape else { stop("The network has no layer \(path).") }
        var (new, whole) = (layer.erased, self)
        _ = try withErrors(inside: path) { () throws(ShapeError) in try new.build(for: shape, seed: seed) }
        whole[path] = new
        _ = try whole.outputShape(for: inputShape)
        self = whole
    }

    /// The outputs of the layer at `path` for all inputs, worked out `batchSize` at a time, as data for another network;
    /// nil if there is no such layer.
    public func features(of path: String, for inputs: Tensor, batchSize: Int = 256) -> Tensor? {
        require(batchSize >= 1 && inputs.rank >= 1 && inputs.shape[0] >= 1, "Features need at least one input.")
        var parts: [Tensor] = []
        for first in stride(from: 0, to: inputs.shape[0], by: batchSize) {
            let batch = inputs.sliced(first..<min(first + batchSize, inputs.shape[0]))
            guard let part = activation(of: path, for: batch) else { return nil }
            parts.append(part)
        }
        return Tensor(concatenating: parts, axis: 0)
    }
}
