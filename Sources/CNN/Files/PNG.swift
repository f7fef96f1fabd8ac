extension Tensor {
    /// Reads a PNG picture: `[height, width, channels]` with 1 (grey), 2 (grey, alpha), 3 (red, green, blue) or 4 (and
    /// alpha) channels, each from 0 (black) to 1. The transparency of a palette, or of one colour (the chunk tRNS), becomes
    /// alpha; gamma and colour profiles change nothing.
    public init(png path: String) throws(FileError) {
        let bytes = try readFile(path)
        self = try naming(path) { () throws(FileError) in try Tensor(pngBytes: bytes) }
    }

    package init(pngBytes bytes: [UInt8]) throws(FileError) { self = try PNGReader(bytes).image() }

    /// Writes the picture `[height, width, channels]` of 1 to 4 channels as PNG with 8 bits a number; numbers below 0
    /// count as 0, above 1 as 1, nan as 0.
    public func writePNG(to path: String) throws(FileError) { try writeFile([pngBytes], to: path) }

    /// The bytes that `writePNG` writes.
    public var pngBytes: [UInt8] {
        require(
            rank == 3 && (1...4).contains(shape[2]) && count > 0,
            "A PNG picture has the shape [height, width, 1 to 4 channels], but was given as \(shape).")
        let samples = scalars.map { $0 > 0 ? UInt8((min($0, 1) * 255).rounded()) : 0 }
        return pngFile(
            width: shape[1], height: shape[0], colourType: [.grey, .greyAlpha, .rgb, .rgba][shape[2] - 1],
            samples: samples)
    }
}
