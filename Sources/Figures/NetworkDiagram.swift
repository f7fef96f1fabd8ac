import CNN

/// The layers of a network from top to bottom, drawn from the network itself: shortcuts go around their blocks,
/// branches lie side by side, and the shape is written wherever it changes.
///
///     show(NetworkDiagram(network, title: "LeNet-5", alternativeText: "Two convolutions, each with …"))
public struct NetworkDiagram: DrawnFigure {
    /// The shape of the input, without the batch axis.
    public let inputShape: [Int]
    let nodes: [NetworkNode]
    private let table: DataTable?
    /// The line over the picture.
    public var title: String?
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String

    /// A diagram of a network, or of a single block such as a `Residual` or a `Concat`, for inputs of this shape; a
    /// network that is built needs none.
    public init(_ layer: some Layer, input: [Int]? = nil, title: String? = nil, alternativeText: String) {
        requireAlternativeText(alternativeText)
        let network = Network(of: layer.erased)
        inputShape = checkedInput(of: network, input)
        nodes = networkNodes(network.erased, input: inputShape)
        table = layerTable(network)
        self.title = title
        self.alternativeText = alternativeText
    }

    /// The shape of the input as it is written over the first layer.
    var inputText: String { "input " + inputShape.map(String.init).joined(separator: "×") }

    /// The layers with their shapes and parameters; nil where the network is not built or has very many.
    public var data: DataTable? { table }

    /// The layers line by line, what belongs to blocks and branches further in.
    public var text: String {
        var lines = title.map { wrapped($0, columns: terminalWidth) } ?? []
        lines.append(inputText)
        lines += nodes.flatMap { NetworkDiagram.lines($0) }
        return lines.map { shortened($0, columns: terminalWidth) }.joined(separator: "\n")
    }

    private static func lines(_ node: NetworkNode) -> [String] {
        let end = node.changesShape ? " → \(node.shapeText)" : ""
        func inner(_ nodes: [NetworkNode]) -> [String] { nodes.flatMap { lines($0) }.map { "│ " + $0 } }
        func after(_ sign: String) -> String {
            sign + (node.label.isEmpty ? "" : " · " + node.label) + (node.repetition.map { ", " + $0 } ?? "")
        }
        switch node.kind {
        case .box: return [node.label + end]
        case .sum(let main, let shortcut):
            let path = shortcut.isEmpty ? [] : ["├ shortcut"] + inner(shortcut)
            let sum = shortcut.isEmpty ? "└ + input" : "└ + shortcut"
            return ["┌ main path"] + inner(main) + path + [after(sum) + end]
        case .concatenation(let branches):
            let paths = branches.enumerated().flatMap { i, branch in
                ["\(i == 0 ? "┌" : "├") branch \(i + 1)"] + inner(branch)
            }
            return paths + [after("└ side by side") + end]
        }
    }
}

/// The shape for which a network is drawn; stops where there is none or it does not fit.
func checkedInput(of network: Network, _ input: [Int]?) -> [Int] {
    guard let shape = input ?? network.inputShape else {
        stop("A network is drawn for an input of some shape: build it first, or give the shape.")
    }
    do {
        _ = try network.outputShape(for: shape)
    } catch {
        stop("The network cannot be drawn for inputs of shape \(shape): \(error)")
    }
    return shape
}

/// The layers of a built network with their outputs and parameters.
func layerTable(_ network: Network) -> DataTable? {
    guard network.inputShape != nil else { return nil }
    let rows = network.summary().rows
    guard rows.count <= DataTable.mostRows else { return nil }
    return DataTable(
        header: ["", "layer", "output", "parameters"],
        rows: rows.map { row in
            [
                row.path, row.layer, row.outputShape.map(String.init).joined(separator: "×"),
                grouped("\(row.parameters)"),
            ]
        })
}
