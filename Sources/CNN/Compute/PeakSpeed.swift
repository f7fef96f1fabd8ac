/// About a thousand million operations (each addition and multiplication counts) of one thread's tile with numbers from
/// the nearest cache, and how many they are: the speed that no product can exceed.
package func computeAtPeakSpeed() -> Int {
    let kernels = Machine.shared.kernels
    let (rows, columns, depth) = (kernels.tileRows, 2 * kernels.lanes, 128)
    let a = [Scalar](repeating: 1, count: rows * depth)
    let b = [Scalar](repeating: 1, count: columns * depth)
    var c = [Scalar](repeating: 0, count: rows * columns)
    let once = 2 * rows * columns * depth
    let times = 1_000_000_000 / once
    for _ in 0..<times {
        kernels.matrixTile(
            rows: rows, columns: columns, depth: depth, a: a, rowStride: depth, columnStride: 1, b: b, bStride: columns,
            to: &c, cStride: columns, ahead: b)
    }
    return times * once
}
