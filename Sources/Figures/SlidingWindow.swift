import CNN

extension Stepper {
    /// A kernel, shape `[f, f]`, slides over a picture, shape `[height, width]`: a frame for each number of the output,
    /// with its window marked and its sum written out.
    public init(
        convolving image: Tensor, with kernel: Tensor, stride: Int = 1, padding: Padding = .valid,
        title: String? = nil, alternativeText: String
    ) {
        require(
            image.rank == 2 && kernel.rank == 2,
            "A kernel of shape [f, f] slides over a picture of shape [height, width], but they are \(kernel.shape) and \(image.shape)."
        )
        let output = image.convolved(with: kernel, stride: stride, padding: padding)
        let (padded, margin) = image.surrounded(by: padding, kernel: kernel.shape, stride: stride)
        let frames = windows(over: output) { row, column in
            let window = NumberGrid.Region(
                rows: row * stride..<row * stride + kernel.shape[0],
                columns: column * stride..<column * stride + kernel.shape[1])
            var products: [String] = []
            for i in 0..<kernel.shape[0] {
                for j in 0..<kernel.shape[1] {
                    let pixel = padded[row * stride + i, column * stride + j].plotted
                    products.append(factor(pixel) + "·" + factor(kernel[i, j].plotted))
                }
            }
            let sum = typeset(short(output[row, column].plotted))
            return GridEquation(
                [
                    NumberGrid(padded, name: "input", marked: window, margin: margin),
                    NumberGrid(kernel, name: "kernel"),
                    NumberGrid(upTo: row, column, of: output),
                ],
                signs: ["∗", "="], caption: products.joined(separator: " + ") + " = " + sum,
                alternativeText: "Row \(row), column \(column) of the output: the sum of the products is \(sum).")
        }
        self.init(frames, title: title, alternativeText: alternativeText)
    }

    /// A window of `size` by `size` slides over a picture, shape `[height, width]`, and its largest number is kept: a
    /// frame for each number of the output.
    public init(
        maxPooling image: Tensor, size: Int, stride: Int? = nil, title: String? = nil, alternativeText: String
    ) {
        require(
            image.rank == 2, "Pooling slides over a picture of shape [height, width], but was given \(image.shape).")
        let stride = stride ?? size
        require(
            size >= 1 && stride >= 1 && image.shape.allSatisfy { $0 >= size },
            "A window of \(size) by \(size) with stride \(stride) does not fit a picture of shape \(image.shape).")
        let pooled = MaxPooling(size, stride: stride)(image.reshaped(to: [1, image.shape[0], image.shape[1], 1]))
        let output = pooled.reshaped(to: [pooled.shape[1], pooled.shape[2]])
        let frames = windows(over: output) { row, column in
            let window = NumberGrid.Region(
                rows: row * stride..<row * stride + size, columns: column * stride..<column * stride + size)
            let numbers = window.rows.flatMap { i in window.columns.map { typeset(short(image[i, $0].plotted)) } }
            let largest = typeset(short(output[row, column].plotted))
            return GridEquation(
                [
                    NumberGrid(image, name: "input", marked: window), NumberGrid(upTo: row, column, of: output),
                ],
                signs: ["→"], caption: "max(\(numbers.joined(separator: ", "))) = \(largest)",
                alternativeText: "Row \(row), column \(column) of the output: the largest number is \(largest).")
        }
        self.init(frames, title: title, alternativeText: alternativeText)
    }
}

/// A frame for each position of the output, row by row.
private func windows(over output: Tensor, _ frame: (Int, Int) -> GridEquation) -> [AnyDrawnFigure] {
    require(
        output.count >= 1 && output.count <= 100,
        "A stepper shows an output of 1 to 100 numbers, but this one has the shape \(output.shape).")
    return (0..<output.shape[0]).flatMap { row in (0..<output.shape[1]).map { frame(row, $0).erased } }
}

/// A number of a sum, with three digits at most.
private func short(_ x: Double) -> String { NumberStyle(for: [x]).text(x) }

/// A number in a product: in parentheses where it is negative.
private func factor(_ x: Double) -> String {
    let text = typeset(short(x))
    return text.hasPrefix("−") ? "(\(text))" : text
}

extension NumberGrid {
    /// An output as far as it is computed: all numbers up to this position, which is marked.
    fileprivate init(upTo row: Int, _ column: Int, of output: Tensor) {
        let style = NumberStyle(for: output.scalars.map { $0.plotted })
        let rows = (0..<output.shape[0]).map { i in
            (0..<output.shape[1]).map { j in (i, j) <= (row, column) ? Optional(output[i, j].plotted) : nil }
        }
        self.init(
            rows, name: "output", marked: Region(rows: row..<row + 1, columns: column..<column + 1),
            digits: style.isScientific ? nil : style.digits)
        let words = output.scalars.map { style.text($0.plotted) }
        widestExpected = words.max { emWidth($0) < emWidth($1) } ?? ""
    }
}

extension Tensor {
    /// A matrix with the zeros that a convolution puts around it, and how many rows and columns they are on each side.
    fileprivate func surrounded(by padding: Padding, kernel: [Int], stride: Int) -> (Tensor, Int) {
        let rows = padding.amounts(length: shape[0], kernel: kernel[0], stride: stride)
        let columns = padding.amounts(length: shape[1], kernel: kernel[1], stride: stride)
        let padded = padded(top: rows.before, bottom: rows.after, left: columns.before, right: columns.after)
        return (padded, min(rows.before, rows.after, columns.before, columns.after))
    }
}
