import CNN
import Foundation
import JPEG
import Testing

/// JPEG pictures as Pillow reads them (Tests/CNNTests/Fixtures/make_pictures.py).
@Suite struct JPEGTests {
    private let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "CNNTests/Fixtures/pictures")

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    @Test(arguments: ["plain", "sharp", "progressive", "grey"])
    func pictures(name: String) throws {
        let wanted = try #require(try NPZ.read(path("jpeg.npz"))[name])
        let own = try Tensor(jpeg: path(name + ".jpg"))
        #expect(own.shape == wanted.shape)
        #expect(abs(own * 255 - wanted).maximum() <= 1.001)
        #expect(try Tensor(picture: path(name + ".jpg")) == own)
    }

    @Test func otherFiles() throws {
        let png = folder.deletingLastPathComponent().appending(path: "files/rgb.png").path
        #expect(try Tensor(picture: png) == Tensor(png: png))
        let error = #expect(throws: FileError.self) { try Tensor(jpeg: png) }
        #expect(error?.description.contains("rgb.png: this is no JPEG picture") == true)
        let printed = #expect(throws: FileError.self) { try Tensor(jpeg: path("cmyk.jpg")) }
        #expect(printed?.description.contains("its colours are for printing") == true)
        #expect(throws: FileError.self) { try Tensor(jpeg: path("missing.jpg")) }
    }

    /// Whatever is cut off or changed, a picture or an error comes back.
    @Test func brokenFiles() throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: path("plain.jpg"))))
        let broken = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: broken) }
        var generator = RandomGenerator(seed: 1)
        for length in stride(from: 0, to: bytes.count, by: 31) {
            try Data(bytes[..<length]).write(to: broken)
            #expect(throws: FileError.self) { try Tensor(jpeg: broken.path) }
        }
        for _ in 0..<500 {
            var changed = bytes
            changed[generator.integer(below: bytes.count)] = UInt8(generator.integer(below: 256))
            try Data(changed).write(to: broken)
            if let picture = try? Tensor(jpeg: broken.path) { #expect(picture.rank == 3 && picture.isFinite) }
        }
    }
}
