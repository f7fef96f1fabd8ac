/// Images `[batch, rows, …]` whose rows are `rowStride` numbers apart, with the zeros around them; freed with it if it
/// owns them.
final class PaddedImages {
    let base: UnsafePointer<Scalar>
    let rowStride: Int
    let imageStride: Int
    private let owned: UnsafeMutablePointer<Scalar>?

    init(_ images: UnsafePointer<Scalar>, rowStride: Int, rows: Int) {
        (base, owned, self.rowStride, imageStride) = (images, nil, rowStride, rows * rowStride)
    }

    init(owning numbers: UnsafeMutablePointer<Scalar>, rowStride: Int, rows: Int) {
        (base, owned, self.rowStride, imageStride) = (UnsafePointer(numbers), numbers, rowStride, rows * rowStride)
    }

    deinit { owned?.deallocate() }
}

/// Copies images `[batch, height, width, channels]` with this many rows and columns of zeros around each.
func padImages(
    _ images: UnsafePointer<Scalar>, batch: Int, height: Int, width: Int, channels: Int,
    top: Int, left: Int, bottom: Int, right: Int, to target: UnsafeMutablePointer<Scalar>, on workers: Workers
) {
    workers.share(
        paddingWork(
            images, batch: batch, height: height, width: width, channels: channels, top: top, left: left,
            bottom: bottom, right: right, to: target))
}

/// The work of `padImages`.
func paddingWork(
    _ images: UnsafePointer<Scalar>, batch: Int, height: Int, width: Int, channels: Int,
    top: Int, left: Int, bottom: Int, right: Int, to target: UnsafeMutablePointer<Scalar>
) -> SharedWork {
    let rows = top + height + bottom
    let rowStride = (left + width + right) * channels
    func copy(_ row: Int) {
        let target = target + row * rowStride
        let y = row % rows - top
        if y < 0 || y >= height { return target.initialize(repeating: 0, count: rowStride) }
        target.initialize(repeating: 0, count: left * channels)
        (target + left * channels).initialize(
            from: images + (row / rows * height + y) * width * channels, count: width * channels)
        (target + (left + width) * channels).initialize(repeating: 0, count: right * channels)
    }
    // Some pages at a time.
    let some = max(1, 8192 / max(1, rowStride))
    return SharedWork(count: (batch * rows + some - 1) / some) { part in
        for row in part * some..<min(batch * rows, (part + 1) * some) { copy(row) }
    }
}
