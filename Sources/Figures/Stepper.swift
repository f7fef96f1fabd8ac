import CNN

/// Frames of something that happens step by step: on the page one at a time, with a slider; without script, and in
/// print, all of them in a strip.
///
///     show(Stepper(frames, title: "A kernel slides over a picture", alternativeText: "…"))
///
/// The picture is one SVG element of class `stepper`. Each frame is a group of class `frame` whose `data-box` is the
/// part of the picture in which it lies, ready to be set as the picture's `viewBox`, and whose `data-label` says in
/// words what it shows.
public struct Stepper: DrawnFigure {
    /// The frames in their order.
    public let frames: [AnyDrawnFigure]
    /// The line over the terminal's form; on the page each frame has its own.
    public var title: String?
    /// What happens, for those who cannot see it.
    public var alternativeText: String

    /// A stepper through these frames.
    public init(_ frames: [AnyDrawnFigure], title: String? = nil, alternativeText: String) {
        requireAlternativeText(alternativeText)
        require(!frames.isEmpty, "A stepper needs at least one frame.")
        self.frames = frames
        self.title = title
        self.alternativeText = alternativeText
    }

    /// All frames in rows, each in a box of its own of one size.
    public var drawing: Drawing {
        let drawings = frames.map { $0.drawing }
        let width = drawings.map { $0.width }.max() ?? 0
        let titleLines = title.map { wrapped($0, width: width / Drawing.fontSize * 0.95) } ?? []
        let head = Double(titleLines.count) * 19 + 22
        let height = (drawings.map { $0.height }.max() ?? 0) + head
        let columns = min(frames.count, width > 260 ? 2 : max(1, Int(560 / width)))
        let gap = 16.0
        var strip = Drawing(
            width: Double(columns) * (width + gap) - gap,
            height: Double((frames.count + columns - 1) / columns) * (height + gap) - gap)
        strip.rootAttributes = "class=\"stepper\""
        strip.largestWidth = 680
        for (i, drawing) in drawings.enumerated() {
            let x = Double(i % columns) * (width + gap)
            let y = Double(i / columns) * (height + gap)
            var frame = Drawing(width: width, height: height)
            for (j, line) in titleLines.enumerated() {
                frame.text(line, x: width / 2, y: 15 + Double(j) * 19, anchor: .middle, "font-weight=\"600\"")
            }
            frame.text(
                "\(i + 1) of \(frames.count)", x: width / 2, y: head - 7, anchor: .middle, size: Drawing.smallFontSize,
                "fill-opacity=\"0.75\"")
            frame.place(drawing, x: (width - drawing.width) / 2, y: head)
            let box = [x, y, width, height].map(coordinate).joined(separator: " ")
            strip.place(
                frame, x: x, y: y,
                "class=\"frame\" data-box=\"\(box)\" data-label=\"\(escaped(frames[i].alternativeText))\"")
        }
        return strip
    }

    /// The first two frames and the last one; all where there are few.
    public var text: String {
        var lines = title.map { wrapped($0, columns: terminalWidth) } ?? []
        for (i, frame) in frames.enumerated() {
            if frames.count > 4 && i >= 2 && i < frames.count - 1 {
                if i == 2 { lines.append("… and \(frames.count - 3) more until") }
                continue
            }
            lines.append("\(i + 1) of \(frames.count)")
            lines.append(frame.text)
        }
        return lines.joined(separator: "\n")
    }
}
