extension ConvolutionGeometry {
    /// dX := dY's convolution with the kernels turned around. A stride s divides the input's pixels into s² classes by
    /// their place under the windows; those of one class meet the same taps of the kernel, and are a convolution of
    /// their own with stride 1.
    func inputGradient(
        _ outputGradient: UnsafePointer<Scalar>, _ kernel: UnsafePointer<Scalar>,
        to inputGradient: UnsafeMutablePointer<Scalar>
    ) {
        if isEmpty { return }
        if isDepthwise {
            return machine.workers.share(depthwiseInputGradientWork(outputGradient, kernel, to: inputGradient))
        }
        if dilation > 1 { return tapByTapGradient(outputGradient, kernel, to: inputGradient) }
        if stride == 1, let outputs = Winograd.outputs(for: ConvolutionGeometry(backOver: self), weightsStay: false) {
            return turnedAround(kernel).withUnsafeBufferPointer {
                let winograd = Winograd(ConvolutionGeometry(backOver: self), outputs: outputs, kernel: $0.baseAddress!)
                winograd.run(outputGradient, to: inputGradient)
            }
        }
        let kernels = machine.kernels
        if groups == 1 && margin == nil && 2 * channels <= kernels.lanes && batch >= kernels.tileRows {
            return scatterGradient(outputGradient, kernel, to: inputGradient)
        }
        // So many taps of one class lie above each other, and a pixel is met from this many output rows before its own.
        let before = (y: (kernelHeight - 1) / stride, x: (kernelWidth - 1) / stride)
        let after = (
            y: max(0, (height - 1 + top) / stride + 1 - outputHeight),
            x: max(0, (width - 1 + left) / stride + 1 - outputWidth)
        )
        let rows = before.y + outputHeight + after.y
        let columns = before.x + outputWidth + after.x
        var images = PaddedImages(outputGradient, rowStride: columns * filters, rows: rows)
        if (rows, columns) != (outputHeight, outputWidth) {
            let copy = UnsafeMutablePointer<Scalar>.allocate(capacity: batch * rows * columns * filters)
            padImages(
                outputGradient, batch: batch, height: outputHeight, width: outputWidth, channels: filters,
                top: before.y, left: before.x, bottom: after.y, right: after.x, to: copy, on: machine.workers)
            images = PaddedImages(owning: copy, rowStride: columns * filters, rows: rows)
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
                    run * runTaps / taps.x * images.rowStride + run * runTaps % taps.x * filters
                }
                // The last tap meets the first output pixel.
                let corner = (before.y + met.y - (taps.y - 1)) * images.rowStride
                let column = (before.x + met.x - (taps.x - 1)) * filters
                var product = PixelProduct(
                    input: images.base + (offsets.isEmpty ? 0 : corner + column + group * groupFilters),
                    offsets: offsets, depth: depth,
                    weights: PackedMatrix(
                        rows: taps.y * taps.x * groupFilters, columns: groupChannels, lanes: machine.kernels.lanes),
                    output: inputGradient + (first.y * width + first.x) * channels + group * groupChannels)
                product.images = batch
                product.rows = (height - first.y + stride - 1) / stride
                product.pixels = (width - first.x + stride - 1) / stride
                (product.inputImage, product.inputRow, product.inputPixel) = (
                    images.imageStride, images.rowStride, filters
                )
                if groups == 1 && rows > outputHeight {
                    let first = taps.y - 1 - met.y
                    product.imageRows = first..<first + outputHeight
                }
                product.outputImage = height * width * channels
                product.outputRow = stride * width * channels
                product.outputPixel = stride * channels
                // Where the numbers for tap i, counted from the last, begin in the kernel.
                func tapStart(_ i: Int) -> UnsafePointer<Scalar> {
                    let y = tap.y + stride * (taps.y - 1 - i / taps.x)
                    let x = tap.x + stride * (taps.x - 1 - i % taps.x)
                    return kernel + (y * kernelWidth + x) * groupChannels * filters + group * groupFilters
                }
                for i in 0..<taps.y * taps.x {
                    product.weights.fill(
                        MatrixView(tapStart(i), rowStride: 1, columnStride: filters), rows: groupFilters,
                        at: i * groupFilters, on: machine.workers)
                }
                product.run(on: machine)
            }
        }
        withExtendedLifetime(images) {}
    }

    /// The same where few channels would leave vectors nearly empty: every output pixel's gradient, of some images at a
    /// time, times a row of the kernel is added where the window lies.
    private func scatterGradient(
        _ outputGradient: UnsafePointer<Scalar>, _ kernel: UnsafePointer<Scalar>,
        to inputGradient: UnsafeMutablePointer<Scalar>
    ) {
        let kernels = machine.kernels
        let columns = kernelWidth * channels
        let kernelRows = (0..<kernelHeight).map { y in
            let packed = PackedMatrix(rows: filters, columns: columns, lanes: kernels.lanes)
            packed.fill(
                MatrixView(kernel + y * columns * filters, rowStride: 1, columnStride: filters), rows: filters,
                on: machine.workers)
            return packed
        }
        let (image, outputImage) = (height * width * channels, outputHeight * outputWidth * filters)
        let parts = (batch + kernels.tileRows - 1) / kernels.tileRows
        machine.workers.share(parts) { part in
            let (first, next) = (batch * part / parts, batch * (part + 1) / parts)
            let (source, target) = (outputGradient + first * outputImage, inputGradient + first * image)
            target.update(repeating: 0, count: (next - first) * image)
            for pixel in 0..<outputHeight * outputWidth {
                let (y, x) = pixel.quotientAndRemainder(dividingBy: outputWidth)
                for (row, packed) in kernelRows.enumerated() {
                    for panel in 0..<packed.panels {
                        let column = panel * packed.panelWidth
                        let offset = ((y * stride + row) * width + x * stride) * channels + column
                        let (weights, weightStride) = packed.panel(panel, row: 0)
                        // Whole vectors, zeros after the last column, where that does not reach into another's image.
                        let count = offset + weightStride <= image ? weightStride : columns - column
                        kernels.matrixTile(
                            rows: next - first, columns: count, depth: filters, a: source + pixel * filters,
                            rowStride: outputImage, columnStride: 1, b: weights, bStride: weightStride,
                            to: target + offset, cStride: image, adds: true, ahead: weights)
                    }
                }
            }
        }
    }

    /// The kernels with rows and columns last first, and each tap's matrix transposed.
    private func turnedAround(_ kernel: UnsafePointer<Scalar>) -> [Scalar] {
        let taps = kernelHeight * kernelWidth
        return Array(unsafeUninitializedCapacity: taps * channels * filters) { turned, count in
            let target = turned.baseAddress!
            machine.workers.share(taps) { tap in
                let (source, target) = (
                    kernel + (taps - 1 - tap) * channels * filters, target + tap * channels * filters
                )
                for c in 0..<channels {
                    for f in 0..<filters { target[f * channels + c] = source[c * filters + f] }
                }
            }
            count = taps * channels * filters
        }
    }

    /// dW += windows(X)ᵀ·dY: for each row of the kernel a product over all output pixels, some rows of them at a time;
    /// with few filters some pixels side by side.
    func kernelGradient(
        _ input: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to kernelGradient: UnsafeMutablePointer<Scalar>
    ) {
        if isEmpty { return }
        if isDepthwise { return addDepthwiseKernelGradient(input, outputGradient, to: kernelGradient) }
        if let winograd = WinogradGradient(self) {
            return winograd.add(input, outputGradient, to: kernelGradient)
        }
        let images = paddedImages(input)
        let (runs, depth) = runs(rowStride: images.rowStride)
        let pixelStride = stride * channels
        let most = pixelsAtOnce(
            1...outputWidth, depth: depth, pixelStride: pixelStride, columns: filters, lanes: machine.kernels.lanes)
        let count = !isDense ? 1 : (1...most).last { outputWidth % $0 == 0 } ?? 1
        let joinedDepth = depth + (count - 1) * pixelStride
        for group in 0..<groups {
            let first = images.base + group * groupChannels
            let gradient = outputGradient + group * groupFilters
            let target = kernelGradient + group * groupFilters
            if count == 1 {
                addProducts(
                    images, runs.map { first + $0 }, depth: depth, gradient, count: 1, to: target, rowStride: filters)
                continue
            }
            let columns = count * filters
            var sums = [Scalar](repeating: 0, count: runs.count * joinedDepth * columns)
            sums.withUnsafeMutableBufferPointer {
                addProducts(
                    images, runs.map { first + $0 }, depth: joinedDepth, gradient, count: count, to: $0.baseAddress!,
                    rowStride: columns
                )
            }
            for run in runs.indices {
                for pixel in 0..<count {
                    for i in 0..<depth {
                        let source = (run * joinedDepth + pixel * pixelStride + i) * columns + pixel * filters
                        for f in 0..<filters { target[(run * depth + i) * filters + f] += sums[source + f] }
                    }
                }
            }
        }
        withExtendedLifetime(images) {}
    }

    /// Adds the product of `depth` numbers of each run, as columns over all output pixels, with the pixels' gradients,
    /// `count` pixels at once.
    private func addProducts(
        _ images: PaddedImages, _ runs: [UnsafePointer<Scalar>], depth: Int, _ gradient: UnsafePointer<Scalar>,
        count: Int, to target: UnsafeMutablePointer<Scalar>, rowStride: Int
    ) {
        let (width, columns) = (outputWidth / count, count * groupFilters)
        let starts = (0..<batch * outputHeight).map { row in
            row / outputHeight * images.imageStride + row % outputHeight * stride * images.rowStride
        }
        let product = RowsProduct(
            runs: runs, depth: depth, starts: starts, width: width, columns: columns,
            pixelStride: count * stride * channels,
            factors: rightFactors(gradient, rows: starts.count, width: width, columns: columns))
        // A sum over more than this is one of several, added in double precision.
        let most = 128 * product.rowsAtOnce
        let parts = (starts.count + most - 1) / most
        if parts == 1 { return product.add(0..<starts.count, to: target, rowStride: rowStride, on: machine) }
        addParts(parts, rows: runs.count * depth, columns: columns, to: target, rowStride: rowStride) { part, sums in
            let rows = starts.count * part / parts..<starts.count * (part + 1) / parts
            product.add(rows, to: sums, rowStride: columns, on: machine)
        }
    }

    /// dY as the right factor, rows of `width` pixels: where it is stored, if its columns fill a panel or a part of one
    /// and its vectors end within it; the other rows packed.
    private func rightFactors(
        _ gradient: UnsafePointer<Scalar>, rows: Int, width: Int, columns: Int
    ) -> [(rows: Range<Int>, factor: PackedMatrix)] {
        let lanes = machine.kernels.lanes
        let beyond = (columns + lanes - 1) / lanes * lanes - columns
        let stored =
            groups > 1 || columns > 2 * lanes ? 0 : max(0, rows - (beyond + width * columns - 1) / (width * columns))
        let packed = PackedMatrix(rows: (rows - stored) * width, columns: columns, lanes: lanes)
        packed.fill(
            MatrixView(gradient + stored * width * columns, rowStride: groups > 1 ? filters : columns),
            rows: packed.rows, on: machine.workers)
        return [
            (0..<stored, PackedMatrix(borrowing: gradient, rows: stored * width, columns: columns, lanes: lanes)),
            (stored..<rows, packed),
        ]
    }
}

private func modulo(_ x: Int, _ n: Int) -> Int { (x % n + n) % n }
