// Depthwise convolution: each channel meets a kernel of its own, so that vectors of channels are multiplied number by
// number, four output pixels at a time, which share the weights in registers.

extension VectorKernels {
    /// For `pixels` output pixels beside each other, y := Σ x·w + bias + residual over the taps, and not below zero if
    /// `rectifies`. Tap t of the first pixel reads the channels from `x + offsets[t]` on, of the next `pixelStride`
    /// further, and multiplies them by those from `weights[t]` on. `bias` nil counts as zeros.
    package static func depthwise(
        _ x: UnsafePointer<Scalar>, taps: Int, offsets: UnsafePointer<Int>, pixelStride: Int,
        weights: UnsafePointer<UnsafePointer<Scalar>>, bias: UnsafePointer<Scalar>?, residual: UnsafePointer<Scalar>?,
        residualStride: Int, rectifies: Bool, to y: UnsafeMutablePointer<Scalar>, outputStride: Int, pixels: Int,
        channels: Int
    ) {
        @inline(__always) func load(_ source: UnsafePointer<Scalar>) -> Vector {
            UnsafeRawPointer(source).loadUnaligned(as: Vector.self)
        }
        @inline(__always) func put(_ sum: Vector, _ pixel: Int, _ c: Int) {
            var sum = sum
            if let residual { sum += load(residual + pixel * residualStride + c) }
            // Not max: nan stays nan.
            if rectifies { sum.replace(with: 0, where: sum .< 0) }
            UnsafeMutableRawPointer(y + pixel * outputStride + c).storeBytes(of: sum, as: Vector.self)
        }
        @inline(__always) func four(_ pixel: Int, _ c: Int) {
            let (x, start) = (x + pixel * pixelStride + c, bias.map { load($0 + c) } ?? .zero)
            var (a, b, d, e) = (start, start, start, start)
            for t in 0..<taps {
                let (source, w) = (x + offsets[t], load(weights[t] + c))
                a = plus(a, load(source), w)
                b = plus(b, load(source + pixelStride), w)
                d = plus(d, load(source + 2 * pixelStride), w)
                e = plus(e, load(source + 3 * pixelStride), w)
            }
            put(a, pixel, c)
            put(b, pixel + 1, c)
            put(d, pixel + 2, c)
            put(e, pixel + 3, c)
        }
        @inline(__always) func one(_ pixel: Int, _ c: Int) {
            let x = x + pixel * pixelStride + c
            var sum = bias.map { load($0 + c) } ?? .zero
            for t in 0..<taps { sum = plus(sum, load(x + offsets[t]), load(weights[t] + c)) }
            put(sum, pixel, c)
        }
        // As many channels at a time as leave their weights in the nearest cache; pixel after pixel, as they lie there.
        let (lanes, some) = (Vector.scalarCount, 128)
        let whole = channels - channels % lanes
        for first in stride(from: 0, to: whole, by: some) {
            let end = min(whole, first + some)
            var pixel = 0
            while pixel + 4 <= pixels {
                for c in stride(from: first, to: end, by: lanes) { four(pixel, c) }
                pixel += 4
            }
            while pixel < pixels {
                for c in stride(from: first, to: end, by: lanes) { one(pixel, c) }
                pixel += 1
            }
        }
        for c in whole..<channels {
            for pixel in 0..<pixels {
                let x = x + pixel * pixelStride + c
                var sum = bias.map { $0[c] } ?? 0
                for t in 0..<taps { sum = plus(sum, x[offsets[t]], weights[t][c]) }
                if let residual { sum += residual[pixel * residualStride + c] }
                y[pixel * outputStride + c] = rectifies && sum < 0 ? 0 : sum
            }
        }
    }

    /// Adds Σ x·dy over a row of output pixels to a sum of each channel, in double precision.
    package static func addDepthwiseGradient(
        _ x: UnsafePointer<Scalar>, pixelStride: Int, _ dy: UnsafePointer<Scalar>, outputStride: Int, pixels: Int,
        channels: Int, to sums: UnsafeMutablePointer<Double>
    ) {
        typealias Eight = SIMD8<Double>
        let whole = channels - channels % 8
        for c in stride(from: 0, to: whole, by: 8) {
            let target = UnsafeMutableRawPointer(sums + c)
            var sum = target.loadUnaligned(as: Eight.self)
            for pixel in 0..<pixels {
                let a = UnsafeRawPointer(x + pixel * pixelStride + c).loadUnaligned(as: SIMD8<Scalar>.self)
                let b = UnsafeRawPointer(dy + pixel * outputStride + c).loadUnaligned(as: SIMD8<Scalar>.self)
                sum += Eight(a) * Eight(b)
            }
            target.storeBytes(of: sum, as: Eight.self)
        }
        for c in whole..<channels {
            for pixel in 0..<pixels {
                sums[c] += Double(x[pixel * pixelStride + c]) * Double(dy[pixel * outputStride + c])
            }
        }
    }
}

/// sum + a·b, with one rounding where vectors have it, so that a channel's sum does not depend on its place.
@inline(__always)
private func plus(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector {
    #if CNN_AVX2 || CNN_AVX512 || arch(arm64)
        sum.addingProduct(a, b)
    #else
        sum + a * b
    #endif
}

@inline(__always)
private func plus(_ sum: Scalar, _ a: Scalar, _ b: Scalar) -> Scalar {
    #if CNN_AVX2 || CNN_AVX512 || arch(arm64)
        sum.addingProduct(a, b)
    #else
        sum + a * b
    #endif
}
