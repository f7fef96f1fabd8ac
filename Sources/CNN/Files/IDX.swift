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

extension Examples {
    /// Pictures and their labels from two IDX files, plain or packed by gzip: inputs `[m, height, width, 1]` with
    /// pixels from 0 to 1, targets one-hot `[m, classes]`. Throws if there are not as many labels as pictures, or
    /// labels beyond the classes.
    public init(idxImages images: String, labels: String, classes: Int = 10) throws(FileError) {
        let pictures = try Tensor(idx: images)
        let numbers = try Tensor(idx: labels)
        guard pictures.rank == 3 else { throw FileError("these are no pictures: \(pictures.shape)", in: images) }
        guard numbers.shape == [pictures.shape[0]] else {
            throw FileError("the labels \(numbers.shape) do not belong to the pictures \(pictures.shape)", in: labels)
        }
        var indices: [Int] = []
        for number in numbers.scalars {
            guard let label = Int(exactly: number), (0..<classes).contains(label) else {
                throw FileError("the label \(number) is outside 0..<\(classes)", in: labels)
            }
            indices.append(label)
        }
        self.init(
            (pictures / 255).reshaped(to: pictures.shape + [1]), Tensor(oneHot: indices, classes: classes))
    }
}
