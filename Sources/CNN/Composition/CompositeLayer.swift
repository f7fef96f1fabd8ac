/// A layer made of others. It names them once, in `visitParts`: by these names its parameters and its state are found.
protocol CompositeLayer: Layer {}

extension CompositeLayer {
    /// Visits the parameters of all parts; a name is the part's own name or position from 0, and its parameter's:
    /// `0.weight`.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) {
        visitParts { prefix, part in part.visitParameters { visit(joined(prefix, $0), &$1) } }
    }

    /// Visits the state of all parts, named in the same way.
    public mutating func visitState(_ visit: (String, inout Tensor) -> Void) {
        visitParts { prefix, part in part.visitState { visit(joined(prefix, $0), &$1) } }
    }

}

extension Layer {
    /// The layers right inside with their names.
    var parts: [LayerStructure.Part] {
        var (copy, parts) = (self, [LayerStructure.Part]())
        copy.visitParts { parts.append(LayerStructure.Part(name: $0, layer: $1.withoutName)) }
        return parts
    }

    /// Stops the program if two layers inside have one name, by which only one of them would be found.
    func requireDistinctNames() {
        var seen: Set<String> = []
        visitNames(after: "") { path in
            require(
                seen.insert(path).inserted,
                "\(self): two layers have the name \(path). Give one of them another name, for parameters, layers and saved weights are found by it."
            )
        }
    }

    /// Calls `visit` with the path of every layer inside that has a name, or a position, of its own.
    private func visitNames(after prefix: String, _ visit: (String) -> Void) {
        var copy = self
        copy.visitParts { name, part in
            let path = joined(prefix, name)
            if !name.isEmpty { visit(path) }
            part.withoutName.visitNames(after: path, visit)
        }
    }
}

extension [AnyLayer] {
    /// Calls `visit` with every layer in place, by its name or its position.
    mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) {
        for i in indices { visit(self[i].nameOrPosition(i), &self[i]) }
    }
}

extension Network {
    /// Calls `visit` with the network itself in place, as a part of another layer.
    mutating func visitAsPart(_ name: String, _ visit: (_ name: String, _ part: inout AnyLayer) -> Void) {
        var part = erased
        self = Network([])  // so that `part` is the only owner and is changed in place
        visit(name, &part)
        self = Network(of: part)
    }
}

/// What `body` gives; its error is said to be inside the layer of this name.
func withErrors(inside name: String, _ body: () throws(ShapeError) -> [Int]) throws(ShapeError) -> [Int] {
    do throws(ShapeError) { return try body() } catch { throw error.inside(name) }
}

/// A path of names: `features` and `0.weight` give `features.0.weight`; an empty name leaves the path as it is.
func joined(_ prefix: String, _ path: String) -> String {
    prefix.isEmpty ? path : path.isEmpty ? prefix : prefix + "." + path
}
