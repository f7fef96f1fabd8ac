extension Tensor {
    /// Reads an IDX file, the format of MNIST, plain or packed by gzip; the numbers stay as they are, pixels 0 to 255.
    public init(idx path: String) throws(FileError) {
        let bytes = try readFile(path)
        self = try naming(path) { () throws(FileError) in try Tensor(idxBytes: try unpackGzip(bytes)) }
    }

    init(idxBytes bytes: [UInt8]) throws(FileError) {
        var reader = ByteReader(bytes)
        try reader.expect([0, 0], "an IDX file")
        let code = try reader.count(1, "a type")
        guard let type = Tensor.idxTypes[code] else {
            throw FileError("numbers of the type \(code) are unknown", at: 2)
        }
        let rank = try reader.count(1, "a number of axes")
        var shape: [Int] = []
        for _ in 0..<rank { shape.append(try reader.count(4, bigEndian: true, "a length")) }
        guard rank <= 32, let size = byteCount(shape, type), size == reader.remaining else {
            throw FileError(
                "the header promises the shape \(shape), which does not fit the \(reader.remaining) bytes of numbers",
                at: reader.offset)
        }
        self.init(shape: shape, scalars: type.numbers(try reader.take(size, "the numbers"), bigEndian: true))
    }

    private static let idxTypes: [Int: NumberType] = [
        8: .unsigned(1), 9: .signed(1), 0x0B: .signed(2), 0x0C: .signed(4), 0x0D: .float32, 0x0E: .float64,
    ]
}
