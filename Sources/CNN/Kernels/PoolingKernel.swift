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
    func forEachWindow(_ body: (_ output: Int, _ image: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Void) {
        func visit(_ image: Int) {
            for y in 0..<outputHeight {
                let rows = covered(y * stride - top, height)
                for x in 0..<outputWidth {
                    let output = ((image * outputHeight + y) * outputWidth + x) * channels
                    body(output, image * height * width * channels, rows, covered(x * stride - left, width))
                }
            }
        }
        Machine.shared.workers.share(batch, visit)
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

    private func covered(_ start: Int, _ length: Int) -> Range<Int> {
        let first = min(max(start, 0), length)
        return first..<max(first, min(start + size, length))
    }
}
