/// A layer's place in a network is written as in the names of its parameters: names, or positions from 0, joined by
/// dots.
extension Network {
    /// The outputs of all layers, in order, for one input; the last is what `predict` gives.
    public func activations(for input: Tensor) -> [Tensor] {
        var current = input
        return layers.map { layer in
            current = layer.predict(current)
            return current
        }
    }

    /// The output of the layer at `path`, `features.3` or `layer1.0.conv1` for instance; layers after it do not run, nor
    /// branches beside it. Nil if there is no such layer.
    public func activation(of path: String, for input: Tensor) -> Tensor? {
        innerOutput(ofLayerAt: path, in: erased, for: input)
    }

    /// The layer at `path`, without its name, also inside of blocks and branches; nil if there is none. Setting it puts
    /// another layer in its place, under the same name; setting nil takes it out, so that what comes before feeds what
    /// comes after, and a branch or a path hands on its input.
    public subscript(path: String) -> AnyLayer? {
        get { layer(at: path, in: erased) }
        set {
            // An empty network takes the place of what was taken out, so that all others keep their positions.
            let found = replaceLayer(at: path, by: newValue ?? Network([]).erased)
            require(found, "The network has no layer \(path).")
        }
    }
}

extension Layer {
    /// Puts a layer in the place of the one at `path`, under the same name; false if there is none.
    fileprivate mutating func replaceLayer(at path: String, by new: AnyLayer) -> Bool {
        var found = false
        visitParts { name, part in
            if found { return }
            var replacement: AnyLayer?
            if path == name && !path.isEmpty {
                replacement = new.withoutName
            } else if let rest = rest(of: path, after: name) {
                var inner = part.withoutName
                if inner.replaceLayer(at: rest, by: new) { replacement = inner }
            }
            guard let replacement else { return }
            part = part.nameAndLayer == nil ? replacement : replacement.named(name).erased
            found = true
        }
        return found
    }
}

/// The path inside of a part of this name; nil if it does not lead there. A part without a name adds nothing to a path.
private func rest(of path: String, after name: String) -> String? {
    if path.isEmpty { return nil }
    if name.isEmpty { return path }
    return path.hasPrefix(name + ".") ? String(path.dropFirst(name.count + 1)) : nil
}

private func layer(at path: String, in whole: AnyLayer) -> AnyLayer? {
    for part in whole.innerParts {
        if path == part.name && !path.isEmpty { return part.layer }
        if let rest = rest(of: path, after: part.name), let found = layer(at: rest, in: part.layer) { return found }
    }
    return nil
}

private func innerOutput(ofLayerAt path: String, in whole: AnyLayer, for input: Tensor) -> Tensor? {
    func output(of part: LayerStructure.Part, for input: Tensor) -> Tensor? {
        if path == part.name { return part.layer.predict(input) }
        return rest(of: path, after: part.name).flatMap { innerOutput(ofLayerAt: $0, in: part.layer, for: input) }
    }
    guard layer(at: path, in: whole) != nil else { return nil }
    switch whole.structure {
    case .leaf: return nil
    case .chain(let parts):
        var current = input
        for part in parts {
            if let output = output(of: part, for: current) { return output }
            current = part.layer.predict(current)
        }
        return nil
    case .sum(let main, let shortcut): return output(of: main, for: input) ?? output(of: shortcut, for: input)
    case .concatenation(let parts):
        for part in parts {
            if let output = output(of: part, for: input) { return output }
        }
        return nil
    }
}

extension Layer {
    /// The layers right inside this one, with their names.
    fileprivate var innerParts: [LayerStructure.Part] {
        let parts = parts
        if !parts.isEmpty { return parts }
        return switch structure {
        case .leaf: []
        case .chain(let parts), .concatenation(let parts): parts
        case .sum(let main, let shortcut): [main, shortcut]
        }
    }
}
