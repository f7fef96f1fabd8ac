/// Reads a PNG picture (ISO/IEC 15948).
struct PNGReader {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private var width = 0
    private var height = 0
    private var depth = 0
    private var color = 0
    private var isInterlaced = false
    private var palette: [UInt8] = []
    private var transparency: [UInt8]?
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
            case "tRNS": transparency = Array(content)
            case "IDAT": packed += content
            case "IEND":
                try finish()
                return
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
        guard methods[2] <= 1 else { throw FileError("the interlace method \(methods[2]) is unknown", at: 28) }
        isInterlaced = methods[2] == 1
        guard width > 0, height > 0, width <= 1 << 20, height <= 1 << 20, height <= 1 << 26 / width else {
            throw FileError("a picture of \(width) × \(height) pixels is empty or has more than \(1 << 26)", at: 16)
        }
    }

    /// What the chunks must have said together.
    private func finish() throws(FileError) {
        guard !packed.isEmpty else { throw FileError("there are no pixels: the chunk IDAT is missing") }
        guard color != 3 || !palette.isEmpty else { throw FileError("the palette is missing") }
        if let transparency, color == 0 || color == 2, transparency.count != 2 * samples {
            throw FileError("the transparent colour has \(transparency.count) bytes, but needs \(2 * samples)")
        }
    }

    /// The picture with its transparency.
    func image() throws(FileError) -> Tensor {
        let samples = PNGSamples(
            width: width, height: height, depth: depth, samples: samples, isInterlaced: isInterlaced)
        let (unpacked, count) = (try unpackZlib(packed, limit: samples.byteCount), samples.byteCount)
        guard unpacked.count == count else {
            throw FileError("the picture has \(unpacked.count) bytes, but needs \(count)")
        }
        let numbers = try samples.read(unpacked)
        return color == 3 ? try coloured(numbers) : withTransparency(numbers)
    }

    /// Numbers a pixel in the file.
    private var samples: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][color] ?? 1 }

    /// The palette's colours, with alpha if it has transparent ones.
    private func coloured(_ numbers: [UInt16]) throws(FileError) -> Tensor {
        let channels = transparency == nil ? 3 : 4
        var scalars: [Scalar] = []
        scalars.reserveCapacity(numbers.count * channels)
        for number in numbers {
            let value = Int(number)
            guard 3 * value + 2 < palette.count else {
                throw FileError("a pixel has the colour \(value), which the palette lacks")
            }
            for c in 0..<3 { scalars.append(Scalar(palette[3 * value + c]) / 255) }
            if let transparency { scalars.append(value < transparency.count ? Scalar(transparency[value]) / 255 : 1) }
        }
        return Tensor(shape: [height, width, channels], scalars: scalars)
    }

    /// The numbers from 0 to 1, with alpha if one grey or colour is transparent.
    private func withTransparency(_ numbers: [UInt16]) -> Tensor {
        let largest = Scalar((1 << depth) - 1)
        guard color != 4, color != 6, let transparency else {
            return Tensor(shape: [height, width, samples], scalars: numbers.map { Scalar($0) / largest })
        }
        let clear = (0..<samples).map { UInt16(transparency[2 * $0]) << 8 | UInt16(transparency[2 * $0 + 1]) }
        var scalars: [Scalar] = []
        scalars.reserveCapacity(width * height * (samples + 1))
        for start in stride(from: 0, to: numbers.count, by: samples) {
            let pixel = numbers[start..<start + samples]
            for number in pixel { scalars.append(Scalar(number) / largest) }
            scalars.append(pixel.elementsEqual(clear) ? 0 : 1)
        }
        return Tensor(shape: [height, width, samples + 1], scalars: scalars)
    }
}
