/// Reads a PNG picture (ISO/IEC 15948) that is not interlaced.
struct PNGReader {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private var width = 0
    private var height = 0
    private var depth = 0
    private var color = 0
    private var palette: [UInt8] = []
    private var packed: [UInt8] = []

    init(_ bytes: [UInt8]) throws(FileError) {
        var reader = ByteReader(bytes)
        try reader.expect(PNGReader.signature, "a PNG file")
        var isFirst = true
        while true {
            let start = reader.offset
            let length = try reader.count(4, bigEndian: true, "a chunk's length")
            let chunk = try reader.take(4, "a chunk's name")
            let content = try reader.take(length, "a chunk")
            guard try reader.unsigned(4, bigEndian: true, "a checksum") == UInt64(crc32(Array(chunk) + content)) else {
                throw FileError("the checksum is wrong", at: start)
            }
            let name = String(decoding: chunk, as: UTF8.self)
            guard isFirst == (name == "IHDR") else { throw FileError("the header is not the first chunk", at: start) }
            isFirst = false
            switch name {
            case "IHDR": try readHeader(content)
            case "PLTE": palette = Array(content)
            case "IDAT": packed += content
            case "IEND": return
            default:
                // A lower case letter first says that the chunk may be left out.
                guard (chunk.first ?? 0) & 0x20 != 0 else { throw FileError("the chunk \(name) is unknown", at: start) }
            }
        }
    }

    private mutating func readHeader(_ content: ArraySlice<UInt8>) throws(FileError) {
        var reader = ByteReader(content)
        width = try reader.count(4, bigEndian: true, "a width")
        height = try reader.count(4, bigEndian: true, "a height")
        depth = try reader.count(1, "a depth")
        color = try reader.count(1, "a colour type")
        let methods = Array(try reader.take(3, "the methods"))
        let depths = [0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]][color] ?? []
        guard depths.contains(depth), methods[0] == 0, methods[1] == 0 else {
            throw FileError("colour type \(color) with \(depth) bits is unknown", at: 16)
        }
        guard methods[2] == 0 else { throw FileError("interlaced pictures are not read", at: 16) }
        guard width > 0, height > 0, width <= 1 << 20, height <= 1 << 20, width * height <= 1 << 26 else {
            throw FileError("a picture of \(width) × \(height) pixels is empty or too large", at: 16)
        }
    }

    /// Numbers a pixel in the file.
    private var samples: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][color] ?? 1 }
    private var rowBytes: Int { (width * samples * depth + 7) / 8 }

    func image() throws(FileError) -> Tensor {
        var rows = try unpackZlib(packed, limit: height * (rowBytes + 1))
        guard rows.count == height * (rowBytes + 1) else {
            throw FileError("the picture has \(rows.count) bytes, but needs \(height * (rowBytes + 1))")
        }
        try undoFilters(&rows)
        var scalars: [Scalar] = []
        scalars.reserveCapacity(width * height * (color == 3 ? 3 : samples))
        let largest = Scalar((1 << depth) - 1)
        for y in 0..<height {
            let start = y * (rowBytes + 1) + 1
            for i in 0..<width * samples {
                let value = number(rows, start, i)
                if color != 3 {
                    scalars.append(Scalar(value) / largest)
                } else {
                    guard 3 * value + 2 < palette.count else {
                        throw FileError("a pixel has the colour \(value), which the palette lacks")
                    }
                    for c in 0..<3 { scalars.append(Scalar(palette[3 * value + c]) / 255) }
                }
            }
        }
        return Tensor(shape: [height, width, color == 3 ? 3 : samples], scalars: scalars)
    }

    /// The i-th number of the row that begins at `start`; the first of several in a byte has the highest bits.
    private func number(_ rows: [UInt8], _ start: Int, _ i: Int) -> Int {
        if depth == 16 { return Int(rows[start + 2 * i]) << 8 | Int(rows[start + 2 * i + 1]) }
        let bit = i * depth
        return Int(rows[start + bit / 8]) >> (8 - depth - bit % 8) & (1 << depth - 1)
    }

    /// Each row's first byte says what was subtracted from its others: nothing, the number to the left, above, the mean
    /// of both, or the one of left, above and above left that is nearest to left + above − above left (Paeth).
    private func undoFilters(_ rows: inout [UInt8]) throws(FileError) {
        let step = max(1, samples * depth / 8)
        for y in 0..<height {
            let start = y * (rowBytes + 1) + 1
            let filter = rows[start - 1]
            guard filter <= 4 else { throw FileError("row \(y) has the filter \(filter), which is unknown") }
            if filter == 0 { continue }
            for i in 0..<rowBytes {
                let left = i >= step ? Int(rows[start + i - step]) : 0
                let above = y > 0 ? Int(rows[start + i - rowBytes - 1]) : 0
                let corner = y > 0 && i >= step ? Int(rows[start + i - step - rowBytes - 1]) : 0
                let guess: Int
                switch filter {
                case 1: guess = left
                case 2: guess = above
                case 3: guess = (left + above) / 2
                default:
                    let (a, b, c) = (abs(above - corner), abs(left - corner), abs(left + above - 2 * corner))
                    guess = a <= b && a <= c ? left : b <= c ? above : corner
                }
                rows[start + i] &+= UInt8(guess)
            }
        }
    }
}
