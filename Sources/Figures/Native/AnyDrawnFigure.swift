/// A figure of this library, of whatever type.
public typealias AnyDrawnFigure = any DrawnFigure

extension DrawnFigure {
    /// This figure as one of whatever type.
    var erased: AnyDrawnFigure { self }
}
