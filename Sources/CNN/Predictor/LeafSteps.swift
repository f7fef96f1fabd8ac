// Inputs lie whole; outputs may be parts of a concatenation.

extension Plan {
    /// X·W + b. A few rows stream through W as it is stored, shared with the network; for more it is packed.
    func add(_ layer: Dense, rectifies: Bool, from input: Buffer, to output: Buffer) {
        guard let weight = layer.weight?.value else { stop("\(layer) has no weights yet: build the network first.") }
        let (inputs, units) = (weight.shape[0], weight.shape[1])
        let bias = constant(layer.bias?.value ?? Tensor(zeros: [units]))
        let name = "dense \(inputs) to \(units)"
        let operations = 2 * batch * inputs * units
        if batch > 2 {
            let packed = PackedMatrix(rows: inputs, columns: units, lanes: machine.kernels.lanes)
            weight.scalars.withUnsafeBufferPointer {
                packed.fill(MatrixView($0.baseAddress!, rowStride: units), rows: inputs, on: machine.workers)
            }
            // A long row in pieces of one length, so that no number is added to a sum of thousands.
            let length = inputs > 4096 ? (256...512).last { inputs % $0 == 0 } ?? inputs : inputs
            var product = PixelProduct(
                input: UnsafePointer(input.start), offsets: Array(Swift.stride(from: 0, to: inputs, by: length)),
                depth: length, weights: packed, output: output.start)
            (product.pixels, product.inputPixel, product.outputPixel) = (batch, inputs, output.pixelStride)
            (product.bias, product.rectifies) = (bias, rectifies)
            return add(name, operations: operations, [product.work(on: machine)])
        }
        let kernels = machine.kernels
        let width = streamedColumns(units, inputs, machine.workers)
        let works = (0..<batch).map { i in
            SharedWork(count: (units + width - 1) / width) { part in
                let (first, count) = (part * width, min(width, units - part * width))
                let target = output.start + i * output.pixelStride + first
                target.update(from: bias + first, count: count)
                weight.scalars.withUnsafeBufferPointer {
                    addRowProduct(
                        input.start + i * inputs, depth: inputs, MatrixView($0.baseAddress! + first, rowStride: units),
                        to: target, columns: count, kernels)
                }
                if rectifies { kernels.rectify(target, to: target, count: count) }
            }
        }
        add(name, operations: operations, works)
    }

    /// The largest number under each window.
    func add(_ layer: MaxPooling, from input: Buffer, to output: Buffer) {
        let sizes = PoolingGeometry(
            input: [batch] + input.shape, size: layer.size, stride: layer.stride, padding: layer.padding,
            roundsUp: layer.roundsUp)
        let work = sizes.maximaWork(
            UnsafePointer(input.start), to: output.start, pixelStride: output.pixelStride, machine.kernels)
        add("\(layer) \(input.shape)", [work])
    }

    /// The mean of each channel.
    func addGlobalAveragePooling(_ name: String, from input: Buffer, to output: Buffer) {
        let (pixels, channels) = (input.shape[0] * input.shape[1], input.channels)
        let kernels = machine.kernels
        let work = SharedWork(count: batch) { image in
            let (x, y) = (input.start + image * pixels * channels, output.start + image * output.pixelStride)
            kernels.mean(
                of: x, rowStride: 0, rows: 1, pixelStride: channels, pixels: pixels, channels: channels,
                divisor: Double(pixels), one: 1, to: y)
        }
        add("\(name) \(input.shape)", [work])
    }

    /// A function of each number; pixels without gaps are one run.
    func add(
        _ name: String, _ function: @escaping (UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, Int) -> Void,
        from input: Buffer, to output: Buffer
    ) {
        let count = batch * input.shape.reduce(1, *)
        let hasGaps = output.pixelStride != output.channels
        let length = hasGaps ? output.channels : 16_384
        let work = SharedWork(count: (count + length - 1) / max(1, length)) { part in
            let start = part * length
            function(
                input.start + start,
                output.start + (hasGaps ? part * output.pixelStride : start),
                min(length, count - start))
        }
        add(name, [work])
    }

    /// Any other layer, by its own `predict`.
    func addGeneral(_ layer: AnyLayer, from input: Buffer, to output: Buffer) {
        let shape = [batch] + input.shape
        add("\(layer) \(input.shape)") {
            let tensor = Tensor(shape: shape) { $0.baseAddress!.update(from: input.start, count: $0.count) }
            layer.predict(tensor).scalars.withUnsafeBufferPointer { result in
                for (pixel, start) in stride(from: 0, to: result.count, by: output.channels).enumerated() {
                    (output.start + pixel * output.pixelStride).update(
                        from: result.baseAddress! + start, count: output.channels)
                }
            }
        }
    }

    /// Copies the input to its part of a concatenation.
    func copy(_ input: Buffer, to output: Buffer) {
        let pixels = batch * input.shape.dropLast().reduce(1, *)
        add("copy \(input.shape)") {
            for pixel in 0..<pixels {
                (output.start + pixel * output.pixelStride).update(
                    from: input.start + pixel * input.pixelStride, count: input.channels)
            }
        }
    }

    /// Numbers that stay: memory that is never released.
    func constant(_ tensor: Tensor) -> UnsafePointer<Scalar> {
        let start = pool.permanent(tensor.count)
        tensor.scalars.withUnsafeBufferPointer { start.update(from: $0.baseAddress!, count: $0.count) }
        return UnsafePointer(start)
    }
}
