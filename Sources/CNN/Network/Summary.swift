/// A table of a network's layers: where and what they are, the shape of their output, their parameters and their
/// multiplications (each with its addition) for one example.
public struct Summary: Equatable, Sendable, CustomStringConvertible {
    /// One layer.
    public struct Row: Equatable, Sendable {
        /// The layer's name, or position from 0, after those of the networks around it, as in the names of its parameters.
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
        addChain(network.layers, "", inputShape, 0, depth)
    }

    private mutating func addChain(
        _ layers: [any Layer], _ prefix: String, _ inputShape: [Int], _ depth: Int, _ limit: Int
    ) {
        var shape = inputShape
        for (i, layer) in layers.enumerated() {
            let path = joined(prefix, layer.nameOrPosition(i))
            add(layer.innermost, path, shape, depth, limit)
            shape = (try? layer.outputShape(for: shape)) ?? []
        }
    }

    private mutating func add(_ layer: any Layer, _ path: String, _ inputShape: [Int], _ depth: Int, _ limit: Int) {
        rows.append(
            Row(
                path: path, layer: layer.description, outputShape: (try? layer.outputShape(for: inputShape)) ?? [],
                parameters: layer.parameterCount, multiplyAdds: layer.multiplyAdds(for: inputShape), depth: depth))
        if depth + 1 >= limit { return }
        switch layer {
        case let network as Network:
            addChain(network.layers, path, inputShape, depth + 1, limit)
        case let residual as Residual:
            addChain(residual.main.layers, path, inputShape, depth + 1, limit)
            addChain(residual.shortcut.layers, joined(path, "shortcut"), inputShape, depth + 1, limit)
        case let concat as Concat:
            for (i, branch) in concat.branches.enumerated() {
                add(branch.innermost, joined(path, branch.nameOrPosition(i)), inputShape, depth + 1, limit)
            }
        default: break
        }
    }

    /// The table, one line a row, and the totals.
    public var description: String {
        var cells = [["name", "layer", "output", "parameters", "multiply-adds"]]
        for row in rows {
            let shape = row.outputShape.map(String.init).joined(separator: "×")
            cells.append([
                String(repeating: "  ", count: row.depth) + row.path, row.layer, shape, grouped(row.parameters),
                grouped(row.multiplyAdds),
            ])
        }
        cells.append(["total", "", "", grouped(parameters), grouped(multiplyAdds)])
        let widths = (0..<5).map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { line in
            let parts = line.enumerated().map { column, text in
                let blanks = String(repeating: " ", count: widths[column] - text.count)
                return column < 3 ? text + blanks : blanks + text
            }
            return parts.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// 61706 as 61,706.
    private func grouped(_ number: Int) -> String {
        let digits = String(number)
        return String(
            digits.enumerated().flatMap { i, digit in
                i > 0 && (digits.count - i).isMultiple(of: 3) ? [",", digit] : [digit]
            })
    }
}

extension Network {
    /// The table of the layers, for the input that the network was built for; parts of blocks and branches down to `depth`.
    public func summary(depth: Int = .max) -> Summary {
        guard let inputShape else { stop("\(self) has no summary yet: build the network first.") }
        return Summary(self, for: inputShape, depth: depth)
    }
}
