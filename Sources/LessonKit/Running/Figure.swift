/// A figure that a program made: a picture, what it shows in words, and its form in characters.
public struct Figure: Codable, Equatable, Sendable {
    /// One SVG element; empty where the figure is its table alone.
    public var svg: String
    /// What the picture shows.
    public var alternativeText: String
    /// The picture for a terminal.
    public var text: String
    /// What the picture was drawn from, the header first; nil where there is none.
    public var data: [[String]]?

    /// The picture as a file of its own: no page gives it font and ink, and the ink has to suit a light and a dark
    /// background, of which GitHub's are the likeliest.
    package var standalone: String {
        let style = "svg{--figure-ink:#1a1a1a;--figure-paper:#fff;font-family:sans-serif}"
        let dark = "@media(prefers-color-scheme:dark){svg{--figure-ink:#e6e6e6;--figure-paper:#0d1117}}"
        let height = ".height{paint-order:stroke;stroke:var(--figure-paper);stroke-width:4px;stroke-linejoin:round}"
        return styled(style + dark + Self.pixels + height)
    }

    /// The picture for a notebook, which gives it font and ink.
    var inNotebook: String { styled(Self.pixels) }

    /// Pixels stay sharp where they are enlarged.
    private static let pixels = ".pixels{image-rendering:pixelated}"

    private func styled(_ style: String) -> String {
        guard let end = svg.firstIndex(of: ">") else { return svg }
        return svg[...end] + "<style>\(style)</style>" + svg[svg.index(after: end)...]
    }
}
