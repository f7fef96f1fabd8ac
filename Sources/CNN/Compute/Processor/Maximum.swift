extension VectorKernels {
    /// The largest number of each channel, `[channels]`, over a window of `rows` rows, `rowStride` numbers apart, of
    /// `pixels` pixels, `pixelStride` numbers apart; nan if there is one, minus infinity for an empty window.
    package static func maximum(
        of start: UnsafePointer<Scalar>, rowStride: Int, rows: Int, pixelStride: Int, pixels: Int, channels: Int,
        to target: UnsafeMutablePointer<Scalar>
    ) {
        let whole = channels - channels % Vector.scalarCount
        for c in stride(from: 0, to: whole, by: Vector.scalarCount) {
            var largest = Vector(repeating: -.infinity)
            for y in 0..<rows {
                for x in 0..<pixels {
                    let value = load(start + y * rowStride + x * pixelStride + c)
                    largest.replace(with: value, where: (value .> largest) .| (value .!= value))
                }
            }
            store(largest, target + c)
        }
        for c in whole..<channels {
            var largest = -Scalar.infinity
            for y in 0..<rows {
                for x in 0..<pixels {
                    let value = start[y * rowStride + x * pixelStride + c]
                    if value > largest || value.isNaN { largest = value }
                }
            }
            target[c] = largest
        }
    }

    /// The gradient of `maximum`: adds dy, for each channel, to the gradient of the first number of the window that is
    /// equal to the largest, y; the pixels of a row lie side by side. dx has the window's strides.
    package static func addMaximumGradient(
        of start: UnsafePointer<Scalar>, rowStride: Int, rows: Int, pixels: Int, channels: Int,
        maxima y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>
    ) {
        let whole = channels - channels % Vector.scalarCount
        for c in stride(from: 0, to: whole, by: Vector.scalarCount) {
            let (largest, isNan) = (load(y + c), load(y + c) .!= load(y + c))
            var gradient = load(dy + c)
            for row in 0..<rows {
                for pixel in 0..<pixels {
                    let offset = row * rowStride + pixel * channels + c
                    let value = load(start + offset)
                    let isFirst = (value .== largest) .| (isNan .& (value .!= value))
                    store(load(dx + offset) + Vector.zero.replacing(with: gradient, where: isFirst), dx + offset)
                    // It is given away only once.
                    gradient.replace(with: 0, where: isFirst)
                }
            }
        }
        for c in whole..<channels {
            search: for row in 0..<rows {
                for pixel in 0..<pixels {
                    let offset = row * rowStride + pixel * channels + c
                    if start[offset] == y[c] || (y[c].isNaN && start[offset].isNaN) {
                        dx[offset] += dy[c]
                        break search
                    }
                }
            }
        }
    }
}

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Vector { UnsafeRawPointer(source).loadUnaligned(as: Vector.self) }

@inline(__always)
private func store(_ numbers: Vector, _ target: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: Vector.self)
}
