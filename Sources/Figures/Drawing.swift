/// A picture being drawn: SVG elements in the order in which they cover each other.
///
/// Units are somewhat more than pixels where the page is wide enough; on a narrow page all shrinks. Looks are
/// attributes, never styles or ids, so that a page with a strict policy shows them and several figures can be on one
/// page.
public struct Drawing: Sendable {
    /// How wide the picture is.
    public internal(set) var width: Double
    /// How high the picture is.
    public internal(set) var height: Double
    /// The elements in the order in which they cover each other.
    private(set) var marks: [Mark] = []
    /// What the SVG element says about itself beyond its size and its words.
    var rootAttributes = ""
    /// How wide the picture may be on the page, in pixels; it is shrunk where it is wider.
    var largestWidth = 560.0

    init(width: Double = 0, height: Double = 0) {
        self.width = width
        self.height = height
    }

    /// How many pixels a unit has where the page is wide enough: narrow drawings keep their text legible on a narrow
    /// page, and do not look small on a wide one.
    static let usualScale = 1.15

    /// The size of ordinary text, and of the small text at axes.
    static let fontSize = 14.0
    static let smallFontSize = 12.5

    /// The whole picture as one SVG element, for readers of screens a single image with this description.
    func svg(alternativeText: String) -> String {
        let scale = min(Drawing.usualScale, largestWidth / width)
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(coordinate(width)) \(coordinate(height))\" "
            + "width=\"\(coordinate(width * scale))\" height=\"\(coordinate(height * scale))\" "
            + (rootAttributes.isEmpty ? "" : rootAttributes + " ")
            + "role=\"img\" aria-label=\"\(escaped(alternativeText))\" font-family=\"inherit\" "
            + "font-size=\"\(coordinate(Drawing.fontSize))\" color=\"var(--figure-ink, currentColor)\" "
            + "fill=\"currentColor\">\(body)</svg>"
    }

    /// The elements in SVG.
    private var body: String { marks.map { $0.markup }.joined() }

    /// Adds an element, or the beginning or end of a group.
    mutating func add(_ markup: String, role: Mark.Role? = nil) { marks.append(Mark(markup: markup, role: role)) }

    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, fill: String, _ attributes: String = "",
        role: Mark.Role? = nil
    ) {
        add(
            "<rect x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" width=\"\(coordinate(width))\" "
                + "height=\"\(coordinate(height))\" fill=\"\(fill)\"\(attributes.isEmpty ? "" : " " + attributes)/>",
            role: role)
    }

    /// Strokes a path; `attributes` come after the colour and the width.
    mutating func path(
        _ data: String, stroke: String = "currentColor", width: Double = 1, _ attributes: String = "",
        role: Mark.Role? = nil
    ) {
        add(
            "<path d=\"\(data)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(coordinate(width))\""
                + "\(attributes.isEmpty ? "" : " " + attributes)/>",
            role: role)
    }

    /// A picture of pixels; they stay sharp where they are enlarged.
    mutating func image(_ bitmap: Bitmap, x: Double, y: Double, width: Double, height: Double) {
        // HTML's validator does not know the attribute that says so, so a style sheet says it.
        let rendering = Double(bitmap.width) < width ? " class=\"pixels\"" : ""
        add(
            "<image x=\"\(coordinate(x))\" y=\"\(coordinate(y))\" width=\"\(coordinate(width))\" "
                + "height=\"\(coordinate(height))\" preserveAspectRatio=\"none\"\(rendering) href=\"\(bitmap.address)\"/>"
        )
    }

    /// On which side of its point a text lies.
    enum Anchor: String {
        case start, middle, end
    }

    /// One line of text whose baseline goes through the point.
    mutating func text(
        _ text: String, x: Double, y: Double, anchor: Anchor = .start, size: Double? = nil, _ attributes: String = ""
    ) {
        var open = "<text x=\"\(coordinate(x))\" y=\"\(coordinate(y))\""
        if anchor != .start { open += " text-anchor=\"\(anchor.rawValue)\"" }
        if let size { open += " font-size=\"\(coordinate(size))\"" }
        if !attributes.isEmpty { open += " " + attributes }
        add("\(open)>\(escaped(text))</text>")
    }

    /// Text that reads upwards, its middle at the point.
    mutating func uprightText(_ text: String, x: Double, y: Double) {
        self.text(
            text, x: x, y: y, anchor: .middle, size: Drawing.smallFontSize,
            "transform=\"rotate(-90 \(coordinate(x)) \(coordinate(y)))\"")
    }

    /// Puts a group of elements around what `draw` adds.
    mutating func group(_ attributes: String, _ draw: (inout Drawing) -> Void) {
        add("<g \(attributes)>")
        draw(&self)
        add("</g>")
    }

    /// Another picture with its upper left corner at this point.
    mutating func place(_ other: Drawing, x: Double, y: Double, _ attributes: String = "") {
        let extra = attributes.isEmpty ? "" : " " + attributes
        add("<g transform=\"translate(\(coordinate(x)) \(coordinate(y)))\"\(extra)>")
        marks += other.marks
        add("</g>")
    }

    /// A title over the picture, in as many lines as it needs; returns where the rest may begin.
    mutating func title(_ title: String?) -> Double {
        guard let title else { return 4 }
        var y = 0.0
        for line in wrapped(title, width: width / Drawing.fontSize * 0.95) {
            y += 19
            text(line, x: width / 2, y: y - 4, anchor: .middle, "font-weight=\"600\"")
        }
        return y + 8
    }
}

/// The text of a number on a picture: with a minus as long as a digit is wide.
func typeset(_ number: String) -> String {
    number.hasPrefix("-") ? "−" + number.dropFirst() : number
}
