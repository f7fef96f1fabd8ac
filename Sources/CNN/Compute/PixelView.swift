/// The pixels of a batch of images in memory, row by row, `stride` numbers apart: as many as they have channels, or
/// more in a part of a concatenation.
struct PixelView {
    let start: UnsafeMutablePointer<Scalar>
    let stride: Int
}
