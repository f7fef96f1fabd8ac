/// The sizes of one pooling: windows of `size` × `size` that move by `stride` over each channel of
/// `[batch, height, width, channels]`.
struct PoolingKernel {
    let batch, height, width, channels: Int
    let size, stride, top, left, outputHeight, outputWidth: Int

    init(input: [Int], size: Int, stride: Int, padding: Padding, roundsUp: Bool) {
        (batch, height, width, channels) = (input[0], input[1], input[2], input[3])
        (self.size, self.stride) = (size, stride)
        top = padding.amounts(length: height, kernel: size, stride: stride).before
        left = padding.amounts(length: width, kernel: size, stride: stride).before
        outputHeight = PoolingKernel.outputLength(height, size, stride, padding, roundsUp)
        outputWidth = PoolingKernel.outputLength(width, size, stride, padding, roundsUp)
    }

    /// As for a convolution; rounding up adds a last window that hangs over the end, if it starts inside the image or the
    /// padding before it (the rule of Caffe and PyTorch).
    static func outputLength(_ length: Int, _ size: Int, _ stride: Int, _ padding: Padding, _ roundsUp: Bool) -> Int {
        let down = padding.outputLength(length, kernel: size, stride: stride)
        if !roundsUp { return down }
        let (before, after) = padding.amounts(length: length, kernel: size, stride: stride)
        let room = length + before + after - size
        if room <= -size { return 0 }
        let up = room < 0 ? 1 : (room + stride - 1) / stride + 1
        return (up - 1) * stride >= length + before ? up - 1 : up
    }

    var outputShape: [Int] { [batch, outputHeight, outputWidth, channels] }

    /// Calls `body` for each window with the offset of its output pixel and the image's rows and columns it covers; images are
    /// shared among the workers.
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

    /// The largest number of every window, nan if there is one; output pixels are `pixelStep` apart.
    func maxima(
        _ input: UnsafePointer<Scalar>, to output: UnsafeMutablePointer<Scalar>, pixelStep: Int,
        on machine: Machine = .shared
    ) {
        machine.workers.share(maximaWork(input, to: output, pixelStep: pixelStep, machine.kernels))
    }

    /// The work of `maxima`.
    func maximaWork(
        _ input: UnsafePointer<Scalar>, to output: UnsafeMutablePointer<Scalar>, pixelStep: Int, _ kernels: Kernels
    ) -> SharedWork {
        SharedWork(count: batch * outputHeight) { row in
            let rows = covered(row % outputHeight * stride - top, height)
            let image = input + row / outputHeight * height * width * channels
            for x in 0..<outputWidth {
                let columns = covered(x * stride - left, width)
                kernels.maximum(
                    image + (rows.lowerBound * width + columns.lowerBound) * channels, width * channels, rows.count,
                    channels, columns.count, channels, output + (row * outputWidth + x) * pixelStep)
            }
        }
    }

    /// Adds each output's gradient to that of the first number under its window that is the largest; images are shared among the
    /// workers, for windows may overlap.
    func maximaGradient(
        _ input: UnsafePointer<Scalar>, _ output: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to inputGradient: UnsafeMutablePointer<Scalar>, on machine: Machine = .shared
    ) {
        forEachWindow(on: machine) { target, image, rows, columns in
            let corner = image + (rows.lowerBound * width + columns.lowerBound) * channels
            machine.kernels.addMaximumGradient(
                input + corner, width * channels, rows.count, columns.count, channels, output + target,
                outputGradient + target, inputGradient + corner)
        }
    }

    /// Whether windows of 2×2 lie side by side, all of them whole: then a row of outputs is worked out from two of the image.
    var isHalving: Bool {
        size == 2 && stride == 2 && top + left == 0 && 2 * outputHeight <= height && 2 * outputWidth <= width
    }

    /// The means of the windows, if `isHalving`.
    func halve(
        _ input: UnsafePointer<Scalar>, to output: UnsafeMutablePointer<Scalar>, on machine: Machine = .shared
    ) {
        forEachPairOfRows(on: machine) { from, to in
            machine.kernels.halve(
                input + from, input + from + width * channels, outputWidth, channels, output + to)
        }
    }

    /// A quarter of each output's gradient for its four numbers, if `isHalving`; rows and columns without a window are left as
    /// they are.
    func spreadQuarters(
        _ outputGradient: UnsafePointer<Scalar>, to inputGradient: UnsafeMutablePointer<Scalar>,
        on machine: Machine = .shared
    ) {
        forEachPairOfRows(on: machine) { from, to in
            machine.kernels.spreadQuarters(
                outputGradient + to, outputWidth, channels, inputGradient + from,
                inputGradient + from + width * channels)
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
