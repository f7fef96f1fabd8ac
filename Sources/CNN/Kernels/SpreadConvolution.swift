/// A convolution with stride 1 of few channels to few filters, by rows in which every number is spread over the filters (see
/// `spreadRows`), an image at a time, so that the spread image stays in the nearest cache.
struct SpreadConvolution {
    private let sizes: ConvolutionKernel
    private let images: PaddedImages
    private let planeStep, rowStep, rows: Int
    /// Where each tap's numbers begin, in the order of the kernel: row, column, channel.
    private let offsets: [Int]

    /// Nil where tiles are as good, or where there are too few images to share.
    init?(_ sizes: ConvolutionKernel, _ images: PaddedImages) {
        let (filters, channels) = (sizes.filters, sizes.channels)
        let lanes = sizes.machine.kernels.lanes
        let width = sizes.outputWidth + sizes.kernelWidth - 1
        guard sizes.stride == 1, sizes.groups == 1, 2 * filters <= lanes, channels <= 3, sizes.batch >= 4,
            sizes.outputWidth * filters >= lanes
        else { return nil }
        (self.sizes, self.images) = (sizes, images)
        (planeStep, rowStep) = (width * filters, channels * width * filters)
        rows = sizes.outputHeight + sizes.kernelHeight - 1
        let step = (plane: planeStep, row: rowStep)
        offsets = (0..<sizes.kernelHeight * sizes.kernelWidth * channels).map { tap in
            let (y, x) = (tap / channels / sizes.kernelWidth, tap / channels % sizes.kernelWidth)
            return y * step.row + tap % channels * step.plane + x * filters
        }
    }

    /// Y := windows(X)·W + b, and max(0, Y) if `rectifies`.
    func forward(
        _ kernel: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?, rectifies: Bool,
        to output: UnsafeMutablePointer<Scalar>
    ) {
        let (filters, kernels) = (sizes.filters, sizes.machine.kernels)
        let step = filters + kernels.lanes
        let weights = (0..<offsets.count * step).map { kernel[$0 / step * filters + $0 % step % filters] }
        let biases = (0..<step).map { bias?[$0 % filters] ?? 0 }
        let outputRow = sizes.outputWidth * filters
        sizes.machine.workers.share(sizes.batch) { image in
            withSpread(image) { e in
                kernels.spreadRows(
                    sizes.outputHeight, outputRow, e, rowStep, offsets, offsets.count, weights, step, filters, biases,
                    rectifies, output + image * sizes.outputHeight * outputRow, outputRow)
            }
        }
    }

    /// dW += windows(X)ᵀ·dY: some images a part, each part with sums of its own, added in order.
    func kernelGradient(
        _ outputGradient: UnsafePointer<Scalar>, to kernelGradient: UnsafeMutablePointer<Scalar>
    ) {
        let (filters, kernels) = (sizes.filters, sizes.machine.kernels)
        let outputRow = sizes.outputWidth * filters
        let parts = min(16, sizes.batch)
        // Each tap's sums for every place that a filter has in a vector.
        let step = kernels.spreadPeriod(filters) + kernels.lanes
        let length = offsets.count * step
        var sums = [Scalar](repeating: 0, count: parts * length)
        sums.withUnsafeMutableBufferPointer { sums in
            let sums = sums.baseAddress!
            sizes.machine.workers.share(parts) { part in
                for image in sizes.batch * part / parts..<sizes.batch * (part + 1) / parts {
                    withSpread(image) { e in
                        kernels.addSpreadProducts(
                            sizes.outputHeight, outputRow, e, rowStep, offsets, offsets.count,
                            outputGradient + image * sizes.outputHeight * outputRow, outputRow, filters,
                            sums + part * length)
                    }
                }
            }
        }
        sums.withUnsafeMutableBufferPointer { sums in
            let sums = sums.baseAddress!
            for part in 1..<parts { kernels.add(sums, sums + part * length, sums, length) }
            for tap in offsets.indices {
                for place in 0..<step { kernelGradient[tap * filters + place % filters] += sums[tap * step + place] }
            }
        }
    }

    /// Spreads one image: rows, and in each row one channel after the other.
    private func withSpread(_ image: Int, _ body: (UnsafePointer<Scalar>) -> Void) {
        withUnsafeTemporaryAllocation(of: Scalar.self, capacity: rows * rowStep) { room in
            let (room, channels) = (room.baseAddress!, sizes.channels)
            for row in 0..<rows {
                for channel in 0..<channels {
                    sizes.machine.kernels.spread(
                        images.base + image * images.imageStep + row * images.rowStep + channel,
                        planeStep / sizes.filters, channels, sizes.filters, room + row * rowStep + channel * planeStep)
                }
            }
            body(UnsafePointer(room))
        }
    }
}
