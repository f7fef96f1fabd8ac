/// The sizes of one pooling: windows of `size` × `size` that move by `stride` over each channel of
/// `[batch, height, width, channels]`.
struct PoolingGeometry {
    let batch, height, width, channels: Int
    let size, stride, top, left, bottom, right, outputHeight, outputWidth: Int

    init(input: [Int], size: Int, stride: Int, padding: Padding, roundsUp: Bool) {
        (batch, height, width, channels) = (input[0], input[1], input[2], input[3])
        (self.size, self.stride) = (size, stride)
        (top, bottom) = padding.amounts(length: height, kernel: size, stride: stride)
        (left, right) = padding.amounts(length: width, kernel: size, stride: stride)
        outputHeight = PoolingGeometry.outputLength(height, size, stride, padding, roundsUp)
        outputWidth = PoolingGeometry.outputLength(width, size, stride, padding, roundsUp)
    }

    /// As for a convolution; rounding up adds a last window that hangs over the end, if it starts inside the image or
    /// the padding before it (the rule of Caffe and PyTorch).
    static func outputLength(_ length: Int, _ size: Int, _ stride: Int, _ padding: Padding, _ roundsUp: Bool) -> Int {
        let down = padding.outputLength(length, kernel: size, stride: stride)
        if !roundsUp { return down }
        let (before, after) = padding.amounts(length: length, kernel: size, stride: stride)
        let last = length + before + after - size
        if last <= -stride || length == 0 { return 0 }
        let up = (last + stride - 1) / stride + 1
        return (up - 1) * stride >= length + before ? up - 1 : up
    }

    var outputShape: [Int] { [batch, outputHeight, outputWidth, channels] }

    /// A window on its way over the images.
    struct Window {
        /// The offset of its output pixel.
        let output: Int
        /// The offset of its image.
        let image: Int
        /// The image's rows and columns under it.
        let rows, columns: Range<Int>
        /// How many pixels of the image and its padding are under it: fewer than its own where it hangs over their end.
        let paddedArea: Int
    }

    /// Calls `body` for each window; rows of windows are shared among the workers.
    @inline(__always)
    func forEachWindow(on machine: Machine = .shared, _ body: (Window) -> Void) {
        machine.workers.share(batch * outputHeight) {
            let row = $0 % outputHeight
            forEachWindow(of: $0 / outputHeight, row..<row + 1, 0..<outputWidth, body)
        }
    }

    /// The same where `body` adds to the gradient of the numbers under the window; images are shared, for windows of
    /// several rows may lie over a number. If many do, what every 8×8 of them have added is moved to sums in double
    /// precision.
    @inline(__always)
    func forEachWindow(
        addingTo gradient: UnsafeMutablePointer<Scalar>, on machine: Machine = .shared, _ body: (Window) -> Void
    ) {
        let some = 8
        if (size + stride - 1) / stride <= some {
            return machine.workers.share(batch) { forEachWindow(of: $0, 0..<outputHeight, 0..<outputWidth, body) }
        }
        let count = height * width * channels
        machine.workers.share(batch) { image in
            let gradient = gradient + image * count
            var sums = [Double](repeating: 0, count: count)
            for firstRow in Swift.stride(from: 0, to: outputHeight, by: some) {
                let outputRows = firstRow..<min(outputHeight, firstRow + some)
                let rows = covered(outputRows, before: top, height)
                for firstColumn in Swift.stride(from: 0, to: outputWidth, by: some) {
                    let outputColumns = firstColumn..<min(outputWidth, firstColumn + some)
                    forEachWindow(of: image, outputRows, outputColumns, body)
                    let columns = covered(outputColumns, before: left, width)
                    for y in rows {
                        for i in (y * width + columns.lowerBound) * channels..<(y * width + columns.upperBound)
                            * channels
                        {
                            sums[i] += Double(gradient[i])
                            gradient[i] = 0
                        }
                    }
                }
            }
            for i in 0..<count { gradient[i] = Scalar(sums[i]) }
        }
    }

    @inline(__always)
    private func forEachWindow(
        of image: Int, _ outputRows: Range<Int>, _ outputColumns: Range<Int>, _ body: (Window) -> Void
    ) {
        for y in outputRows {
            let (first, rows) = (y * stride - top, covered(y * stride - top, height))
            let paddedRows = min(first + size, height + bottom) - first
            for x in outputColumns {
                let first = x * stride - left
                body(
                    Window(
                        output: ((image * outputHeight + y) * outputWidth + x) * channels,
                        image: image * height * width * channels, rows: rows, columns: covered(first, width),
                        paddedArea: paddedRows * (min(first + size, width + right) - first)))
            }
        }
    }

    /// The largest number of every window, nan if there is one; output pixels are `pixelStride` apart.
    func maxima(
        _ input: UnsafePointer<Scalar>, to output: UnsafeMutablePointer<Scalar>, pixelStride: Int,
        on machine: Machine = .shared
    ) {
        machine.workers.share(maximaWork(input, to: output, pixelStride: pixelStride, machine.kernels))
    }

    /// The work of `maxima`.
    func maximaWork(
        _ input: UnsafePointer<Scalar>, to output: UnsafeMutablePointer<Scalar>, pixelStride: Int,
        _ kernels: AnyKernels
    ) -> SharedWork {
        SharedWork(count: batch * outputHeight) { row in
            let rows = covered(row % outputHeight * stride - top, height)
            let image = input + row / outputHeight * height * width * channels
            for x in 0..<outputWidth {
                let columns = covered(x * stride - left, width)
                kernels.maximum(
                    of: image + (rows.lowerBound * width + columns.lowerBound) * channels, rowStride: width * channels,
                    rows: rows.count, pixelStride: channels, pixels: columns.count, channels: channels,
                    to: output + (row * outputWidth + x) * pixelStride)
            }
        }
    }

    /// Adds each output's gradient to that of the first number under its window that is the largest; images are shared
    /// among the workers, for windows may overlap.
    func maximaGradient(
        _ input: UnsafePointer<Scalar>, _ output: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to inputGradient: UnsafeMutablePointer<Scalar>, on machine: Machine = .shared
    ) {
        forEachWindow(addingTo: inputGradient, on: machine) { window in
            let corner = corner(of: window)
            machine.kernels.addMaximumGradient(
                of: input + corner, rowStride: width * channels, rows: window.rows.count, pixels: window.columns.count,
                channels: channels, maxima: output + window.output, outputGradient + window.output,
                to: inputGradient + corner)
        }
    }

    /// Whether windows of 2×2 lie side by side, all of them whole: then a row of outputs is worked out from two of the
    /// image.
    var isPool2x2: Bool {
        size == 2 && stride == 2 && top + left == 0 && 2 * outputHeight <= height && 2 * outputWidth <= width
    }

    /// The means of the windows, if `isPool2x2`.
    func averagePool2x2(
        _ input: UnsafePointer<Scalar>, to output: UnsafeMutablePointer<Scalar>, on machine: Machine = .shared
    ) {
        forEachPairOfRows(on: machine) { from, to in
            machine.kernels.averagePool2x2(
                top: input + from, bottom: input + from + width * channels, pixels: outputWidth, channels: channels,
                to: output + to)
        }
    }

    /// A quarter of each output's gradient for its four numbers, if `isPool2x2`; rows and columns without a window are
    /// left as they are.
    func averagePool2x2Gradient(
        _ outputGradient: UnsafePointer<Scalar>, to inputGradient: UnsafeMutablePointer<Scalar>,
        on machine: Machine = .shared
    ) {
        forEachPairOfRows(on: machine) { from, to in
            machine.kernels.averagePool2x2Gradient(
                outputGradient + to, pixels: outputWidth, channels: channels, toTop: inputGradient + from,
                bottom: inputGradient + from + width * channels)
        }
    }

    private func forEachPairOfRows(on machine: Machine, _ body: (_ image: Int, _ output: Int) -> Void) {
        let rows = batch * outputHeight
        let some = max(1, 4096 / max(1, outputWidth * channels))
        machine.workers.share((rows + some - 1) / some) { part in
            for row in part * some..<min(rows, (part + 1) * some) {
                let (image, y) = (row / outputHeight, row % outputHeight)
                body((image * height + 2 * y) * width * channels, row * outputWidth * channels)
            }
        }
    }

    /// The offset of the first of the image's numbers under a window.
    func corner(of window: Window) -> Int {
        window.image + (window.rows.lowerBound * width + window.columns.lowerBound) * channels
    }

    /// The image's rows or columns under some rows or columns of windows.
    private func covered(_ outputs: Range<Int>, before: Int, _ length: Int) -> Range<Int> {
        let first = covered(outputs.lowerBound * stride - before, length).lowerBound
        return first..<max(first, covered((outputs.upperBound - 1) * stride - before, length).upperBound)
    }

    private func covered(_ start: Int, _ length: Int) -> Range<Int> {
        let first = min(max(start, 0), length)
        return first..<max(first, min(start + size, length))
    }
}
