extension ConvolutionGeometry {
    /// The work of Y := X∗W + b for one filter a channel: a row of output pixels is one part. Nothing is padded: pixels at
    /// the edges leave out the taps outside the image.
    func depthwiseWork(
        _ input: UnsafePointer<Scalar>, _ kernel: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
        residual: PixelView?, rectifies: Bool, to output: PixelView
    ) -> SharedWork {
        let (rows, columns) = (rowAxis.forward, columnAxis.forward)
        return depthwiseRows(
            from: input, width: width, imagePixels: height * width, rows, columns, kernel, bias: bias,
            residual: residual, rectifies: rectifies, to: output, outputHeight: outputHeight, outputWidth: outputWidth)
    }

    /// The work of dX: each pixel's sum over the windows that it lies in.
    func depthwiseInputGradientWork(
        _ outputGradient: UnsafePointer<Scalar>, _ kernel: UnsafePointer<Scalar>,
        to inputGradient: UnsafeMutablePointer<Scalar>
    ) -> SharedWork {
        let (rows, columns) = (rowAxis.backward, columnAxis.backward)
        return depthwiseRows(
            from: outputGradient, width: outputWidth, imagePixels: outputHeight * outputWidth, rows, columns, kernel,
            bias: nil, residual: nil, rectifies: false, to: PixelView(start: inputGradient, stride: channels),
            outputHeight: height, outputWidth: width)
    }

    /// dW += Σ X·dY for each tap and channel, in double precision.
    func addDepthwiseKernelGradient(
        _ input: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to kernelGradient: UnsafeMutablePointer<Scalar>
    ) {
        let (rows, columns) = (rowAxis, columnAxis)
        let some = 64
        let blocks = (channels + some - 1) / some
        machine.workers.share(kernelHeight * kernelWidth * blocks) { part in
            let (tap, first) = (part / blocks, part % blocks * some)
            let count = min(some, channels - first)
            var sums = [Double](repeating: 0, count: count)
            let (y, x) = (rows.met(by: tap / kernelWidth), columns.met(by: tap % kernelWidth))
            for row in 0..<batch * y.count where x.count > 0 {
                let (image, outputRow) = (row / y.count, y.lowerBound + row % y.count)
                let inputRow = rows.source(of: outputRow, tap: tap / kernelWidth)
                let inputColumn = columns.source(of: x.lowerBound, tap: tap % kernelWidth)
                machine.kernels.addDepthwiseGradient(
                    input + ((image * height + inputRow) * width + inputColumn) * channels + first,
                    pixelStride: stride * channels,
                    outputGradient + ((image * outputHeight + outputRow) * outputWidth + x.lowerBound) * channels
                        + first,
                    outputStride: channels, pixels: x.count, channels: count, to: &sums)
            }
            for c in 0..<count {
                let target = kernelGradient + tap * channels + first + c
                target.pointee = Scalar(Double(target.pointee) + sums[c])
            }
        }
    }

    /// Rows of pixels, each a sum over taps of pixels of `input`.
    private func depthwiseRows(
        from input: UnsafePointer<Scalar>, width: Int, imagePixels: Int, _ rows: [WindowAxis.Run],
        _ columns: [WindowAxis.Run], _ kernel: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>?,
        residual: PixelView?, rectifies: Bool, to output: PixelView, outputHeight: Int, outputWidth: Int
    ) -> SharedWork {
        // For each row of output, the run it is in; for each pair of runs, where their taps read from the row's first pixel.
        var runOfRow = [Int](repeating: 0, count: outputHeight)
        for (index, run) in rows.enumerated() {
            for i in 0..<run.count { runOfRow[run.first + i * run.step] = index }
        }
        func forEachPair<Place>(_ place: (_ y: WindowAxis.Tap, _ x: WindowAxis.Tap) -> Place) -> [[[Place]]] {
            rows.map { row in columns.map { column in row.taps.flatMap { y in column.taps.map { place(y, $0) } } } }
        }
        let offsets = forEachPair { ($0.source * width + $1.source) * channels }
        let weights = forEachPair { kernel + ($0.tap * kernelWidth + $1.tap) * channels }
        let (pixelChannels, kernels) = (channels, machine.kernels)
        return SharedWork(count: batch * outputHeight) { part in
            let (image, y) = (part / outputHeight, part % outputHeight)
            let run = rows[runOfRow[y]]
            let source =
                input + (image * imagePixels + (y - run.first) / run.step * run.sourceStep * width) * pixelChannels
            for (index, column) in columns.enumerated() {
                let pixel = part * outputWidth + column.first
                offsets[runOfRow[y]][index].withUnsafeBufferPointer { offsets in
                    weights[runOfRow[y]][index].withUnsafeBufferPointer { weights in
                        // Without taps there are still addresses.
                        withUnsafePointer(to: 0) { zero in
                            withUnsafePointer(to: kernel) { none in
                                kernels.depthwise(
                                    source, taps: offsets.count, offsets: offsets.baseAddress ?? zero,
                                    pixelStride: column.sourceStep * pixelChannels,
                                    weights: weights.baseAddress ?? none,
                                    bias: bias, residual: residual.map { UnsafePointer($0.start + pixel * $0.stride) },
                                    residualStride: (residual?.stride ?? 0) * column.step, rectifies: rectifies,
                                    to: output.start + pixel * output.stride, outputStride: column.step * output.stride,
                                    pixels: column.count, channels: pixelChannels)
                            }
                        }
                    }
                }
            }
        }
    }
}
