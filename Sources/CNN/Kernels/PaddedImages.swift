/// Images `[batch, height, width, channels]` with zeros around them; the images themselves where no zeros are wanted.
final class PaddedImages {
    let base: UnsafePointer<Scalar>
    let rowStep: Int
    let imageStep: Int
    private let room: UnsafeMutablePointer<Scalar>?

    /// Negative amounts at the bottom and the right are taken as 0.
    init(
        _ images: UnsafePointer<Scalar>, batch: Int, height: Int, width: Int, channels: Int,
        top: Int, left: Int, bottom: Int, right: Int, on workers: Workers
    ) {
        let (bottom, right) = (max(0, bottom), max(0, right))
        if top == 0 && left == 0 && bottom == 0 && right == 0 {
            (base, room) = (images, nil)
            (rowStep, imageStep) = (width * channels, height * width * channels)
            return
        }
        let rows = top + height + bottom
        let rowStep = (left + width + right) * channels
        let room = UnsafeMutablePointer<Scalar>.allocate(capacity: batch * rows * rowStep)
        func copy(_ images: UnsafePointer<Scalar>, _ row: Int) {
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
        workers.share((batch * rows + some - 1) / some) { part in
            for row in part * some..<min(batch * rows, (part + 1) * some) { copy(images, row) }
        }
        self.room = room
        base = UnsafePointer(room)
        self.rowStep = rowStep
        imageStep = rows * rowStep
    }

    deinit { room?.deallocate() }
}
