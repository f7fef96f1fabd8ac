/// Images `[batch, rows, …]` whose rows are `rowStep` numbers apart, with the zeros around them; freed with it if it owns them.
final class PaddedImages {
    let base: UnsafePointer<Scalar>
    let rowStep: Int
    let imageStep: Int
    private let room: UnsafeMutablePointer<Scalar>?

    init(_ images: UnsafePointer<Scalar>, rowStep: Int, rows: Int) {
        (base, room, self.rowStep, imageStep) = (images, nil, rowStep, rows * rowStep)
    }

    init(owning room: UnsafeMutablePointer<Scalar>, rowStep: Int, rows: Int) {
        (base, self.room, self.rowStep, imageStep) = (UnsafePointer(room), room, rowStep, rows * rowStep)
    }

    deinit { room?.deallocate() }
}

/// Copies images `[batch, height, width, channels]` with so many rows and columns of zeros around each.
func padImages(
    _ images: UnsafePointer<Scalar>, batch: Int, height: Int, width: Int, channels: Int,
    top: Int, left: Int, bottom: Int, right: Int, to room: UnsafeMutablePointer<Scalar>, on workers: Workers
) {
    workers.share(
        paddingWork(
            images, batch: batch, height: height, width: width, channels: channels, top: top, left: left,
            bottom: bottom, right: right, to: room))
}

/// The work of `padImages`.
func paddingWork(
    _ images: UnsafePointer<Scalar>, batch: Int, height: Int, width: Int, channels: Int,
    top: Int, left: Int, bottom: Int, right: Int, to room: UnsafeMutablePointer<Scalar>
) -> SharedWork {
    let rows = top + height + bottom
    let rowStep = (left + width + right) * channels
    func copy(_ row: Int) {
        let target = room + row * rowStep
        let y = row % rows - top
        if y < 0 || y >= height { return target.initialize(repeating: 0, count: rowStep) }
        target.initialize(repeating: 0, count: left * channels)
        (target + left * channels).initialize(
            from: images + (row / rows * height + y) * width * channels, count: width * channels)
        (target + (left + width) * channels).initialize(repeating: 0, count: right * channels)
    }
    // Some pages at a time.
    let some = max(1, 8192 / max(1, rowStep))
    return SharedWork(count: (batch * rows + some - 1) / some) { part in
        for row in part * some..<min(batch * rows, (part + 1) * some) { copy(row) }
    }
}
