extension Drawing {
    /// Draws a strip of a palette's colours with the numbers at its ends, from x on or as far to the left as it must be
    /// to stay inside; returns where it ends.
    mutating func colourScale(
        _ palette: Palette, _ scale: ClosedRange<Double>, name: String? = nil, x: Double, y: Double
    ) -> Double {
        let ends = NumberStyle(for: [scale.lowerBound, scale.upperBound])
        let (low, high) = (typeset(ends.text(scale.lowerBound)), typeset(ends.text(scale.upperBound)))
        let size = Drawing.smallFontSize
        let length = 110.0
        let needed = (emWidth(low) + emWidth(high)) * size + length + 20
        let left = max(min(x, width - needed), 2) + emWidth(low) * size + 8
        let steps = 44
        for i in 0..<steps {
            // Each step reaches to the end and is covered by the next, so that no light shows between them.
            let start = length * Double(i) / Double(steps)
            rectangle(
                x: left + start, y: y, width: length - start, height: 10,
                fill: palette.colour(Double(i) / Double(steps - 1)).hex)
        }
        rectangle(
            x: left, y: y, width: length, height: 10, fill: "none", "stroke=\"currentColor\" stroke-opacity=\"0.25\"")
        text(low, x: left - 6, y: y + 9.5, anchor: .end, size: size)
        text(high, x: left + length + 6, y: y + 9.5, size: size)
        guard let name else { return y + 16 }
        text(name, x: max(min(x, width - emWidth(name) * size), 2), y: y + 27, size: size)
        return y + 34
    }
}
