// Average pooling by windows of 2×2 that lie side by side, a row of them at a time: loops over windows of any size
// would cost more than the four numbers. Channels go in pieces as large as they allow.

extension VectorKernels {
    /// y := the means of `pixels` windows in two rows of an image, each of the rows `[2·pixels, channels]`: `[pixels,
    /// channels]`.
    package static func averagePool2x2(
        top: UnsafePointer<Scalar>, bottom: UnsafePointer<Scalar>, pixels: Int, channels: Int,
        to y: UnsafeMutablePointer<Scalar>
    ) {
        for pixel in 0..<pixels {
            let (a, b) = (top + 2 * pixel * channels, bottom + 2 * pixel * channels)
            let y = y + pixel * channels
            @inline(__always) func put<Piece: SIMD & BitwiseCopyable>(_ c: Int, _ piece: Piece.Type)
            where Piece.Scalar == Scalar {
                @inline(__always) func load(_ x: UnsafePointer<Scalar>) -> Piece {
                    UnsafeRawPointer(x + c).loadUnaligned(as: piece)
                }
                let mean = (load(a) + load(a + channels) + load(b) + load(b + channels)) * 0.25
                UnsafeMutableRawPointer(y + c).storeBytes(of: mean, as: piece)
            }
            forEachPiece(channels) {
                put($0, Vector.self)
            } four: {
                put($0, SIMD4<Scalar>.self)
            } two: {
                put($0, SIMD2<Scalar>.self)
            } number: { c in
                y[c] = (a[c] + a[channels + c] + b[c] + b[channels + c]) * 0.25
            }
        }
    }

    /// The gradient of `averagePool2x2`: a quarter of each window's gradient dy, `[pixels, channels]`, for each of its
    /// four numbers in the two rows of the image.
    package static func averagePool2x2Gradient(
        _ dy: UnsafePointer<Scalar>, pixels: Int, channels: Int, toTop top: UnsafeMutablePointer<Scalar>,
        bottom: UnsafeMutablePointer<Scalar>
    ) {
        for pixel in 0..<pixels {
            let (a, b) = (top + 2 * pixel * channels, bottom + 2 * pixel * channels)
            let dy = dy + pixel * channels
            @inline(__always) func put<Piece: SIMD & BitwiseCopyable>(_ c: Int, _ piece: Piece.Type)
            where Piece.Scalar == Scalar {
                let share = UnsafeRawPointer(dy + c).loadUnaligned(as: piece) * 0.25
                UnsafeMutableRawPointer(a + c).storeBytes(of: share, as: piece)
                UnsafeMutableRawPointer(a + channels + c).storeBytes(of: share, as: piece)
                UnsafeMutableRawPointer(b + c).storeBytes(of: share, as: piece)
                UnsafeMutableRawPointer(b + channels + c).storeBytes(of: share, as: piece)
            }
            forEachPiece(channels) {
                put($0, Vector.self)
            } four: {
                put($0, SIMD4<Scalar>.self)
            } two: {
                put($0, SIMD2<Scalar>.self)
            } number: { c in
                let share = dy[c] * 0.25
                (a[c], a[channels + c], b[c], b[channels + c]) = (share, share, share, share)
            }
        }
    }
}

/// Calls for the beginning of each piece of this many numbers.
@inline(__always)
private func forEachPiece(
    _ count: Int, vector: (Int) -> Void, four: (Int) -> Void, two: (Int) -> Void, number: (Int) -> Void
) {
    var i = 0
    while i + Vector.scalarCount <= count {
        vector(i)
        i += Vector.scalarCount
    }
    while i + 4 <= count {
        four(i)
        i += 4
    }
    if i + 2 <= count {
        two(i)
        i += 2
    }
    if i < count { number(i) }
}
