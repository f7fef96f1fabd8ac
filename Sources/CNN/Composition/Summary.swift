/// A table of a network's layers: where and what they are, the shape of their output, their parameters and their
/// multiplications (each with its addition) for one example.
public struct Summary: Equatable, Sendable, CustomStringConvertible {
    /// One layer.
    public struct Row: Equatable, Sendable {
        /// The layer's name, or position from 0, after those of the networks around it, as in the names of its
        /// parameters.
        public let path: String
        /// The layer's description.
        public let layer: String
        /// The shape of one output.
        public let outputShape: [Int]
        /// How many numbers it trains.
        public let parameters: Int
        /// The multiplications for one example.
        public let multiplyAdds: Int
        /// How many networks, blocks or branches it is inside of.
        public let depth: Int
    }

    /// The layers, and before its parts each network, block or set of branches.
    public private(set) var rows: [Row] = []
    /// How many numbers all layers train together.
    public let parameters: Int
    /// The multiplications of all layers together for one example.
    public let multiplyAdds: Int

    init(_ network: Network, for inputShape: [Int], depth: Int) {
        parameters = network.parameterCount
        multiplyAdds = network.multiplyAdds(for: inputShape)
        network.visitLayers(for: inputShape, depth: max(depth, 1)) { met in
            rows.append(
                Row(
                    path: met.path, layer: met.layer.description, outputShape: met.outputShape,
                    parameters: met.layer.parameterCount, multiplyAdds: met.layer.multiplyAdds(for: met.inputShape),
                    depth: met.depth))
        }
    }

    /// The table, one line a row, and the totals.
    public var description: String {
        var cells = [["name", "layer", "output", "parameters", "multiply-adds"]]
        for row in rows {
            let shape = row.outputShape.map(String.init).joined(separator: "×")
            cells.append([
                String(repeating: "  ", count: row.depth) + row.path, row.layer, shape, grouped("\(row.parameters)"),
                grouped("\(row.multiplyAdds)"),
            ])
        }
        cells.append(["total", "", "", grouped("\(parameters)"), grouped("\(multiplyAdds)")])
        let widths = (0..<5).map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { line in
            let parts = line.enumerated().map { column, text in
                let blanks = String(repeating: " ", count: widths[column] - text.count)
                return column < 3 ? text + blanks : blanks + text
            }
            return parts.joined(separator: "  ")
        }.joined(separator: "\n")
    }

}

extension Network {
    /// The table of the layers, for the input that the network was built for; parts of blocks and branches down to
    /// `depth`.
    public func summary(depth: Int = .max) -> Summary {
        guard let inputShape else { stop("\(self) has no summary yet: build the network first.") }
        return Summary(self, for: inputShape, depth: depth)
    }
}
