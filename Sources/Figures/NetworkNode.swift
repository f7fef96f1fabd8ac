import CNN

/// A step of a network as a diagram shows it.
struct NetworkNode: Equatable {
    enum Kind: Equatable {
        /// A layer whose role gives it its colour.
        case box(LayerStructure.Leaf.Role)
        /// Two paths whose outputs are added; a path without steps is the identity.
        case sum(main: [NetworkNode], shortcut: [NetworkNode])
        /// Paths whose outputs are put side by side.
        case concatenation([[NetworkNode]])
    }

    var kind: Kind
    /// What is written in a box: the layer, and the elementwise layers after it.
    var labels: [String]
    /// The shape of the output.
    var shape: [Int]
    /// Whether the input has another shape.
    var changesShape: Bool
    /// How many equal steps follow each other.
    var times = 1

    /// `28×28×6`.
    var shapeText: String { shape.map(String.init).joined(separator: "×") }

    /// What is written in the box.
    var label: String { parts.joined(separator: " · ") }

    /// What says that a block comes several times in a row; nil for a single one and for boxes, whose labels say it.
    var repetition: String? {
        if case .box = kind { return nil }
        return times > 1 ? "whole block ×\(times)" : nil
    }

    /// The layers in the box, one by one.
    var parts: [String] {
        guard times > 1, case .box = kind else { return labels }
        return labels.dropLast() + [(labels.last ?? "") + " ×\(times)"]
    }
}

/// Labels in lines of at most `width`, with dots between those on one line; a line breaks between labels where it can.
func wrapped(parts: [String], width: Double) -> [String] {
    var lines: [String] = []
    for part in parts {
        if let last = lines.last, emWidth(last + " · " + part) <= width {
            lines[lines.count - 1] = last + " · " + part
        } else {
            lines += wrapped(part, width: width)
        }
    }
    return lines
}

/// The steps of a layer in their order: chains opened, elementwise layers that keep the shape written into the box
/// before them, equal steps counted.
func networkNodes(_ layer: AnyLayer, input: [Int]) -> [NetworkNode] {
    var (nodes, shape) = ([NetworkNode](), input)
    append(layer, to: &nodes, &shape)
    return counted(nodes)
}

private func append(_ layer: AnyLayer, to nodes: inout [NetworkNode], _ shape: inout [Int]) {
    let input = shape
    let output = (try? layer.outputShape(for: input)) ?? []
    func add(_ kind: NetworkNode.Kind, _ labels: [String] = []) {
        nodes.append(NetworkNode(kind: kind, labels: labels, shape: output, changesShape: output != input))
        shape = output
    }
    switch layer.structure {
    case .chain(let parts):
        for part in parts { append(part.layer, to: &nodes, &shape) }
    case .leaf(let leaf) where leaf.role == .elementwise && output == input && !nodes.isEmpty:
        nodes[nodes.count - 1].labels.append(leaf.label)
    case .leaf(let leaf): add(.box(leaf.role), [leaf.label])
    case .sum(let main, let shortcut):
        add(
            .sum(
                main: networkNodes(main.layer, input: input), shortcut: networkNodes(shortcut.layer, input: input)))
    case .concatenation(let parts): add(.concatenation(parts.map { networkNodes($0.layer, input: input) }))
    }
}

private func counted(_ nodes: [NetworkNode]) -> [NetworkNode] {
    var result: [NetworkNode] = []
    for node in nodes {
        if var last = result.last {
            let times = last.times
            last.times = 1
            if last == node {
                result[result.count - 1].times = times + 1
                continue
            }
        }
        result.append(node)
    }
    return result
}
