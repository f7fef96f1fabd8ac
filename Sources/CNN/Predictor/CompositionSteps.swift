extension Plan {
    /// Main path and shortcut; the sum happens where the main path's last convolution stores its numbers.
    func addSum(
        _ main: AnyLayer, _ shortcut: AnyLayer, rectifies: Bool, from input: Buffer, to output: Buffer
    ) throws(ShapeError) {
        let added = try emit(FlatLayer.flattened(shortcut), from: input)
        let main = FlatLayer.flattened(main)
        let norm = main.last?.batchNormalization
        let products = norm == nil ? main : main.dropLast()
        if let last = products.last?.convolution {
            let before = try emit(Array(products.dropLast()), from: input)
            add(last, norm, residual: added, rectifies: rectifies, from: before, to: output)
            if before.allocation != input.allocation { pool.release(before) }
        } else {
            let sum = try emit(main, from: input)
            let (batch, pixels) = (batch, output.shape.dropLast().reduce(1, *))
            add("sum \(output.shape)") {
                for pixel in 0..<batch * pixels {
                    for c in 0..<output.channels {
                        let i = pixel * output.channels + c
                        let value = sum.start[i] + added.start[i]
                        output.start[pixel * output.pixelStride + c] = rectifies && value < 0 ? 0 : value
                    }
                }
            }
            if sum.allocation != input.allocation { pool.release(sum) }
        }
        if added.allocation != input.allocation { pool.release(added) }
    }

    /// Each branch writes into its own channels of the output.
    func addConcatenation(_ branches: [AnyLayer], from input: Buffer, to output: Buffer) throws(ShapeError) {
        var channel = 0
        for branch in branches {
            let shape = try branch.outputShape(for: input.shape)
            let part = Buffer(
                start: output.start + channel, shape: shape, pixelStride: output.pixelStride,
                allocation: output.allocation)
            _ = try emit(FlatLayer.flattened(branch), from: input, into: part)
            channel += part.channels
        }
    }
}
