extension Plan {
    /// A convolution with what follows it; batch norm's factor goes into the kernels, the rest of it into the bias.
    func add(
        _ layer: Convolution, _ norm: BatchNormalization?, residual: Buffer?, rectifies: Bool, from input: Buffer,
        to output: Buffer
    ) {
        guard let weight = layer.weight?.value else { stop("\(layer) has no weights yet: build the network first.") }
        // The kernels are scaled where they are laid out: a copy of them would be the largest piece of memory of all.
        var scale = Tensor(repeating: 1, shape: [layer.filters])
        var bias = layer.bias?.value ?? Tensor(zeros: [layer.filters])
        if let norm, let gamma = norm.gamma?.value, let beta = norm.beta?.value {
            scale = gamma / sqrt(norm.runningVariance + norm.epsilon)
            bias = (bias - norm.runningMean) * scale + beta
        }
        var sizes = ConvolutionGeometry(
            input: [batch] + input.shape, kernel: weight.shape, groups: layer.groups, stride: layer.stride,
            padding: layer.padding, dilation: layer.dilation)
        sizes.machine = machine
        let biases = constant(bias)
        let name = "\(sizes.kernelHeight)×\(sizes.kernelWidth) convolution \(input.shape) to \(output.shape)"
        if sizes.isDepthwise {
            let work = sizes.depthwiseWork(
                UnsafePointer(input.start), constant(weight * scale), bias: biases, residual: residual?.pixels,
                rectifies: rectifies, to: output.pixels)
            return add("\(name), depthwise", operations: sizes.operations, [work])
        }
        if let outputs = Winograd.outputs(for: sizes, weightsStay: true) {
            let winograd = weight.scalars.withUnsafeBufferPointer {
                Winograd(sizes, outputs: outputs, kernel: $0.baseAddress!, scale: scale.scalars)
            }
            let scratch = pool.scratch(winograd.scratchCount)
            return add(
                "\(name), Winograd's of \(outputs)×\(outputs)", operations: sizes.operations,
                winograd.works(
                    UnsafePointer(input.start), bias: biases, residual: residual?.pixels, rectifies: rectifies,
                    to: output.pixels, scratch: scratch))
        }
        let packed = weight.scalars.withUnsafeBufferPointer { sizes.packedKernels($0.baseAddress!) }
        for (group, packed) in packed.enumerated() { packed.scale(by: scale.scalars[(group * sizes.groupFilters)...]) }
        let margin = sizes.margin
        let padded = margin.map { pool.scratch(batch * $0.height * $0.width * sizes.channels) }
        var works = packed.enumerated().flatMap { group, packed in
            sizes.product(
                images: padded ?? input.start,
                rowStride: (margin?.width ?? sizes.width) * sizes.channels,
                imageStride: (margin.map { $0.height * $0.width } ?? sizes.height * sizes.width) * sizes.channels,
                group: group, weights: packed, bias: biases, rectifies: rectifies, residual: residual?.pixels,
                to: output.pixels
            ).sideBySide(on: machine).map { $0.work(on: machine) }
        }
        if let padded, let margin {
            works.insert(sizes.padding(UnsafePointer(input.start), to: padded, margin: margin), at: 0)
        }
        add(name, operations: sizes.operations, works)
    }
}
