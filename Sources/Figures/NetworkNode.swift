import CNN

/// A step of a network as a diagram shows it.
struct NetworkNode: Equatable {
    enum Kind: Equatable {
        case box(Operation)
        /// Two paths whose outputs are added; a path without steps is the identity.
        case residual(main: [NetworkNode], shortcut: [NetworkNode])
        /// Paths whose outputs are put side by side.
        case branches([[NetworkNode]])
    }

    /// What a box does, which gives it its colour.
    enum Operation: Equatable {
        case convolution, pooling, dense, other
    }

    var kind: Kind
    /// What is written in a box: the layer, and those behind it that work number by number.
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

    /// What says that a block stands several times in a row; nil for a single one and for boxes, whose labels say it.
    var repetition: String? {
        if case .box = kind { return nil }
        return times > 1 ? "whole block ×\(times)" : nil
    }

    /// What is written in the box, in lines of at most `width`; a line breaks between layers where it can.
    func lines(width: Double) -> [String] {
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

    private var parts: [String] {
        guard times > 1, case .box = kind else { return labels }
        return labels.dropLast() + [(labels.last ?? "") + " ×\(times)"]
    }
}

/// The steps of layers in their order: networks inside opened, layers without a shape of their own written into the box
/// before them, equal steps counted.
func networkNodes(_ layers: [any Layer], input: [Int]) -> [NetworkNode] {
    var nodes: [NetworkNode] = []
    var shape = input
    for layer in opened(layers) {
        let output = (try? layer.outputShape(for: shape)) ?? []
        let label = networkLabel(layer)
        if label.isPointwise && output == shape && !nodes.isEmpty {
            nodes[nodes.count - 1].labels.append(label.text)
        } else {
            let kind: NetworkNode.Kind
            switch layer {
            case let residual as Residual:
                kind = .residual(
                    main: networkNodes(residual.main.layers, input: shape),
                    shortcut: networkNodes(residual.shortcut.layers, input: shape))
            case let concat as Concat:
                kind = .branches(concat.branches.map { networkNodes([$0], input: shape) })
            default:
                kind = .box(label.operation)
            }
            let isBox = if case .box = kind { true } else { false }
            nodes.append(
                NetworkNode(
                    kind: kind, labels: isBox ? [label.text] : [], shape: output, changesShape: output != shape))
        }
        shape = output
    }
    return counted(nodes)
}

/// The layers of networks inside networks, all in one row, without their names.
private func opened(_ layers: [any Layer]) -> [any Layer] {
    layers.flatMap { layer -> [any Layer] in
        switch layer {
        case let named as Named: opened([named.layer])
        case let network as Network: opened(network.layers)
        default: [layer]
        }
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

/// What a layer is called in a diagram, what it does, and whether it works number by number.
private func networkLabel(_ layer: any Layer) -> (text: String, operation: NetworkNode.Operation, isPointwise: Bool) {
    func with(_ stride: Int, usually: Int) -> String { stride == usually ? "" : ", stride \(stride)" }
    switch layer {
    case is Residual, is Concat: return ("", .other, false)
    case let layer as Convolution:
        let (height, width) = layer.kernelSize
        let groups = layer.groups == 1 ? "" : ", \(layer.groups) groups"
        return (
            "\(height)×\(width) conv, \(layer.filters)" + with(layer.stride, usually: 1) + groups, .convolution, false
        )
    case let layer as TableConvolution:
        return ("\(layer.kernel)×\(layer.kernel) conv, \(layer.table.count), by table", .convolution, false)
    case let layer as MaxPooling:
        return ("\(layer.size)×\(layer.size) max pool" + with(layer.stride, usually: layer.size), .pooling, false)
    case let layer as AveragePooling:
        return ("\(layer.size)×\(layer.size) average pool" + with(layer.stride, usually: layer.size), .pooling, false)
    case is GlobalAveragePooling: return ("global average pool", .pooling, false)
    case is GlobalMaxPooling: return ("global max pool", .pooling, false)
    case let layer as Dense: return ("dense, \(layer.units)", .dense, false)
    case is Flatten: return ("flatten", .other, false)
    case is BatchNormalization: return ("batch norm", .other, true)
    case is LocalResponseNormalization: return ("LRN", .other, true)
    case is Sigmoid: return ("sigmoid", .other, true)
    case is Tanh: return ("tanh", .other, true)
    case is Softmax: return ("softmax", .other, true)
    case is Dropout: return ("dropout", .other, true)
    default:
        let text = layer.description.hasSuffix("()") ? String(layer.description.dropLast(2)) : layer.description
        return (text, .other, layer.parameterCount == 0)
    }
}
