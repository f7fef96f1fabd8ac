import CNN

extension NetworkDiagram {
    /// The layers as boxes with arrows between them.
    public var drawing: Drawing {
        let plan = ChainPlan(nodes)
        let side = 8.0
        // Shapes are written to the right of the arrows, also of the last one.
        let width = max(plan.width + 2 * side, plan.axis + side + 90, 240)
        var drawing = Drawing(width: width)
        let left = (width - plan.width) / 2
        var y = drawing.title(title)
        let axis = left + plan.axis
        y += 16
        drawing.text(inputText, x: axis, y: y, anchor: .middle, size: Drawing.smallFontSize, "font-weight=\"600\"")
        y += 6
        drawing.arrow(x: axis, from: y, to: y + ChainPlan.gap, hasHead: plan.steps.first?.isBox ?? true)
        y = plan.draw(in: &drawing, x: left, y: y + ChainPlan.gap)
        if let last = nodes.last, last.changesShape {
            drawing.arrow(x: axis, from: y, to: y + ChainPlan.gap)
            drawing.shape(last, x: axis, y: y)
            y += ChainPlan.gap
        }
        drawing.height = y + 8
        return drawing
    }
}

/// Where the steps of a chain are: below each other on one axis.
private struct ChainPlan {
    static let gap = 24.0

    let steps: [StepPlan]
    let width: Double
    /// How far from the left edge the arrows go down.
    let axis: Double
    let height: Double

    init(_ nodes: [NetworkNode], boxWidth: Double = 230) {
        steps = nodes.map { StepPlan($0, boxWidth: boxWidth) }
        axis = steps.map { $0.axis }.max() ?? 12
        width = axis + max(steps.map { $0.width - $0.axis }.max() ?? 12, 12)
        height = steps.reduce(0) { $0 + $1.height } + ChainPlan.gap * Double(max(steps.count - 1, 0))
    }

    /// Draws all steps from this point down; returns where the last one ends.
    func draw(in drawing: inout Drawing, x: Double, y: Double) -> Double {
        var y = y
        for (i, step) in steps.enumerated() {
            step.draw(in: &drawing, x: x + axis - step.axis, y: y)
            y += step.height
            guard i + 1 < steps.count else { break }
            drawing.arrow(x: x + axis, from: y, to: y + ChainPlan.gap, hasHead: steps[i + 1].isBox)
            if step.node.changesShape { drawing.shape(step.node, x: x + axis, y: y) }
            y += ChainPlan.gap
        }
        return y
    }
}

/// How large a step is, and what it is made of.
private struct StepPlan {
    static let lineHeight = 16.0
    static let bar = 16.0

    let node: NetworkNode
    let width: Double
    let axis: Double
    let height: Double
    private let lines: [String]
    private let chains: [ChainPlan]

    var isBox: Bool { chains.isEmpty }

    init(_ node: NetworkNode, boxWidth: Double) {
        self.node = node
        let size = Drawing.smallFontSize
        switch node.kind {
        case .box:
            chains = []
            lines = wrapped(parts: node.parts, width: (boxWidth - 16) / size)
            width = (lines.map(emWidth).max() ?? 0) * size + 18
            axis = width / 2
            height = Double(lines.count) * StepPlan.lineHeight + 10
        case .sum(let main, let shortcut):
            chains = [ChainPlan(main, boxWidth: boxWidth), ChainPlan(shortcut, boxWidth: 120)]
            lines = node.label.isEmpty ? [] : [node.label]
            // The shortcut keeps clear of the main path and of the shapes at its arrows.
            let shortcutWidth = shortcut.isEmpty ? 24 : chains[1].width + 16
            let shapes = main.dropLast().contains { $0.changesShape } ? chains[0].axis + 72 : 0
            width = max(chains[0].width, shapes) + shortcutWidth
            axis = chains[0].axis
            height =
                StepPlan.bar + max(chains[0].height, chains[1].height) + StepPlan.bar + 22
                + (node.repetition == nil ? 0 : 12)
        case .concatenation(let branches):
            // Many branches are narrow, so that they have room side by side.
            chains = branches.map { ChainPlan($0, boxWidth: max(80, 460 / Double(branches.count) - 10)) }
            lines = [
                ["side by side", node.label, node.repetition ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
            ]
            width = chains.reduce(0) { $0 + $1.width } + 10 * Double(chains.count - 1)
            axis = width / 2
            height = StepPlan.bar * 2 + (chains.map { $0.height }.max() ?? 0) + StepPlan.lineHeight + 10
        }
    }

    func draw(in drawing: inout Drawing, x: Double, y: Double) {
        switch node.kind {
        case .box(let role):
            drawing.box(lines, colour: role.colour, x: x, y: y, width: width, height: height)
        case .sum:
            drawSum(in: &drawing, x: x, y: y)
        case .concatenation:
            drawConcatenation(in: &drawing, x: x, y: y)
        }
    }

    private func drawSum(in drawing: inout Drawing, x: Double, y: Double) {
        let (main, shortcut) = (chains[0], chains[1])
        let line = x + axis
        let top = y + StepPlan.bar
        let sum = y + height - 11 - (node.repetition == nil ? 0 : 12)
        let mainEnd = main.draw(in: &drawing, x: x, y: top)
        drawing.arrow(x: line, from: y, to: top, hasHead: main.steps.first?.isBox ?? false)
        drawing.arrow(x: line, from: mainEnd, to: sum - 11)
        // The shortcut leaves the line over the block and comes back to the sum.
        let around = shortcut.steps.isEmpty ? x + width - 8 : x + width - shortcut.width + shortcut.axis
        let start = "M\(point(line, y + 4))H\(decimal(around, 1))"
        if shortcut.steps.isEmpty {
            drawing.path(
                "\(start)V\(decimal(sum, 1))H\(decimal(line + 16, 1))", stroke: seriesColour(1), width: 1.6,
                role: .shortcut)
        } else {
            let middle = top + (main.height - shortcut.height) / 2
            drawing.path("\(start)V\(decimal(middle, 1))", stroke: seriesColour(1), width: 1.6, role: .shortcut)
            let end = shortcut.draw(in: &drawing, x: around - shortcut.axis, y: middle)
            drawing.path(
                "M\(point(around, end))V\(decimal(sum, 1))H\(decimal(line + 16, 1))", stroke: seriesColour(1),
                width: 1.6, role: .shortcut)
        }
        drawing.path("M\(point(line + 12, sum))l7 -4v8z", stroke: seriesColour(1))
        drawing.path(
            "M\(point(line - 10, sum))a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M\(point(line - 5, sum))h10m-5 -5v10",
            width: 1.4)
        if let repetition = node.repetition {
            drawing.path("M\(point(line, sum + 10))V\(decimal(y + height, 1))")
            drawing.text(repetition, x: line + 20, y: sum + 17, size: Drawing.smallFontSize, "font-weight=\"600\"")
        }
        for text in lines {
            drawing.text(text, x: line - 16, y: sum + 4, anchor: .end, size: Drawing.smallFontSize)
        }
    }

    private func drawConcatenation(in drawing: inout Drawing, x: Double, y: Double) {
        let top = y + StepPlan.bar
        let boxTop = y + height - StepPlan.lineHeight - 10
        let middle = x + axis
        var left = x
        var axes: [Double] = []
        for chain in chains {
            let line = left + chain.axis
            let end = chain.draw(in: &drawing, x: left, y: top)
            drawing.arrow(x: line, from: y + 5, to: top, hasHead: chain.steps.first?.isBox ?? false)
            drawing.path("M\(point(line, end))V\(decimal(boxTop - 6, 1))")
            axes.append(line)
            left += chain.width + 10
        }
        let (first, last) = (axes.min() ?? middle, axes.max() ?? middle)
        drawing.path(
            "M\(point(middle, y))v5M\(point(first, y + 5))H\(decimal(last, 1))M\(point(first, boxTop - 6))H\(decimal(last, 1))M\(point(middle, boxTop - 6))v6"
        )
        let boxWidth = emWidth(lines[0]) * Drawing.smallFontSize + 18
        drawing.box(
            lines, colour: nil, x: middle - boxWidth / 2, y: boxTop, width: boxWidth, height: StepPlan.lineHeight + 10)
    }
}

extension LayerStructure.Leaf.Role {
    /// The colour of such boxes; none for what is neither convolution nor pooling nor dense.
    fileprivate var colour: String? {
        switch self {
        case .convolution: seriesColour(0)
        case .pooling: seriesColour(4)
        case .dense: seriesColour(2)
        case .elementwise, .other: nil
        }
    }
}

extension Drawing {
    /// A box with text in its middle.
    fileprivate mutating func box(
        _ lines: [String], colour: String?, x: Double, y: Double, width: Double, height: Double
    ) {
        rectangle(
            x: x, y: y, width: width, height: height, fill: colour ?? "none",
            "fill-opacity=\"0.16\" rx=\"5\" stroke=\"\(colour ?? "currentColor")\" stroke-width=\"1.2\"")
        for (i, line) in lines.enumerated() {
            text(
                line, x: x + width / 2, y: y + 17 + Double(i) * 16, anchor: .middle, size: Drawing.smallFontSize)
        }
    }

    /// An arrow straight down; without its head where the line goes on.
    fileprivate mutating func arrow(x: Double, from top: Double, to bottom: Double, hasHead: Bool = true) {
        path("M\(point(x, top))V\(decimal(bottom, 1))" + (hasHead ? "m-3.5 -5.5l3.5 5l3.5 -5" : ""))
    }

    /// The shape of what comes out of a step, beside the arrow that begins at y.
    fileprivate mutating func shape(_ node: NetworkNode, x: Double, y: Double) {
        text(node.shapeText, x: x + 7, y: y + ChainPlan.gap / 2 + 3, size: 12, "fill-opacity=\"0.8\"")
    }
}
