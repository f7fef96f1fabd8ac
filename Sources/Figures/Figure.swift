/// Something to look at, made by a lesson's program.
public protocol Figure {
    /// The picture, as one SVG element; empty where the figure is its table alone.
    var svg: String { get }
    /// What the picture shows, for those who cannot see it.
    var alternativeText: String { get }
    /// The picture in characters, for the terminal; no line end after the last line.
    var text: String { get }
    /// What the picture was drawn from, for those who want the numbers; nil where they are too many or say nothing.
    var data: DataTable? { get }
}

extension Figure {
    /// No table.
    public var data: DataTable? { nil }
}

/// A figure of this library, which can also be drawn as a part of another.
public protocol DrawnFigure: Figure {
    /// The picture.
    var drawing: Drawing { get }
}

extension DrawnFigure {
    /// The picture, as one SVG element.
    public var svg: String { drawing.svg(alternativeText: alternativeText) }
}
