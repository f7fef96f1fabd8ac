// Where there are few columns, vectors are nearly empty. Then some pixels beside each other are taken as one, whose
// window spans all of theirs and whose columns are one pixel's after the other's: a pixel's own window lies in the
// large one, as many numbers further on as the pixel itself.

/// How many pixels beside each other take the fewest products of vectors, if a pixel's window has `depth` numbers in a
/// run and the next pixel's begins `pixelStride` further on; 1 where a pixel's columns fill half a vector.
func pixelsAtOnce(_ candidates: ClosedRange<Int>, depth: Int, pixelStride: Int, columns: Int, lanes: Int) -> Int {
    if 2 * columns > lanes { return 1 }
    func products(_ count: Int) -> Double {
        let vectors = (count * columns + lanes - 1) / lanes
        return Double(vectors * (depth + (count - 1) * pixelStride)) / Double(count)
    }
    return candidates.clamped(to: 1...2 * lanes / columns).min { products($0) < products($1) } ?? 1
}

extension PixelProduct {
    /// The same work in products of pixels side by side, where that is faster.
    func sideBySide(on machine: Machine) -> [PixelProduct] {
        let columns = weights.columns
        if columns == 0 || outputPixel != columns || residual != nil { return [self] }
        var products: [PixelProduct] = []
        var first = 0
        while first < pixels {
            let count = pixelsAtOnce(
                1...pixels - first, depth: depth, pixelStride: inputPixel, columns: columns,
                lanes: machine.kernels.lanes)
            var product = count == 1 ? self : joined(count, on: machine)
            product.input += first * inputPixel
            product.output += first * outputPixel
            product.pixels = (pixels - first) / count
            products.append(product)
            first += count * product.pixels
        }
        return products
    }

    /// The product of `count` pixels at once: each column has its pixel's weights, and zeros where the window is not
    /// the pixel's.
    private func joined(_ count: Int, on machine: Machine) -> PixelProduct {
        var product = self
        product.depth = depth + (count - 1) * inputPixel
        product.inputPixel = count * inputPixel
        product.outputPixel = count * outputPixel
        let (columns, rows) = (count * weights.columns, offsets.count * product.depth)
        var joined = [Scalar](repeating: 0, count: (rows + 1) * columns)
        for pixel in 0..<count {
            for column in 0..<weights.columns {
                let target = pixel * weights.columns + column
                for run in offsets.indices {
                    let (start, step) = weights.panel(0, row: run * depth)
                    let first = run * product.depth + pixel * inputPixel
                    for i in 0..<depth { joined[(first + i) * columns + target] = start[i * step + column] }
                }
                // The biases lie after the weights.
                joined[rows * columns + target] = bias?[column] ?? 0
            }
        }
        product.weights = PackedMatrix(rows: rows + 1, columns: columns, lanes: machine.kernels.lanes)
        product.weights.fill(MatrixView(joined, rowStride: columns), rows: rows + 1, on: machine.workers)
        if bias != nil { product.bias = product.weights.panel(0, row: rows).start }
        return product
    }
}
