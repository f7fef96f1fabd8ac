/// One step for each kind of layer. Inputs lie whole; outputs may be parts of a concatenation.
extension Plan {
    /// A convolution with what follows it; batch norm's factor goes into the kernels, the rest of it into the bias.
    func add(
        _ layer: Convolution, _ norm: BatchNormalization?, from input: Place, to output: Place, residual: Place?,
        _ rectifies: Bool
    ) {
        guard let weight = layer.weight?.value else { stop("\(layer) has no weights yet: build the network first.") }
        // The kernels are scaled where they are laid out: a copy of them would be the largest piece of memory of all.
        var scale = Tensor(repeating: 1, shape: [layer.filters])
        var bias = layer.bias?.value ?? Tensor(zeros: [layer.filters])
        if let norm, let gamma = norm.gamma?.value, let beta = norm.beta?.value {
            scale = gamma / sqrt(norm.runningVariance + norm.epsilon)
            bias = (bias - norm.runningMean) * scale + beta
        }
        var sizes = ConvolutionKernel(
            input: [batch] + input.shape, kernel: weight.shape, groups: layer.groups, stride: layer.stride,
            padding: layer.padding)
        sizes.machine = machine
        let biases = constant(bias)
        let name = "\(sizes.kernelHeight)×\(sizes.kernelWidth) convolution \(input.shape) to \(output.shape)"
        if let outputs = Winograd.outputs(for: sizes, weightsStay: true) {
            let winograd = weight.scalars.withUnsafeBufferPointer {
                Winograd(sizes, outputs: outputs, kernel: $0.baseAddress!, scale: scale.scalars)
            }
            let room = reserve(numbers: winograd.roomCount)
            release(room)
            return add(
                "\(name), Winograd's of \(outputs)×\(outputs)", operations: sizes.operations,
                winograd.works(
                    UnsafePointer(input.start), bias: biases, residual: residual, rectifies: rectifies, to: output,
                    in: room.start))
        }
        let packed = weight.scalars.withUnsafeBufferPointer { sizes.packedKernels($0.baseAddress!) }
        for (group, packed) in packed.enumerated() { packed.scale(by: scale.scalars[(group * sizes.groupFilters)...]) }
        let margin = sizes.margin
        let padded = margin == nil ? nil : reserve([margin!.height, margin!.width, sizes.channels])
        var works = packed.enumerated().flatMap { group, packed in
            sizes.product(
                images: padded?.start ?? input.start,
                rowStep: (margin?.width ?? sizes.width) * sizes.channels,
                imageStep: (margin.map { $0.height * $0.width } ?? sizes.height * sizes.width) * sizes.channels,
                group, packed, bias: biases, rectifies, residual: residual, to: output
            ).sideBySide(on: machine).map { $0.work(on: machine) }
        }
        if let padded, let margin {
            release(padded)
            works.insert(sizes.padding(UnsafePointer(input.start), to: padded.start, margin: margin), at: 0)
        }
        add(name, operations: sizes.operations, works)
    }

    /// Main path and shortcut; the sum happens where the main path's last convolution stores its numbers.
    func add(_ layer: Residual, from input: Place, to output: Place, _ rectifies: Bool) throws(ShapeError) {
        let shortcut = flattened(layer.shortcut)
        let added = try emit(shortcut, from: input, into: nil)
        var main = flattened(layer.main)
        let norm = main.last as? BatchNormalization
        if norm != nil { main.removeLast() }
        if let last = main.last as? Convolution {
            let before = try emit(Array(main.dropLast()), from: input, into: nil)
            add(last, norm, from: before, to: output, residual: added, rectifies)
            if before.room != input.room { release(before) }
        } else {
            let sum = try emit(main + (norm.map { [$0] } ?? []), from: input, into: nil)
            let (batch, pixels) = (batch, output.shape.dropLast().reduce(1, *))
            add("sum \(output.shape)") {
                for pixel in 0..<batch * pixels {
                    for c in 0..<output.channels {
                        let i = pixel * output.channels + c
                        let value = sum.start[i] + added.start[i]
                        output.start[pixel * output.pixelStep + c] = rectifies && value < 0 ? 0 : value
                    }
                }
            }
            if sum.room != input.room { release(sum) }
        }
        if added.room != input.room { release(added) }
    }

    /// Each branch writes into its own channels of the output.
    func add(_ layer: Concat, from input: Place, to output: Place) throws(ShapeError) {
        var channel = 0
        for branch in layer.branches {
            let shape = try branch.outputShape(for: input.shape)
            let part = Place(
                start: output.start + channel, shape: shape, pixelStep: output.pixelStep, room: output.room)
            _ = try emit(flattened(branch), from: input, into: part)
            channel += part.channels
        }
    }

    /// X·W + b. A few rows stream through W as it is stored, shared with the network; for more it is packed.
    func add(_ layer: Dense, from input: Place, to output: Place, _ rectifies: Bool) {
        guard let weight = layer.weight?.value else { stop("\(layer) has no weights yet: build the network first.") }
        let (inputs, units) = (weight.shape[0], weight.shape[1])
        let bias = constant(layer.bias?.value ?? Tensor(zeros: [units]))
        let name = "dense \(inputs) to \(units)"
        let operations = 2 * batch * inputs * units
        if batch > 2 {
            let packed = PackedMatrix(rows: inputs, columns: units, lanes: machine.kernels.lanes)
            weight.scalars.withUnsafeBufferPointer {
                packed.fill(MatrixView($0.baseAddress!, rowStep: units), rows: inputs, on: machine.workers)
            }
            var product = PixelProduct(
                input: UnsafePointer(input.start), offsets: [0], depth: inputs, weights: packed, output: output.start)
            (product.pixels, product.inputPixel, product.outputPixel) = (batch, inputs, output.pixelStep)
            (product.bias, product.rectifies) = (bias, rectifies)
            return add(name, operations: operations, [product.work(on: machine)])
        }
        let kernels = machine.kernels
        let width = streamedColumns(units, inputs, machine.workers)
        let works = (0..<batch).map { i in
            SharedWork(count: (units + width - 1) / width) { part in
                let (first, count) = (part * width, min(width, units - part * width))
                let target = output.start + i * output.pixelStep + first
                target.update(from: bias + first, count: count)
                weight.scalars.withUnsafeBufferPointer {
                    kernels.addRowProduct(
                        input.start + i * inputs, inputs, $0.baseAddress! + first, units, target, count)
                }
                if rectifies { kernels.rectify(target, target, count) }
            }
        }
        add(name, operations: operations, works)
    }

    /// The largest number under each window.
    func add(_ layer: MaxPooling, from input: Place, to output: Place) {
        let sizes = PoolingKernel(
            input: [batch] + input.shape, size: layer.size, stride: layer.stride, padding: layer.padding,
            roundsUp: layer.roundsUp)
        let work = sizes.maximaWork(
            UnsafePointer(input.start), to: output.start, pixelStep: output.pixelStep, machine.kernels)
        add("\(layer) \(input.shape)", [work])
    }

    /// The mean of each channel.
    func add(_ layer: GlobalAveragePooling, from input: Place, to output: Place) {
        let (pixels, channels) = (input.shape[0] * input.shape[1], input.channels)
        let work = SharedWork(count: batch) { image in
            let (x, y) = (input.start + image * pixels * channels, output.start + image * output.pixelStep)
            y.update(repeating: 0, count: channels)
            for pixel in 0..<pixels {
                for c in 0..<channels { y[c] += x[pixel * channels + c] }
            }
            for c in 0..<channels { y[c] /= Scalar(pixels) }
        }
        add("\(layer) \(input.shape)", [work])
    }

    /// Any other layer, by its own `predict`.
    func add(_ layer: any Layer, from input: Place, to output: Place) {
        let shape = [batch] + input.shape
        add("\(layer) \(input.shape)") {
            let tensor = Tensor(shape: shape) { $0.baseAddress!.update(from: input.start, count: $0.count) }
            layer.predict(tensor).scalars.withUnsafeBufferPointer { result in
                for (pixel, start) in stride(from: 0, to: result.count, by: output.channels).enumerated() {
                    (output.start + pixel * output.pixelStep).update(
                        from: result.baseAddress! + start, count: output.channels)
                }
            }
        }
    }

    /// Moves whole numbers into their place in a concatenation.
    func copy(_ input: Place, to output: Place) {
        let pixels = batch * input.shape.dropLast().reduce(1, *)
        add("copy \(input.shape)") {
            for pixel in 0..<pixels {
                (output.start + pixel * output.pixelStep).update(
                    from: input.start + pixel * input.pixelStep, count: input.channels)
            }
        }
    }

    /// Numbers that stay: room that is never released.
    private func constant(_ tensor: Tensor) -> UnsafePointer<Scalar> {
        let place = reserveForever(tensor.count)
        tensor.scalars.withUnsafeBufferPointer { place.update(from: $0.baseAddress!, count: $0.count) }
        return UnsafePointer(place)
    }
}
