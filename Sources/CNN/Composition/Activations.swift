/// A layer's place in a network is written as in the names of its parameters: names, or positions from 0, joined by
/// points.
extension Network {
    /// The outputs of all layers, in order, for one input; the last is what `predict` gives.
    public func activations(for input: Tensor) -> [Tensor] {
        var current = input
        return layers.map { layer in
            current = layer.predict(current)
            return current
        }
    }

    /// The output of the layer at `path`, `features.3` for instance; layers after it do not run. Nil if there is no
    /// such layer.
    public func activation(of path: String, for input: Tensor) -> Tensor? {
        var current = input
        for (i, layer) in layers.enumerated() {
            let name = layer.nameOrPosition(i)
            if path == name { return layer.predict(current) }
            if path.hasPrefix(name + "."), let inner = layer.withoutName as? Network {
                return inner.activation(of: String(path.dropFirst(name.count + 1)), for: current)
            }
            current = layer.predict(current)
        }
        return nil
    }

    /// The layer at `path`, without its name; nil if there is none. Setting it puts another layer in its place, under
    /// the same name; setting nil takes it out, so that what comes before feeds what comes after.
    public subscript(path: String) -> (any Layer)? {
        get {
            for (i, layer) in layers.enumerated() {
                let name = layer.nameOrPosition(i)
                if path == name { return layer.withoutName }
                if path.hasPrefix(name + "."), let inner = layer.withoutName as? Network {
                    return inner[String(path.dropFirst(name.count + 1))]
                }
            }
            return nil
        }
        set {
            for (i, layer) in layers.enumerated() {
                let name = layer.nameOrPosition(i)
                if path == name {
                    // An empty network takes the place of what was taken out, so that all others keep their positions.
                    let value = newValue ?? Network([])
                    layers[i] = layer is Named ? value.named(name) : value
                    return
                }
                if path.hasPrefix(name + "."), var inner = layer.withoutName as? Network {
                    inner[String(path.dropFirst(name.count + 1))] = newValue
                    layers[i] = layer is Named ? inner.named(name) : inner
                    return
                }
            }
            stop("The network has no layer \(path).")
        }
    }
}
