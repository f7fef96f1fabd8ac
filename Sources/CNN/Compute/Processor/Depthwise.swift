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
        @inline(__always)
        func sums<Piece: SIMD & BitwiseCopyable>(_ c: Int, _ piece: Piece.Type) where Piece.Scalar == Scalar {
            @inline(__always) func load(_ source: UnsafePointer<Scalar>) -> Piece {
                UnsafeRawPointer(source + c).loadUnaligned(as: piece)
            }
            @inline(__always) func put(_ pixel: Int, _ sum: Piece) {
                var sum = sum
                if let residual { sum += load(residual + pixel * residualStride) }
                // Not max: nan stays nan.
                if rectifies { sum.replace(with: 0, where: sum .< 0) }
                UnsafeMutableRawPointer(y + pixel * outputStride + c).storeBytes(of: sum, as: piece)
            }
            let start = bias.map(load) ?? .zero
            var pixel = 0
            while pixel + 4 <= pixels {
                let x = x + pixel * pixelStride
                var (a, b, d, e) = (start, start, start, start)
                for t in 0..<taps {
                    let (source, w) = (x + offsets[t], load(weights[t]))
                    a = plus(a, load(source), w)
                    b = plus(b, load(source + pixelStride), w)
                    d = plus(d, load(source + 2 * pixelStride), w)
                    e = plus(e, load(source + 3 * pixelStride), w)
                }
                put(pixel, a)
                put(pixel + 1, b)
                put(pixel + 2, d)
                put(pixel + 3, e)
                pixel += 4
            }
            while pixel < pixels {
                let x = x + pixel * pixelStride
                var sum = start
                for t in 0..<taps { sum = plus(sum, load(x + offsets[t]), load(weights[t])) }
                put(pixel, sum)
                pixel += 1
            }
        }
        let whole = channels - channels % Vector.scalarCount
        for c in stride(from: 0, to: whole, by: Vector.scalarCount) { sums(c, Vector.self) }
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
private func plus<Piece: SIMD>(_ sum: Piece, _ a: Piece, _ b: Piece) -> Piece where Piece.Scalar == Scalar {
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
