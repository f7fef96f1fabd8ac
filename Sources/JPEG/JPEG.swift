internal import CTurboJPEG
public import CNN

extension Tensor {
    /// Reads a JPEG picture: `[height, width, channels]` with 1 (grey) or 3 (red, green, blue) channels, each from 0 (black)
    /// to 1.
    public init(jpeg path: String) throws(FileError) {
        let bytes = try readFile(path)
        self = try naming(path) { () throws(FileError) in try Tensor(jpegBytes: bytes) }
    }

    /// Reads a PNG or JPEG picture, whichever its first bytes say.
    public init(picture path: String) throws(FileError) {
        let bytes = try readFile(path)
        self = try naming(path) { () throws(FileError) in
            bytes.starts(with: [0xFF, 0xD8]) ? try Tensor(jpegBytes: bytes) : try Tensor(pngBytes: bytes)
        }
    }

    /// Throws, before memory is taken for them, if there are more pixels than `limit`.
    package init(jpegBytes bytes: [UInt8], limit: Int = 1 << 26) throws(FileError) {
        self = try decoded(bytes, limit: limit)
    }
}

private func decoded(_ bytes: [UInt8], limit: Int) throws(FileError) -> Tensor {
    guard let decoder = tjInitDecompress() else { throw FileError("there is no memory to read a JPEG picture") }
    defer { tjDestroy(decoder) }
    func fault() -> FileError {
        FileError("this is no JPEG picture that can be read: " + String(cString: tjGetErrorStr2(decoder)))
    }
    var (width, height, sampling, space): (CInt, CInt, CInt, CInt) = (0, 0, 0, 0)
    guard tjDecompressHeader3(decoder, bytes, CUnsignedLong(bytes.count), &width, &height, &sampling, &space) == 0
    else {
        throw fault()
    }
    guard width > 0, height > 0, Int(height) <= limit / Int(width) else {
        throw FileError("a picture of \(width) × \(height) pixels is empty or has more than \(limit)")
    }
    let isGrey = space == CInt(TJCS_GRAY.rawValue)
    guard isGrey || space == CInt(TJCS_YCbCr.rawValue) || space == CInt(TJCS_RGB.rawValue) else {
        throw FileError("its colours are for printing (CMYK): please save it in red, green and blue")
    }
    let channels = isGrey ? 1 : 3
    var samples = [UInt8](repeating: 0, count: Int(width) * Int(height) * channels)
    let format = isGrey ? TJPF_GRAY.rawValue : TJPF_RGB.rawValue
    let status = tjDecompress2(
        decoder, bytes, CUnsignedLong(bytes.count), &samples, width, 0, height, CInt(format), TJFLAG_ACCURATEDCT)
    guard status == 0 else { throw fault() }
    return Tensor(shape: [Int(height), Int(width), channels], scalars: samples.map { Scalar($0) / 255 })
}
