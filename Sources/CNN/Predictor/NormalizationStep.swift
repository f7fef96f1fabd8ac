extension Plan {
    /// Local response normalization, some pixels at a time, in memory that is reserved when the plan is made. The
    /// paper's power of 0.75 takes two square roots, which vectors have; any other power is computed number by number.
    func add(_ layer: LocalResponseNormalization, from input: Buffer, to output: Buffer) {
        let (channels, size) = (input.channels, layer.size)
        let pixels = batch * input.shape.dropLast().reduce(1, *)
        let factor = layer.dividesAlpha ? layer.alpha / Scalar(size) : layer.alpha
        let before = (size - 1) / 2
        let pixelsAtOnce = max(1, 8192 / max(1, channels))
        let parts = (pixels + pixelsAtOnce - 1) / pixelsAtOnce
        // For each part the squares of a pixel, with zeros around them that stay, and their sums.
        let scratchCount = 2 * channels + size
        let scratch = pool.permanent(parts * scratchCount)
        let (k, beta) = (layer.k, layer.beta)
        let work = SharedWork(count: parts) { part in
            let squares = scratch + part * scratchCount
            let sums = squares + channels + size
            for pixel in part * pixelsAtOnce..<min(pixels, (part + 1) * pixelsAtOnce) {
                let (x, y) = (input.start + pixel * channels, output.start + pixel * output.pixelStride)
                for c in 0..<channels { squares[before + c] = x[c] * x[c] }
                sums.update(from: squares, count: channels)
                for neighbour in 1..<max(1, size) {
                    for c in 0..<channels { sums[c] += squares[neighbour + c] }
                }
                for c in 0..<channels { sums[c] = k + factor * sums[c] }
                if beta == 0.75 {
                    for c in 0..<channels {
                        let root = sums[c].squareRoot()
                        y[c] = x[c] / (root * root.squareRoot())
                    }
                } else {
                    for c in 0..<channels { y[c] = x[c] * power(sums[c], -beta) }
                }
            }
        }
        add("\(layer) \(input.shape)", [work])
    }
}
