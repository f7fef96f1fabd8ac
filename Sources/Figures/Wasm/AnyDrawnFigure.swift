/// A figure of this library, of whatever type: Embedded Swift has no `any DrawnFigure`, so it is drawn already.
public struct AnyDrawnFigure: DrawnFigure {
    /// The figure's picture.
    public let drawing: Drawing
    /// The figure's alternative text.
    public let alternativeText: String
    /// The figure's text.
    public let text: String
    /// The figure's table.
    public let data: DataTable?

    init(_ figure: some DrawnFigure) {
        drawing = figure.drawing
        alternativeText = figure.alternativeText
        text = figure.text
        data = figure.data
    }
}

extension DrawnFigure {
    /// This figure as one of whatever type.
    var erased: AnyDrawnFigure { AnyDrawnFigure(self) }
}

extension Stepper {
    /// A stepper through these frames.
    public init(_ frames: [some DrawnFigure], title: String? = nil, alternativeText: String) {
        self.init(frames.map { $0.erased }, title: title, alternativeText: alternativeText)
    }
}
