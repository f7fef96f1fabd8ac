extension ConvolutionKernel {
    /// dX := dY's convolution with the kernels turned around. A stride s divides the input's pixels into s² classes by their
    /// place under the windows; those of one class meet the same taps of the kernel, and are a convolution of their own with
    /// stride 1.
    func inputGradient(
        _ outputGradient: UnsafePointer<Scalar>, _ kernel: UnsafePointer<Scalar>,
        to inputGradient: UnsafeMutablePointer<Scalar>
    ) {
        if isEmpty { return }
        // So many taps of one class lie above each other, and a pixel is met from so many output rows before its own.
        let before = (y: (kernelHeight - 1) / stride, x: (kernelWidth - 1) / stride)
        let after = (
            y: max(0, (height - 1 + top) / stride + 1 - outputHeight),
            x: max(0, (width - 1 + left) / stride + 1 - outputWidth)
        )
        let rows = before.y + outputHeight + after.y
        let columns = before.x + outputWidth + after.x
        var images = PaddedImages(outputGradient, rowStep: columns * filters, rows: rows)
        if (rows, columns) != (outputHeight, outputWidth) {
            let room = UnsafeMutablePointer<Scalar>.allocate(capacity: batch * rows * columns * filters)
            padImages(
                outputGradient, batch: batch, height: outputHeight, width: outputWidth, channels: filters,
                top: before.y, left: before.x, bottom: after.y, right: after.x, to: room, on: machine.workers)
            images = PaddedImages(owning: room, rowStep: columns * filters, rows: rows)
        }
        for class_ in 0..<stride * stride {
            let tap = (y: class_ / stride, x: class_ % stride)
            let taps = (
                y: max(0, (kernelHeight - tap.y + stride - 1) / stride),
                x: max(0, (kernelWidth - tap.x + stride - 1) / stride)
            )
            // The first pixel of the class, and the output pixel whose window it lies in at the class's first tap.
            let first = (y: modulo(tap.y - top, stride), x: modulo(tap.x - left, stride))
            if first.y >= height || first.x >= width { continue }
            let met = (y: (first.y + top) / stride, x: (first.x + left) / stride)
            for group in 0..<groups {
                // The taps, last first, lie in runs under a window: a row of them, or with several groups one.
                let runTaps = groups > 1 ? 1 : max(1, taps.x)
                let depth = runTaps * groupFilters
                let offsets = (0..<taps.y * taps.x / runTaps).map { run in
                    run * runTaps / taps.x * images.rowStep + run * runTaps % taps.x * filters
                }
                // The last tap meets the first output pixel.
                let corner = (before.y + met.y - (taps.y - 1)) * images.rowStep
                let column = (before.x + met.x - (taps.x - 1)) * filters
                let isNarrow = NarrowProduct.pays(depth: depth, columns: groupChannels, lanes: machine.kernels.lanes)
                var product = PixelProduct(
                    input: images.base + (offsets.isEmpty ? 0 : corner + column + group * groupFilters),
                    offsets: offsets, depth: depth,
                    weights: PackedMatrix(
                        rows: isNarrow ? 0 : taps.y * taps.x * groupFilters, columns: groupChannels,
                        lanes: machine.kernels.lanes),
                    output: inputGradient + (first.y * width + first.x) * channels + group * groupChannels)
                product.images = batch
                product.rows = (height - first.y + stride - 1) / stride
                product.pixels = (width - first.x + stride - 1) / stride
                (product.inputImage, product.inputRow, product.inputPixel) = (
                    images.imageStep, images.rowStep, filters
                )
                if groups == 1 { (product.firstImageRow, product.imageRows) = (met.y - (taps.y - 1), outputHeight) }
                product.outputImage = height * width * channels
                product.outputRow = stride * width * channels
                product.outputPixel = stride * channels
                // Where the numbers for tap i, counted from the last, begin in the kernel.
                func place(_ i: Int) -> UnsafePointer<Scalar> {
                    let y = tap.y + stride * (taps.y - 1 - i / taps.x)
                    let x = tap.x + stride * (taps.x - 1 - i % taps.x)
                    return kernel + (y * kernelWidth + x) * groupChannels * filters + group * groupFilters
                }
                if isNarrow {
                    NarrowProduct(runs: offsets.count, depth: depth, columns: groupChannels, kernels: machine.kernels) {
                        place($0 * runTaps + $1 / groupFilters)[$2 * filters + $1 % groupFilters]
                    }.run(product, on: machine)
                } else {
                    for i in 0..<taps.y * taps.x {
                        product.weights.fill(
                            MatrixView(place(i), rowStep: 1, columnStep: filters), rows: groupFilters,
                            at: i * groupFilters, on: machine.workers)
                    }
                    product.run(on: machine)
                }
            }
        }
        withExtendedLifetime(images) {}
    }

    /// dW += windows(X)ᵀ·dY: for each row of the kernel a product over all output pixels, some rows of them at a time.
    func kernelGradient(
        _ input: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to kernelGradient: UnsafeMutablePointer<Scalar>
    ) {
        if isEmpty { return }
        let images = paddedImages(input)
        if let few = SpreadConvolution(self, images) {
            return few.kernelGradient(outputGradient, to: kernelGradient)
        }
        let kernels = machine.kernels
        let pixels = batch * outputHeight * outputWidth
        let starts = (0..<batch * outputHeight).map { row in
            row / outputHeight * images.imageStep + row % outputHeight * stride * images.rowStep
        }
        let rowsAtOnce = max(1, 1024 / outputWidth)
        let (run, depth) = runs(rowStep: images.rowStep)
        for group in 0..<groups {
            let right = packedGradient(outputGradient + group * groupFilters, pixels)
            let height = kernels.tileRows
            let tiles = (depth + height - 1) / height
            let units = run.count * tiles * right.panels
            let items = min(units, 3 * machine.workers.threads)
            machine.workers.share(items) { item in
                for firstRow in Swift.stride(from: 0, to: starts.count, by: rowsAtOnce) {
                    let rows = min(rowsAtOnce, starts.count - firstRow)
                    for unit in units * item / items..<units * (item + 1) / items {
                        let (panel, tile) = (unit / (run.count * tiles), unit % (run.count * tiles))
                        let (first, last) = (depth * (tile % tiles) / tiles, depth * (tile % tiles + 1) / tiles)
                        let (packed, step) = right.panel(panel, row: firstRow * outputWidth)
                        let column = panel * right.panelWidth
                        starts.withUnsafeBufferPointer { starts in
                            kernels.tile(
                                last - first, min(right.panelWidth, groupFilters - column), rows,
                                starts.baseAddress! + firstRow, outputWidth,
                                images.base + run[tile / tiles] + group * groupChannels + first, 1, stride * channels,
                                packed, step,
                                kernelGradient + (tile / tiles * depth + first) * filters + group * groupFilters
                                    + column,
                                filters, true, nil, nil, 0, false, packed, 0)
                        }
                    }
                }
            }
        }
        withExtendedLifetime(images) {}
    }

    /// dY as the right factor; where it is stored, if that is one panel.
    private func packedGradient(_ gradient: UnsafePointer<Scalar>, _ pixels: Int) -> PackedMatrix {
        let lanes = machine.kernels.lanes
        if groups == 1 && PackedMatrix.isPanel(columns: filters, lanes: lanes) {
            return PackedMatrix(borrowing: gradient, rows: pixels, columns: filters, lanes: lanes)
        }
        let packed = PackedMatrix(rows: pixels, columns: groupFilters, lanes: lanes)
        packed.fill(MatrixView(gradient, rowStep: filters), rows: pixels, on: machine.workers)
        return packed
    }
}

private func modulo(_ x: Int, _ n: Int) -> Int { (x % n + n) % n }
