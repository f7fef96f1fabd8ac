extension Tensor: CustomStringConvertible {
    /// The numbers in brackets as NumPy prints them: 8 digits at most, columns aligned, large tensors shortened by
    /// `...`.
    public var description: String { text(NumberFormat(fitting: shown())) }

    /// As `description`, with exactly this many digits after the point in every number.
    public func description(decimals: Int) -> String {
        text(NumberFormat(decimals: decimals, shown()))
    }

    /// Every number rounded to this many digits after the point.
    public func rounded(to decimals: Int) -> Tensor {
        require(decimals >= 0, "A number is rounded to at least 0 digits after the point, not \(decimals).")
        var scale: Scalar = 1
        for _ in 0..<decimals { scale *= 10 }
        return mapped { ($0 * scale).rounded() / scale }
    }

    private static let lineWidth = 75
    private static let edge = 3
    private var isShortened: Bool { count > 1000 }

    /// The positions of an axis that are printed; nil for those left out.
    private func positions(_ length: Int) -> [Int?] {
        let all = (0..<length).map { Optional($0) }
        if !isShortened || length <= 2 * Tensor.edge { return all }
        return all.prefix(Tensor.edge) + [nil] + all.suffix(Tensor.edge)
    }

    private func shown(_ axis: Int = 0, _ offset: Int = 0) -> [Scalar] {
        if axis == rank { return [scalars[offset]] }
        return positions(shape[axis]).compactMap { $0 }.flatMap { shown(axis + 1, offset * shape[axis] + $0) }
    }

    private func text(_ format: NumberFormat) -> String {
        if rank == 0 { return format.text(scalars[0], padded: false) }
        if count == 0 { return "[]" }
        return text(format, axis: 0, offset: 0, indent: 1)
    }

    private func text(_ format: NumberFormat, axis: Int, offset: Int, indent: Int) -> String {
        let start = offset * shape[axis]
        let margin = String(repeating: " ", count: indent)
        if axis < rank - 1 {
            let parts = positions(shape[axis]).map { position in
                position.map { text(format, axis: axis + 1, offset: start + $0, indent: indent + 1) } ?? "..."
            }
            let gap = String(repeating: "\n", count: rank - 1 - axis)
            return "[" + parts.joined(separator: gap + margin) + "]"
        }
        var lines: [String] = []
        var line = ""
        for position in positions(shape[axis]) {
            let word = position.map { format.text(scalars[start + $0], padded: true) } ?? "..."
            // Leaves columns for the brackets that close after the last number of a line.
            if !line.isEmpty && indent + line.count + 1 + word.count > Tensor.lineWidth - rank + 1 {
                lines.append(line)
                line = word
            } else {
                line += line.isEmpty ? word : " " + word
            }
        }
        lines.append(line)
        return "[" + lines.joined(separator: "\n" + margin) + "]"
    }
}
