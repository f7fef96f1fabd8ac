extension VectorKernels {
    /// The largest of all numbers; nan if there is one, minus infinity if there are none.
    package static func largest(of x: UnsafePointer<Scalar>, count: Int) -> Scalar {
        let lanes = Vector.scalarCount
        // Four that do not wait for each other.
        var (a, b) = (Vector(repeating: -.infinity), Vector(repeating: -.infinity))
        var (c, d) = (a, b)
        var i = 0
        while i + 4 * lanes <= count {
            a = larger(a, load(x + i))
            b = larger(b, load(x + i + lanes))
            c = larger(c, load(x + i + 2 * lanes))
            d = larger(d, load(x + i + 3 * lanes))
            i += 4 * lanes
        }
        while i + lanes <= count {
            a = larger(a, load(x + i))
            i += lanes
        }
        a = larger(larger(a, b), larger(c, d))
        var largest = -Scalar.infinity
        for lane in 0..<lanes where a[lane] > largest || a[lane].isNaN { largest = a[lane] }
        while i < count {
            if x[i] > largest || x[i].isNaN { largest = x[i] }
            i += 1
        }
        return largest
    }

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
                    largest = larger(largest, load(start + y * rowStride + x * pixelStride + c))
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

/// The larger numbers; nan where one of them is.
@inline(__always)
private func larger(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: (b .> a) .| (b .!= b)) }

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Vector { UnsafeRawPointer(source).loadUnaligned(as: Vector.self) }

@inline(__always)
private func store(_ numbers: Vector, _ target: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: Vector.self)
}
