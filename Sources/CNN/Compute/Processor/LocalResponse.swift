// Local response normalization, y = x·s^−β with s = k + factor·Σx² over neighbouring channels, and its gradient. The
// channels of some pixels are copied one pixel after the other with zeros between them: so a sum over neighbours is the
// same loop everywhere, and does not stop at a pixel's end.

extension VectorKernels {
    /// How many numbers at least an area of scratch has for so many pixels or fewer.
    package static func localResponseArea(pixels: Int, channels: Int, before: Int, after: Int) -> Int {
        (pixels + 1) * (before + channels + after) + Vector.scalarCount
    }

    /// y := x·s^−β for `pixels` pixels, `[pixels, channels]`: the neighbours of channel c are those from c − before to
    /// c + after. `scratch` is two areas of `area` numbers, which are zero or what earlier pixels left there.
    package static func localResponse(
        _ x: UnsafePointer<Scalar>, pixels: Int, channels: Int, before: Int, after: Int, factor: Scalar, k: Scalar,
        beta: Scalar, to y: UnsafeMutablePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>, area: Int
    ) {
        let rows = Rows(pixels: pixels, channels: channels, before: before, after: after)
        let (squares, s) = (scratch, scratch + area)
        rows.sums(factor: factor, k: k, x, squares: squares, to: s)
        powers(s, exponent: -beta, to: s, count: rows.count)
        rows.forEach { i, padded in
            store(load(x + i) * load(s + padded), y + i)
        } number: { i, padded in
            y[i] = x[i] * s[padded]
        }
    }

    /// dx_j := dy_j·s_j^−β − 2·factor·β·x_j·Σ dy_i·x_i·s_i^(−β−1), the sum over all channels i that channel j is a
    /// neighbour of. `scratch` is five areas.
    package static func localResponseGradient(
        _ x: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, pixels: Int, channels: Int, before: Int, after: Int,
        factor: Scalar, k: Scalar, beta: Scalar, to dx: UnsafeMutablePointer<Scalar>,
        scratch: UnsafeMutablePointer<Scalar>, area: Int
    ) {
        let rows = Rows(pixels: pixels, channels: channels, before: before, after: after)
        let (squares, s, shares, received, power) =
            (scratch, scratch + area, scratch + 2 * area, scratch + 3 * area, scratch + 4 * area)
        rows.sums(factor: factor, k: k, x, squares: squares, to: s)
        powers(s, exponent: -beta - 1, to: power, count: rows.count)
        // Channel j is a neighbour of those from j − after to j + before.
        let shifted = shares + after
        rows.forEach { i, padded in
            store(load(dy + i) * load(x + i) * load(power + padded), shifted + padded)
        } number: { i, padded in
            shifted[padded] = dy[i] * x[i] * power[padded]
        }
        rows.neighbourSums(shares) { store($1, received + $0) }
        powers(s, exponent: -beta, to: s, count: rows.count)
        let two = 2 * factor * beta
        rows.forEach { i, padded in
            store(load(dy + i) * load(s + padded) - two * load(x + i) * load(received + padded), dx + i)
        } number: { i, padded in
            dx[i] = dy[i] * s[padded] - two * x[i] * received[padded]
        }
    }
}

/// Pixels without gaps, and the same with as many numbers between them as a channel has neighbours.
private struct Rows {
    let pixels: Int
    let channels: Int
    let before: Int
    let after: Int

    private var pitch: Int { before + channels + after }

    /// The numbers from the first pixel to the last, with those between them.
    var count: Int { pixels * pitch }

    /// s := k + factor·Σx².
    @inline(__always)
    func sums(
        factor: Scalar, k: Scalar, _ x: UnsafePointer<Scalar>, squares: UnsafeMutablePointer<Scalar>,
        to s: UnsafeMutablePointer<Scalar>
    ) {
        let shifted = squares + before
        forEach { i, padded in
            store(load(x + i) * load(x + i), shifted + padded)
        } number: { i, padded in
            shifted[padded] = x[i] * x[i]
        }
        neighbourSums(squares) { store(k + factor * $1, s + $0) }
    }

    /// Calls `put` for each vector with the sums from each of its numbers to its last neighbour's place.
    @inline(__always)
    func neighbourSums(_ numbers: UnsafePointer<Scalar>, _ put: (Int, Vector) -> Void) {
        for i in stride(from: 0, to: count, by: Vector.scalarCount) {
            var sum = Vector.zero
            for neighbour in 0...before + after { sum += load(numbers + i + neighbour) }
            put(i, sum)
        }
    }

    /// Calls with each place in `[pixels, channels]` and that in the row with gaps: of whole vectors, then of numbers
    /// left.
    @inline(__always)
    func forEach(vector: (_ i: Int, _ padded: Int) -> Void, number: (_ i: Int, _ padded: Int) -> Void) {
        let whole = channels - channels % Vector.scalarCount
        for pixel in 0..<pixels {
            let (first, padded) = (pixel * channels, pixel * pitch)
            for c in stride(from: 0, to: whole, by: Vector.scalarCount) { vector(first + c, padded + c) }
            for c in whole..<channels { number(first + c, padded + c) }
        }
    }
}

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Vector { UnsafeRawPointer(source).loadUnaligned(as: Vector.self) }

@inline(__always)
private func store(_ numbers: Vector, _ target: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: Vector.self)
}
