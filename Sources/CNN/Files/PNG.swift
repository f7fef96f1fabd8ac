extension Tensor {
    /// Reads a PNG picture: `[height, width, channels]` with 1 (grey), 2 (grey, alpha), 3 (red, green, blue) or 4 (and alpha)
    /// channels, each from 0 (black) to 1. Interlaced pictures are not read; a palette's transparency is left out.
    public init(png path: String) throws(FileError) {
        let bytes = try readFile(path)
        self = try naming(path) { () throws(FileError) in try PNGReader(bytes).image() }
    }

    /// Writes the picture `[height, width, channels]` of 1 to 4 channels as PNG with 8 bits a number; numbers below 0 count as
    /// 0, above 1 as 1, nan as 0.
    public func writePNG(to path: String) throws(FileError) { try writeFile([pngBytes], to: path) }

    /// The bytes that `writePNG` writes.
    public var pngBytes: [UInt8] {
        require(
            rank == 3 && (1...4).contains(shape[2]) && count > 0,
            "A PNG picture has the shape [height, width, 1 to 4 channels], but was given as \(shape).")
        let (height, width, channels) = (shape[0], shape[1], shape[2])
        var rows: [UInt8] = []
        rows.reserveCapacity(height * (1 + width * channels))
        for y in 0..<height {
            rows.append(0)  // no filter
            for value in scalars[y * width * channels..<(y + 1) * width * channels] {
                rows.append(value > 0 ? UInt8((min(value, 1) * 255).rounded()) : 0)
            }
        }
        var header = ByteWriter()
        header.append(width, size: 4, bigEndian: true)
        header.append(height, size: 4, bigEndian: true)
        header.bytes += [8, [0, 4, 2, 6][channels - 1], 0, 0, 0]
        var file = ByteWriter(bytes: PNGReader.signature)
        for (name, content) in [("IHDR", header.bytes), ("IDAT", packZlib(rows)), ("IEND", [])] {
            file.append(content.count, size: 4, bigEndian: true)
            file.bytes += Array(name.utf8) + content
            file.append(Int(crc32(Array(name.utf8) + content)), size: 4, bigEndian: true)
        }
        return file.bytes
    }
}
