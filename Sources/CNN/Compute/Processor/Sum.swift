// Sums in double precision, in lanes that depend on nothing but the count. Each number is multiplied by `one`, which is
// 1, and added at once where vectors can: the units that multiply are idle, those that add have numbers to widen.

private typealias Four = SIMD4<Double>

extension VectorKernels {
    /// Σ x.
    package static func sum(of x: UnsafePointer<Scalar>, count: Int, one: Double) -> Double {
        var (a, b, c, d) = (Four.zero, Four.zero, Four.zero, Four.zero)
        var (e, f, g, h) = (Four.zero, Four.zero, Four.zero, Four.zero)
        let factor = Four(repeating: one)
        var i = 0
        while i + 32 <= count {
            a = plus(a, load(x + i), factor)
            b = plus(b, load(x + i + 4), factor)
            c = plus(c, load(x + i + 8), factor)
            d = plus(d, load(x + i + 12), factor)
            e = plus(e, load(x + i + 16), factor)
            f = plus(f, load(x + i + 20), factor)
            g = plus(g, load(x + i + 24), factor)
            h = plus(h, load(x + i + 28), factor)
            i += 32
        }
        if i + 16 <= count {
            a += load(x + i)
            b += load(x + i + 4)
            c += load(x + i + 8)
            d += load(x + i + 12)
            i += 16
        }
        while i + 4 <= count {
            e += load(x + i)
            i += 4
        }
        var rest = 0.0
        while i < count {
            rest += Double(x[i])
            i += 1
        }
        return (((a + b) + (c + d)) + ((e + f) + (g + h))).sum() + rest
    }

    /// Adds to `sums`, of shape `[columns]`, the sum of each column of x: `rows` rows that begin `rowStride` numbers
    /// apart. Eight rows are read at once, so that a sum is loaded and stored once for eight numbers.
    package static func addColumnSums(
        of x: UnsafePointer<Scalar>, rows: Int, rowStride: Int, columns: Int, one: Double,
        to sums: UnsafeMutablePointer<Double>
    ) {
        let factor = Four(repeating: one)
        for first in stride(from: 0, to: rows, by: 8) {
            let (x, count) = (x + first * rowStride, min(8, rows - first))
            var column = 0
            @inline(__always) func sum(_ offset: Int) -> Four {
                UnsafeRawPointer(sums + column + offset).loadUnaligned(as: Four.self)
            }
            @inline(__always) func put(_ sum: Four, _ offset: Int) {
                UnsafeMutableRawPointer(sums + column + offset).storeBytes(of: sum, as: Four.self)
            }
            while column + 16 <= columns {
                var (a, b, c, d) = (sum(0), sum(4), sum(8), sum(12))
                var x = x + column
                for _ in 0..<count {
                    a = plus(a, load(x), factor)
                    b = plus(b, load(x + 4), factor)
                    c = plus(c, load(x + 8), factor)
                    d = plus(d, load(x + 12), factor)
                    x += rowStride
                }
                put(a, 0)
                put(b, 4)
                put(c, 8)
                put(d, 12)
                column += 16
            }
            while column + 4 <= columns {
                var a = sum(0)
                for row in 0..<count { a = plus(a, load(x + row * rowStride + column), factor) }
                put(a, 0)
                column += 4
            }
            while column < columns {
                for row in 0..<count { sums[column] += Double(x[row * rowStride + column]) }
                column += 1
            }
        }
    }

    /// The mean of each channel, `[channels]`, over a window of `rows` rows, `rowStride` numbers apart, of `pixels`
    /// pixels, `pixelStride` numbers apart: their sum over `divisor`.
    package static func mean(
        of start: UnsafePointer<Scalar>, rowStride: Int, rows: Int, pixelStride: Int, pixels: Int, channels: Int,
        divisor: Double, one: Double, to target: UnsafeMutablePointer<Scalar>
    ) {
        let (factor, divisors) = (Four(repeating: one), Four(repeating: divisor))
        var c = 0
        /// Calls with the start of each pixel.
        @inline(__always) func forEachPixel(_ body: (UnsafePointer<Scalar>) -> Void) {
            for y in 0..<rows {
                var pixel = start + y * rowStride + c
                for _ in 0..<pixels {
                    body(pixel)
                    pixel += pixelStride
                }
            }
        }
        @inline(__always) func put(_ sum: Four, _ offset: Int) {
            UnsafeMutableRawPointer(target + c + offset).storeBytes(
                of: SIMD4<Scalar>(sum / divisors), as: SIMD4<Scalar>.self)
        }
        while c + 16 <= channels {
            var (a, b, d, e) = (Four.zero, Four.zero, Four.zero, Four.zero)
            forEachPixel {
                a = plus(a, load($0), factor)
                b = plus(b, load($0 + 4), factor)
                d = plus(d, load($0 + 8), factor)
                e = plus(e, load($0 + 12), factor)
            }
            put(a, 0)
            put(b, 4)
            put(d, 8)
            put(e, 12)
            c += 16
        }
        while c + 4 <= channels {
            var sum = Four.zero
            forEachPixel { sum = plus(sum, load($0), factor) }
            put(sum, 0)
            c += 4
        }
        while c < channels {
            var sum = 0.0
            forEachPixel { sum += Double($0.pointee) }
            target[c] = Scalar(sum / divisor)
            c += 1
        }
    }
}

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Four {
    Four(UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Scalar>.self))
}

/// sum + x·factor.
@inline(__always)
private func plus(_ sum: Four, _ x: Four, _ factor: Four) -> Four {
    #if CNN_AVX2 || CNN_AVX512 || arch(arm64)
        sum.addingProduct(x, factor)
    #else
        sum + x
    #endif
}
