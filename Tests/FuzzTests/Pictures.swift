@testable import CNN
import JPEG

/// The reader of JPEG pictures: a picture with numbers from 0 to 1, or an error.
func fuzzJPEG(_ bytes: [UInt8]) {
    guard let picture = try? Tensor(jpegBytes: bytes, limit: 1 << 16) else { return }
    precondition(picture.rank == 3 && [1, 3].contains(picture.shape[2]), "a picture of shape \(picture.shape)")
    precondition(picture.scalars.count <= 3 << 16, "\(picture.shape) is above the limit")
    precondition(picture.scalars.allSatisfy { (0...1).contains($0) }, "a pixel outside 0...1")
}
