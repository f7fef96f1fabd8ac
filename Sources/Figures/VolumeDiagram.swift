import CNN

/// What a network makes of its input, from left to right: a volume for each shape, as high as its pictures are and as
/// thick as it has channels, with the layers that make it written beneath. Sizes grow more slowly than the numbers.
///
///     show(VolumeDiagram(network, title: "LeNet-5", alternativeText: "The picture shrinks from 32 to 5 …"))
public struct VolumeDiagram: DrawnFigure {
    /// A shape, and the layers that made it.
    struct Volume: Equatable {
        var shape: [Int]
        var layers: [[String]]

        var shapeText: String { shape.map(String.init).joined(separator: "×") }
    }

    let volumes: [Volume]
    private let table: DataTable?
    /// The line over the picture.
    public var title: String?
    /// What the picture shows, for those who cannot see it.
    public var alternativeText: String

    /// A diagram of a network for inputs of this shape; for those that it was built for where no shape is given.
    public init(_ network: Network, input: [Int]? = nil, title: String? = nil, alternativeText: String) {
        requireAlternativeText(alternativeText)
        let inputShape = checkedInput(of: network, input)
        let nodes = networkNodes(network.erased, input: inputShape)
        var volumes = [Volume(shape: inputShape, layers: [["input"]])]
        for node in nodes {
            let label = VolumeDiagram.label(node)
            if node.changesShape {
                volumes.append(Volume(shape: node.shape, layers: [label]))
            } else {
                volumes[volumes.count - 1].layers.append(label)
            }
        }
        self.volumes = volumes
        table = layerTable(network)
        self.title = title
        self.alternativeText = alternativeText
    }

    private static func label(_ node: NetworkNode) -> [String] {
        let times = node.times > 1 ? " ×\(node.times)" : ""
        return switch node.kind {
        case .box: node.parts
        case .sum: ["residual block" + times]
        case .concatenation(let branches): ["\(branches.count) branches" + times]
        }
    }

    /// The layers with their shapes and parameters; nil where the network is not built or has very many.
    public var data: DataTable? { table }

    private static let columnWidth = 93.0
    private static let volumeHeight = 120.0

    /// The volumes in rows of five.
    public var drawing: Drawing {
        let perRow = min(volumes.count, 5)
        var drawing = Drawing(width: max(Double(perRow) * VolumeDiagram.columnWidth + 8, 200))
        var top = drawing.title(title)
        let largest = Double(volumes.filter { $0.shape.count == 3 }.map { max($0.shape[0], $0.shape[1]) }.max() ?? 1)
        for start in stride(from: 0, to: volumes.count, by: perRow) {
            let row = start..<min(start + perRow, volumes.count)
            var lines = 0
            for (column, i) in row.enumerated() {
                let middle = 4 + (Double(column) + 0.5) * VolumeDiagram.columnWidth
                drawing.volume(
                    volumes[i].shape, largest: largest, x: middle, y: top + VolumeDiagram.volumeHeight / 2)
                let base = top + VolumeDiagram.volumeHeight + 14
                drawing.text(
                    volumes[i].shapeText, x: middle, y: base, anchor: .middle, size: 13.5, "font-weight=\"600\"")
                let words = volumes[i].layers.flatMap {
                    wrapped(parts: $0, width: (VolumeDiagram.columnWidth - 4) / 13)
                }
                for (j, line) in words.enumerated() {
                    drawing.text(
                        line, x: middle, y: base + 16 + Double(j) * 15, anchor: .middle, size: 13,
                        "fill-opacity=\"0.85\"")
                }
                lines = max(lines, words.count)
                if i > 0 {
                    let x = middle - VolumeDiagram.columnWidth / 2
                    drawing.path(
                        "M\(point(x - 6, top + VolumeDiagram.volumeHeight / 2))h11m-4 -3.5l4 3.5l-4 3.5",
                        "stroke-opacity=\"0.8\"")
                }
            }
            top += VolumeDiagram.volumeHeight + 22 + Double(lines) * 15 + 10
        }
        drawing.height = top
        return drawing
    }

    /// The shapes line by line, with the layers that make them.
    public var text: String {
        let width = volumes.map { $0.shapeText.count }.max() ?? 0
        let lines = volumes.map {
            padded($0.shapeText, columns: width, atStart: true) + "  "
                + $0.layers.map { $0.joined(separator: " · ") }.joined(separator: ", ")
        }
        return
            ((title.map { wrapped($0, columns: terminalWidth) } ?? [])
            + lines.map { shortened($0, columns: terminalWidth) }).joined(separator: "\n")
    }
}

extension Drawing {
    /// A box in oblique view around a middle, or a thin bar for a vector.
    fileprivate mutating func volume(_ shape: [Int], largest: Double, x: Double, y: Double) {
        let colour = seriesColour(shape.count == 3 ? 0 : 2)
        func face(_ data: String, _ opacity: String) {
            add(
                "<path d=\"\(data)z\" fill=\"\(colour)\" fill-opacity=\"\(opacity)\" stroke=\"\(colour)\" stroke-linejoin=\"round\"/>",
                role: .face)
        }
        func thickness(_ channels: Int) -> Double { 4 + 3.2 * logarithm10(Double(max(channels, 1))) / logarithm10(2) }
        guard shape.count == 3 else {
            let height = 20 + 6.5 * logarithm10(Double(max(shape.last ?? 1, 1))) / logarithm10(2)
            face("M\(point(x - 4, y - height / 2))h8v\(decimal(height, 1))h-8", "0.3")
            return
        }
        let height = 10 + 72 * (Double(shape[0]) / largest).squareRoot()
        let depth = (10 + 72 * (Double(shape[1]) / largest).squareRoot()) * 0.32
        let width = min(thickness(shape[2]), 76 - depth)
        let (left, top) = (x - (width + depth) / 2, y - height / 2 + depth / 2)
        let (w, h, d) = (decimal(width, 1), decimal(height, 1), decimal(depth, 1))
        face("M\(point(left, top))h\(w)v\(h)h-\(w)", "0.3")
        face("M\(point(left, top))l\(d) -\(d)h\(w)l-\(d) \(d)", "0.12")
        face("M\(point(left + width, top))l\(d) -\(d)v\(h)l-\(d) \(d)", "0.45")
    }
}
