/// The sizes of one pooling: windows of `size` × `size` that move by `stride` over each channel of
/// `[batch, height, width, channels]`.
struct PoolingGeometry {
    let batch, height, width, channels: Int
    let size, stride, top, left, outputHeight, outputWidth: Int

    init(input: [Int], size: Int, stride: Int, padding: Padding, roundsUp: Bool) {
        (batch, height, width, channels) = (input[0], input[1], input[2], input[3])
        (self.size, self.stride) = (size, stride)
        top = padding.amounts(length: height, kernel: size, stride: stride).before
        left = padding.amounts(length: width, kernel: size, stride: stride).before
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
        if last <= -size { return 0 }
        let up = last < 0 ? 1 : (last + stride - 1) / stride + 1
        return (up - 1) * stride >= length + before ? up - 1 : up
    }

    var outputShape: [Int] { [batch, outputHeight, outputWidth, channels] }

    /// Calls `body` for each window with the offset of its output pixel and the image's rows and columns it covers;
    /// images are shared among the workers.
    @inline(__always)
    func forEachWindow(
        on machine: Machine = .shared,
        _ body: (_ output: Int, _ image: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Void
    ) {
        func visit(_ image: Int) {
            for y in 0..<outputHeight {
                let rows = covered(y * stride - top, height)
                for x in 0..<outputWidth {
                    let output = ((image * outputHeight + y) * outputWidth + x) * channels
                    body(output, image * height * width * channels, rows, covered(x * stride - left, width))
                }
            }
        }
        machine.workers.share(batch, visit)
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
        _ kernels: any Kernels.Type
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
        forEachWindow(on: machine) { target, image, rows, columns in
            let corner = image + (rows.lowerBound * width + columns.lowerBound) * channels
            machine.kernels.addMaximumGradient(
                of: input + corner, rowStride: width * channels, rows: rows.count, pixels: columns.count,
                channels: channels, maxima: output + target, outputGradient + target, to: inputGradient + corner)
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

    private func covered(_ start: Int, _ length: Int) -> Range<Int> {
        let first = min(max(start, 0), length)
        return first..<max(first, min(start + size, length))
    }
}
