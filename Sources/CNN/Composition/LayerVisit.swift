/// A layer met on the way through a network.
struct LayerVisit {
    let layer: AnyLayer
    /// The layer's name, or position from 0, after those of the layers around it, as in the names of its parameters.
    let path: String
    /// The shape of one input.
    let inputShape: [Int]
    /// How many layers it is inside of, the outermost not counted.
    let depth: Int

    /// The shape of one output; empty if the layer cannot take its input.
    var outputShape: [Int] { (try? layer.outputShape(for: inputShape)) ?? [] }
}

extension Layer {
    /// Calls `visit` with every layer inside this one for inputs of a shape, a layer before its parts, down to `limit`
    /// layers deep.
    func visitLayers(for inputShape: [Int], depth limit: Int = .max, _ visit: (LayerVisit) -> Void) {
        visitInside(
            LayerVisit(layer: erased, path: "", inputShape: inputShape, depth: -1), limit: limit, visit)
    }
}

private func visitInside(_ whole: LayerVisit, limit: Int, _ visit: (LayerVisit) -> Void) {
    if whole.depth + 1 >= limit { return }
    func meet(_ part: LayerStructure.Part, _ inputShape: [Int]) -> [Int] {
        let met = LayerVisit(
            layer: part.layer, path: joined(whole.path, part.name), inputShape: inputShape, depth: whole.depth + 1)
        visit(met)
        visitInside(met, limit: limit, visit)
        return met.outputShape
    }
    switch whole.layer.structure {
    case .leaf: break
    case .chain(let parts): _ = parts.reduce(whole.inputShape) { meet($1, $0) }
    case .concatenation(let parts): for part in parts { _ = meet(part, whole.inputShape) }
    case .sum(let main, let shortcut):
        // The layers of the two paths are the sum's own parts.
        for path in [main, shortcut] {
            let path = LayerVisit(
                layer: path.layer, path: joined(whole.path, path.name),
                inputShape: whole.inputShape,
                depth: whole.depth)
            visitInside(path, limit: limit, visit)
        }
    }
}
