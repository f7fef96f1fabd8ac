/// A figure that a program made: a picture, its alternative text, and its form for a terminal.
public struct Figure: Codable, Equatable, Sendable {
    /// One SVG element; empty if the figure is only a table.
    public var svg: String
    /// A description of the picture for readers who cannot see it.
    public var alternativeText: String
    /// The picture for a terminal.
    public var text: String
    /// The table that the picture was drawn from, with the header first; nil if there is none.
    public var data: [[String]]?

    /// The picture as a separate file, with its own font and with colours for a light and a dark background, which are
    /// GitHub's.
    package var standaloneSVG: String {
        let style = "svg{--figure-ink:#1a1a1a;--figure-paper:#fff;font-family:sans-serif}"
        let dark = "@media(prefers-color-scheme:dark){svg{--figure-ink:#e6e6e6;--figure-paper:#0d1117}}"
        let height = ".height{paint-order:stroke;stroke:var(--figure-paper);stroke-width:4px;stroke-linejoin:round}"
        return styled(style + dark + Self.pixels + height)
    }

    /// The picture for a notebook, which sets font and colours.
    var notebookSVG: String { styled(Self.pixels) }

    /// The style that keeps enlarged pixels sharp.
    private static let pixels = ".pixels{image-rendering:pixelated}"

    private func styled(_ style: String) -> String {
        guard let end = svg.firstIndex(of: ">") else { return svg }
        return svg[...end] + "<style>\(style)</style>" + svg[svg.index(after: end)...]
    }
}
