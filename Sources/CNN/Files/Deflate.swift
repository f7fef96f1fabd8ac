/// Bytes compressed as one block of RFC 1951 with its fixed codes: repeats are found by the last position of the same
/// three bytes, which is enough for flat parts of pictures.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var writer = BitWriter()
    writer.write(0b011, count: 3)
    var last = [Int](repeating: -1, count: 1 << 15)
    var i = 0
    while i < bytes.count {
        var length = 0
        if i + 3 <= bytes.count {
            let hash = (Int(bytes[i]) << 10 ^ Int(bytes[i + 1]) << 5 ^ Int(bytes[i + 2])) & 0x7FFF
            let before = last[hash]
            last[hash] = i
            if before >= 0 && i - before <= 32768 {
                while length < 258 && i + length < bytes.count && bytes[before + length] == bytes[i + length] {
                    length += 1
                }
                if length >= 3 { writer.writeRepeat(length: length, distance: i - before) }
            }
        }
        if length < 3 {
            writer.writeSymbol(Int(bytes[i]))
            length = 1
        }
        i += length
    }
    writer.writeSymbol(256)
    return writer.finished
}

private struct BitWriter {
    private var bytes: [UInt8] = []
    private var pending: UInt64 = 0
    private var count = 0

    /// Appends bits, the lowest first.
    mutating func write(_ bits: Int, count: Int) {
        pending |= UInt64(bits) << UInt64(self.count)
        self.count += count
        while self.count >= 8 {
            bytes.append(UInt8(pending & 255))
            pending >>= 8
            self.count -= 8
        }
    }

    /// Appends a symbol's fixed code, which unlike all else begins with its highest bit.
    mutating func writeSymbol(_ symbol: Int) {
        let (code, count) =
            switch symbol {
            case ..<144: (0x30 + symbol, 8)
            case ..<256: (0x190 + symbol - 144, 9)
            case ..<280: (symbol - 256, 7)
            default: (0xC0 + symbol - 280, 8)
            }
        writeReversed(code, count: count)
    }

    /// Appends "the bytes from `distance` back, `length` of them".
    mutating func writeRepeat(length: Int, distance: Int) {
        let code = Self.lengths.lastIndex { $0.first <= length }!
        writeSymbol(257 + code)
        write(length - Self.lengths[code].first, count: Self.lengths[code].extraBits)
        let far = Self.distances.lastIndex { $0.first <= distance }!
        writeReversed(far, count: 5)
        write(distance - Self.distances[far].first, count: Self.distances[far].extraBits)
    }

    /// All bytes, the last one filled with zeros.
    var finished: [UInt8] { count > 0 ? bytes + [UInt8(pending & 255)] : bytes }

    private mutating func writeReversed(_ code: Int, count: Int) {
        write((0..<count).reduce(0) { $0 | (code >> $1 & 1) << (count - 1 - $1) }, count: count)
    }

    /// The first length of each length code, and how many bits follow it.
    private static let lengths: [(first: Int, extraBits: Int)] = {
        var list = (3..<11).map { (first: $0, extraBits: 0) }
        for extra in 1...5 {
            for _ in 0..<4 { list.append((list.last!.first + (1 << list.last!.extraBits), extra)) }
        }
        // The longest length has a code of its own.
        list.append((258, 0))
        return list
    }()

    /// The first distance of each distance code, and how many bits follow it.
    private static let distances: [(first: Int, extraBits: Int)] = {
        var list = (1..<5).map { (first: $0, extraBits: 0) }
        for extra in 1...13 {
            for _ in 0..<2 { list.append((list.last!.first + (1 << list.last!.extraBits), extra)) }
        }
        return list
    }()
}
