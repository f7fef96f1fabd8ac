/// Something to look at, made by a lesson's program.
public protocol Figure {
    /// The picture, as one SVG element.
    var svg: String { get }
    /// What the picture shows, for those who cannot see it.
    var alternativeText: String { get }
    /// The picture in characters, for the terminal; no line end behind the last line.
    var text: String { get }
}
