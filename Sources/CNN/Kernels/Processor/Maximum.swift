/// The largest number of each channel over a window of rows and columns of pixels; nan if there is one, minus infinity for an
/// empty window.
package func maximum(
    of start: UnsafePointer<Scalar>, rowStep: Int, rows: Int, pixelStep: Int, pixels: Int, channels: Int,
    to target: UnsafeMutablePointer<Scalar>
) {
    let whole = channels - channels % Vector.scalarCount
    for c in stride(from: 0, to: whole, by: Vector.scalarCount) {
        var largest = Vector(repeating: -.infinity)
        for y in 0..<rows {
            for x in 0..<pixels {
                let value = UnsafeRawPointer(start + y * rowStep + x * pixelStep + c).loadUnaligned(as: Vector.self)
                largest.replace(with: value, where: (value .> largest) .| (value .!= value))
            }
        }
        UnsafeMutableRawPointer(target + c).storeBytes(of: largest, as: Vector.self)
    }
    for c in whole..<channels {
        var largest = -Scalar.infinity
        for y in 0..<rows {
            for x in 0..<pixels {
                let value = start[y * rowStep + x * pixelStep + c]
                if value > largest || value.isNaN { largest = value }
            }
        }
        target[c] = largest
    }
}
