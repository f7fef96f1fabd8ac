/// The sizes of one convolution; all three passes share them.
///
/// Input `[batch, height, width, channels]`, kernel `[kernelHeight, kernelWidth, channels / groups, filters]`, output
/// `[batch, outputHeight, outputWidth, filters]`. Each pass lays out windows as rows of a matrix (im2col), some output
/// rows at a time so that they stay in the cache, and leaves the arithmetic to the matrix product.
struct ConvolutionKernel {
    let batch, height, width, channels: Int
    let kernelHeight, kernelWidth, filters, groups, stride: Int
    let top, left, outputHeight, outputWidth: Int

    init(input: [Int], kernel: [Int], groups: Int, stride: Int, padding: Padding) {
        (batch, height, width, channels) = (input[0], input[1], input[2], input[3])
        (kernelHeight, kernelWidth, filters) = (kernel[0], kernel[1], kernel[3])
        (self.groups, self.stride) = (groups, stride)
        top = padding.amounts(length: height, kernel: kernelHeight, stride: stride).before
        left = padding.amounts(length: width, kernel: kernelWidth, stride: stride).before
        outputHeight = padding.outputLength(height, kernel: kernelHeight, stride: stride)
        outputWidth = padding.outputLength(width, kernel: kernelWidth, stride: stride)
    }

    var outputShape: [Int] { [batch, outputHeight, outputWidth, filters] }
    private var groupChannels: Int { channels / groups }
    private var groupFilters: Int { filters / groups }
    private var windowLength: Int { kernelHeight * kernelWidth * groupChannels }

    /// Whether a window is one pixel and windows follow each other as pixels do: then the image is the matrix.
    private var isPointwise: Bool {
        kernelHeight == 1 && kernelWidth == 1 && stride == 1 && top == 0 && left == 0
            && outputHeight == height && outputWidth == width
    }

    /// Y += windows(X)·W.
    func forward(
        _ input: UnsafePointer<Scalar>, _ kernel: UnsafePointer<Scalar>, to output: UnsafeMutablePointer<Scalar>
    ) {
        forEachStrip { image, rows, group, room in
            let windows = gather(input, image, rows, group, into: room)
            addProduct(
                m: rows.count * outputWidth, n: groupFilters, k: windowLength,
                a: windows, b: MatrixView(kernel + group * groupFilters, rowStep: filters),
                to: output + outputOffset(image, rows, group), rowStride: filters)
        }
    }

    /// dX += windows⁻¹(dY·Wᵀ): each window's gradient is added to the pixels it was read from.
    func inputGradient(
        _ outputGradient: UnsafePointer<Scalar>, _ kernel: UnsafePointer<Scalar>,
        to inputGradient: UnsafeMutablePointer<Scalar>
    ) {
        forEachStrip { image, rows, group, room in
            let count = rows.count * outputWidth
            room.update(repeating: 0, count: count * windowLength)
            addProduct(
                m: count, n: windowLength, k: groupFilters,
                a: MatrixView(outputGradient + outputOffset(image, rows, group), rowStep: filters),
                b: MatrixView(kernel + group * groupFilters, rowStep: 1, columnStep: filters),
                to: room, rowStride: windowLength)
            scatter(room, image, rows, group, to: inputGradient)
        }
    }

    /// dW += windows(X)ᵀ·dY, image after image.
    func kernelGradient(
        _ input: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to kernelGradient: UnsafeMutablePointer<Scalar>
    ) {
        forEachStrip { image, rows, group, room in
            let windows = gather(input, image, rows, group, into: room)
            addProduct(
                m: windowLength, n: groupFilters, k: rows.count * outputWidth,
                a: MatrixView(windows.base, rowStep: windows.columnStep, columnStep: windows.rowStep),
                b: MatrixView(outputGradient + outputOffset(image, rows, group), rowStep: filters),
                to: kernelGradient + group * groupFilters, rowStride: filters)
        }
    }

    /// Walks over all images and groups, some output rows at a time, with room for their windows.
    private func forEachStrip(_ body: (Int, Range<Int>, Int, UnsafeMutablePointer<Scalar>) -> Void) {
        if outputHeight == 0 || outputWidth == 0 { return }
        let rowSize = max(1, outputWidth * windowLength)
        let rowsAtOnce = min(outputHeight, max(1, 131_072 / rowSize))
        let room = UnsafeMutablePointer<Scalar>.allocate(capacity: rowsAtOnce * rowSize)
        room.initialize(repeating: 0, count: rowsAtOnce * rowSize)
        defer { room.deallocate() }
        for image in 0..<batch {
            for group in 0..<groups {
                for row in Swift.stride(from: 0, to: outputHeight, by: rowsAtOnce) {
                    body(image, row..<min(row + rowsAtOnce, outputHeight), group, room)
                }
            }
        }
    }

    private func outputOffset(_ image: Int, _ rows: Range<Int>, _ group: Int) -> Int {
        (image * outputHeight + rows.lowerBound) * outputWidth * filters + group * groupFilters
    }

    /// One row for each window, its numbers in the kernel's order; zeros where it lies outside the image.
    private func gather(
        _ input: UnsafePointer<Scalar>, _ image: Int, _ rows: Range<Int>, _ group: Int,
        into room: UnsafeMutablePointer<Scalar>
    ) -> MatrixView {
        let start = input + image * height * width * channels + group * groupChannels
        if isPointwise { return MatrixView(start + rows.lowerBound * width * channels, rowStep: channels) }
        var target = room
        forEachWindowRow(rows) { y, x in
            let inside = max(0, -x)..<max(max(0, -x), min(kernelWidth, width - x))
            let isRowInside = y >= 0 && y < height
            for dx in 0..<kernelWidth {
                if isRowInside && inside.contains(dx) {
                    let source = start + (y * width + x + dx) * channels
                    for c in 0..<groupChannels { target[c] = source[c] }
                } else {
                    for c in 0..<groupChannels { target[c] = 0 }
                }
                target += groupChannels
            }
        }
        return MatrixView(room, rowStep: windowLength)
    }

    /// Adds each window's numbers back to the pixels that `gather` reads them from.
    private func scatter(
        _ windows: UnsafePointer<Scalar>, _ image: Int, _ rows: Range<Int>, _ group: Int,
        to output: UnsafeMutablePointer<Scalar>
    ) {
        let start = output + image * height * width * channels + group * groupChannels
        var source = windows
        forEachWindowRow(rows) { y, x in
            for dx in 0..<kernelWidth {
                if y >= 0 && y < height && x + dx >= 0 && x + dx < width {
                    let target = start + (y * width + x + dx) * channels
                    for c in 0..<groupChannels { target[c] += source[c] }
                }
                source += groupChannels
            }
        }
    }

    /// Calls `body` with the input row and first input column under each kernel row of each window.
    @inline(__always)
    private func forEachWindowRow(_ rows: Range<Int>, _ body: (Int, Int) -> Void) {
        for row in rows {
            for column in 0..<outputWidth {
                for dy in 0..<kernelHeight { body(row * stride - top + dy, column * stride - left) }
            }
        }
    }
}
