/// The sizes of one convolution; all three passes share them.
///
/// Input `[batch, height, width, channels]`, kernel `[kernelHeight, kernelWidth, channels / groups, filters]`, output
/// `[batch, outputHeight, outputWidth, filters]`. Nothing is laid out as windows: the product reads the pixels under a
/// window where they lie, a row of the kernel at a time; only where there is padding, images are copied with it around
/// them.
struct ConvolutionGeometry {
    let batch, height, width, channels: Int
    let kernelHeight, kernelWidth, filters, groups, stride, dilation: Int
    let top, left, outputHeight, outputWidth: Int
    var machine = Machine.shared

    /// A window's numbers are `dilation` pixels apart.
    init(input: [Int], kernel: [Int], groups: Int, stride: Int, padding: Padding, dilation: Int = 1) {
        (batch, height, width, channels) = (input[0], input[1], input[2], input[3])
        (kernelHeight, kernelWidth, filters) = (kernel[0], kernel[1], kernel[3])
        (self.groups, self.stride, self.dilation) = (groups, stride, dilation)
        let (reachY, reachX) = (dilated(kernelHeight, by: dilation), dilated(kernelWidth, by: dilation))
        top = padding.amounts(length: height, kernel: reachY, stride: stride).before
        left = padding.amounts(length: width, kernel: reachX, stride: stride).before
        outputHeight = padding.outputLength(height, kernel: reachY, stride: stride)
        outputWidth = padding.outputLength(width, kernel: reachX, stride: stride)
    }

    /// The convolution of dY, with the kernels turned around, that gives dX where stride and dilation are 1.
    init(backOver sizes: ConvolutionGeometry) {
        (batch, channels, filters, groups, stride) = (sizes.batch, sizes.filters, sizes.channels, sizes.groups, 1)
        (height, width) = (sizes.outputHeight, sizes.outputWidth)
        (outputHeight, outputWidth) = (sizes.height, sizes.width)
        (kernelHeight, kernelWidth, dilation) = (sizes.kernelHeight, sizes.kernelWidth, sizes.dilation)
        (top, left) = (sizes.kernelHeight - 1 - sizes.top, sizes.kernelWidth - 1 - sizes.left)
        machine = sizes.machine
    }

    var outputShape: [Int] { [batch, outputHeight, outputWidth, filters] }
    var groupChannels: Int { channels / groups }
    var groupFilters: Int { filters / groups }
    /// Additions and multiplications of the plain loops.
    var operations: Int {
        2 * batch * outputHeight * outputWidth * filters * kernelHeight * kernelWidth * groupChannels
    }
    /// Whether a row of a window lies in one piece.
    var isDense: Bool { groups == 1 && dilation == 1 }
    /// Whether each filter reads one channel, and each channel has one filter.
    var isDepthwise: Bool { groups > 1 && groups == channels && groups == filters }
    var isEmpty: Bool { batch * outputHeight * outputWidth * filters * channels == 0 }

    /// What the rows of windows meet.
    var rowAxis: WindowAxis {
        WindowAxis(
            length: height, taps: kernelHeight, stride: stride, dilation: dilation, before: top,
            outputLength: outputHeight)
    }
    /// What the columns of windows meet.
    var columnAxis: WindowAxis {
        WindowAxis(
            length: width, taps: kernelWidth, stride: stride, dilation: dilation, before: left,
            outputLength: outputWidth)
    }

    /// The size of an image with zeros around it as far as windows reach; nil if it needs none.
    var margin: (height: Int, width: Int)? {
        let bottom = max(0, (outputHeight - 1) * stride + dilated(kernelHeight, by: dilation) - top - height)
        let right = max(0, (outputWidth - 1) * stride + dilated(kernelWidth, by: dilation) - left - width)
        return top + left + bottom + right == 0 ? nil : (top + height + bottom, left + width + right)
    }

    /// The images with zeros around them as far as windows reach.
    func paddedImages(_ input: UnsafePointer<Scalar>) -> PaddedImages {
        guard let margin else { return PaddedImages(input, rowStride: width * channels, rows: height) }
        let copy = UnsafeMutablePointer<Scalar>.allocate(capacity: batch * margin.height * margin.width * channels)
        machine.workers.share(padding(input, to: copy, margin: margin))
        return PaddedImages(owning: copy, rowStride: margin.width * channels, rows: margin.height)
    }

    /// The work of copying images and the zeros around them.
    func padding(
        _ input: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, margin: (height: Int, width: Int)
    ) -> SharedWork {
        paddingWork(
            input, batch: batch, height: height, width: width, channels: channels, top: top, left: left,
            bottom: margin.height - top - height, right: margin.width - left - width, to: target)
    }

    /// Each group's kernels, packed, in the order in which windows are read: as they are stored.
    func packedKernels(_ kernel: UnsafePointer<Scalar>) -> [PackedMatrix] {
        (0..<groups).map { group in
            let rows = kernelHeight * kernelWidth * groupChannels
            let packed = PackedMatrix(rows: rows, columns: groupFilters, lanes: machine.kernels.lanes)
            packed.fill(
                MatrixView(kernel + group * groupFilters, rowStride: filters), rows: rows, on: machine.workers)
            return packed
        }
    }

    /// The runs of numbers under a window in images whose rows are `rowStride` apart: a row of the kernel, or with
    /// several groups or dilation a pixel's part.
    func runs(rowStride: Int) -> (offsets: [Int], depth: Int) {
        if isDense { return ((0..<kernelHeight).map { $0 * rowStride }, kernelWidth * channels) }
        let offsets = (0..<kernelHeight * kernelWidth).map { tap in
            dilation * (tap / kernelWidth * rowStride + tap % kernelWidth * channels)
        }
        return (offsets, groupChannels)
    }

    /// Y := windows(X)·W + b, and max(0, Y) if `rectifies`.
    func forward(
        _ input: UnsafePointer<Scalar>, _ kernel: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>? = nil,
        rectifies: Bool = false, to output: UnsafeMutablePointer<Scalar>
    ) {
        if isEmpty { return }
        if isDepthwise {
            let work = depthwiseWork(
                input, kernel, bias: bias, residual: nil, rectifies: rectifies,
                to: PixelView(start: output, stride: filters))
            return machine.workers.share(work)
        }
        if let outputs = Winograd.outputs(for: self, weightsStay: false) {
            let winograd = Winograd(self, outputs: outputs, kernel: kernel)
            return winograd.run(input, bias: bias, rectifies: rectifies, to: output)
        }
        let images = paddedImages(input)
        let target = PixelView(start: output, stride: filters)
        for (group, packed) in packedKernels(kernel).enumerated() {
            product(
                images: images.base, rowStride: images.rowStride, imageStride: images.imageStride, group: group,
                weights: packed, bias: bias, rectifies: rectifies, residual: nil, to: target
            ).run(on: machine)
        }
        withExtendedLifetime(images) {}
    }

    /// One group's product over images that have their zeros around them.
    func product(
        images: UnsafePointer<Scalar>, rowStride: Int, imageStride: Int, group: Int, weights: PackedMatrix,
        bias: UnsafePointer<Scalar>?, rectifies: Bool, residual: PixelView?, to output: PixelView
    ) -> PixelProduct {
        let (offsets, depth) = runs(rowStride: rowStride)
        var product = PixelProduct(
            input: images + group * groupChannels, offsets: offsets, depth: depth, weights: weights,
            output: output.start + group * groupFilters)
        (product.images, product.rows, product.pixels) = (batch, outputHeight, outputWidth)
        product.inputImage = imageStride
        product.inputRow = stride * rowStride
        product.inputPixel = stride * channels
        if isDense && margin != nil { (product.imageRows, product.imageRowsARow) = (top..<top + height, stride) }
        product.outputImage = outputHeight * outputWidth * output.stride
        product.outputRow = outputWidth * output.stride
        product.outputPixel = output.stride
        product.bias = bias.map { $0 + group * groupFilters }
        product.rectifies = rectifies
        if let residual {
            product.residual = UnsafePointer(residual.start + group * groupFilters)
            product.residualImage = outputHeight * outputWidth * residual.stride
            product.residualRow = outputWidth * residual.stride
            product.residualPixel = residual.stride
        }
        return product
    }
}

/// How many numbers a row of `kernel` numbers reaches over where they are `dilation` apart.
func dilated(_ kernel: Int, by dilation: Int) -> Int { (kernel - 1) * dilation + 1 }

/// Stops where the numbers under a window would lie on top of each other.
func requireDilation(_ dilation: Int) {
    require(dilation >= 1, "A dilation is at least 1, but was given as \(dilation).")
}
