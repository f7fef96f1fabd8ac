/// Unpacks a deflate stream (RFC 1951), which may grow to `limit` bytes; returns them and how many packed bytes it
/// took.
func inflate(_ packed: ArraySlice<UInt8>, limit: Int) throws(FileError) -> (bytes: [UInt8], used: Int) {
    var stream = Inflater(packed, limit: limit)
    try stream.run()
    return (stream.output, stream.used)
}

private struct Inflater {
    private let input: ArraySlice<UInt8>
    private let limit: Int
    private var position: Int
    private var bits: UInt64 = 0
    private var bitCount = 0
    var output: [UInt8] = []

    init(_ input: ArraySlice<UInt8>, limit: Int) {
        self.input = input
        self.limit = limit
        position = input.startIndex
    }

    /// Whole packed bytes that have been needed.
    var used: Int { position - input.startIndex - bitCount / 8 }

    mutating func run() throws(FileError) {
        var isLast = false
        while !isLast {
            isLast = try take(1) == 1
            switch try take(2) {
            case 0: try copyStored()
            case 1: try unpack(Inflater.fixedLiterals, Inflater.fixedDistances)
            case 2:
                let (literals, distances) = try readCodes()
                try unpack(literals, distances)
            default: throw fault("a block of unknown type")
            }
        }
    }

    private func fault(_ reason: String) -> FileError {
        FileError("packed data: " + reason, at: used)
    }

    private mutating func refill() {
        while bitCount <= 56 && position < input.endIndex {
            bits |= UInt64(input[position]) << UInt64(bitCount)
            bitCount += 8
            position += 1
        }
    }

    private mutating func take(_ count: Int) throws(FileError) -> Int {
        if bitCount < count { refill() }
        guard bitCount >= count else { throw fault("the data ends too soon") }
        defer { drop(count) }
        return Int(bits & (1 << UInt64(count) - 1))
    }

    private mutating func drop(_ count: Int) {
        bits >>= UInt64(count)
        bitCount -= count
    }

    private mutating func symbol(_ code: HuffmanCode) throws(FileError) -> Int {
        refill()
        let entry = code.entries[Int(bits & code.mask)]
        let length = Int(entry & 15)
        guard length > 0 else { throw fault("a code that stands for nothing") }
        guard length <= bitCount else { throw fault("the data ends too soon") }
        drop(length)
        return Int(entry >> 4)
    }

    private mutating func copyStored() throws(FileError) {
        drop(bitCount % 8)
        let length = try take(16)
        guard try take(16) == length ^ 0xFFFF else { throw fault("a stored block's length does not match its check") }
        position -= bitCount / 8
        (bits, bitCount) = (0, 0)
        guard length <= input.endIndex - position else { throw fault("the data ends too soon") }
        guard length <= limit - output.count else { throw tooLong() }
        output += input[position..<position + length]
        position += length
    }

    private func tooLong() -> FileError { fault("it unpacks to more than the \(limit) bytes that are expected") }

    private mutating func unpack(_ literals: HuffmanCode, _ distances: HuffmanCode) throws(FileError) {
        while true {
            let symbol = try symbol(literals)
            if symbol < 256 {
                guard output.count < limit else { throw tooLong() }
                output.append(UInt8(symbol))
            } else if symbol == 256 {
                return
            } else {
                guard symbol <= 285 else { throw fault("a length of unknown kind") }
                let length = Inflater.lengths[symbol - 257] + (try take(Inflater.lengthBits[symbol - 257]))
                let kind = try self.symbol(distances)
                guard kind < 30 else { throw fault("a distance of unknown kind") }
                let distance = Inflater.distances[kind] + (try take(Inflater.distanceBits[kind]))
                guard distance <= output.count else { throw fault("a distance that points before the start") }
                guard length <= limit - output.count else { throw tooLong() }
                // Source and target may overlap: what has just been written is read again.
                for _ in 0..<length { output.append(output[output.count - distance]) }
            }
        }
    }

    /// The two codes at the start of a dynamic block, themselves packed.
    private mutating func readCodes() throws(FileError) -> (HuffmanCode, HuffmanCode) {
        let literalCount = try take(5) + 257
        let distanceCount = try take(5) + 1
        let lengthCount = try take(4) + 4
        guard literalCount <= 286 else { throw fault("too many codes") }
        var lengthsOfLengths = [Int](repeating: 0, count: 19)
        for symbol in Inflater.order.prefix(lengthCount) { lengthsOfLengths[symbol] = try take(3) }
        let code = try makeCode(lengthsOfLengths)
        var lengths: [Int] = []
        while lengths.count < literalCount + distanceCount {
            let symbol = try symbol(code)
            switch symbol {
            case 16:
                guard let last = lengths.last else { throw fault("a repetition of nothing") }
                lengths += Array(repeating: last, count: try take(2) + 3)
            case 17: lengths += Array(repeating: 0, count: try take(3) + 3)
            case 18: lengths += Array(repeating: 0, count: try take(7) + 11)
            default: lengths.append(symbol)
            }
        }
        guard lengths.count == literalCount + distanceCount else { throw fault("a repetition beyond the end") }
        guard lengths[256] > 0 else { throw fault("no code ends the block") }
        return (
            try makeCode(Array(lengths[..<literalCount])), try makeCode(Array(lengths[literalCount...]))
        )
    }

    private func makeCode(_ lengths: [Int]) throws(FileError) -> HuffmanCode {
        guard let code = HuffmanCode(lengths) else { throw fault("codes that contradict each other") }
        return code
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let lengths = starts(3, lengthBits.dropLast()) + [258]
    private static let distanceBits = [0, 0, 0, 0] + (1...13).flatMap { [$0, $0] }
    private static let distances = starts(1, distanceBits[...])
    private static let fixedLiterals = HuffmanCode(
        (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })!
    private static let fixedDistances = HuffmanCode(Array(repeating: 5, count: 30))!

    /// Where each kind begins, if the first begins at `start` and each covers 2^bits values.
    private static func starts(_ start: Int, _ bits: ArraySlice<Int>) -> [Int] {
        var next = start
        return bits.map { count in
            defer { next += 1 << count }
            return next
        }
    }
}

/// Symbols by the next bits of the stream: one look-up in a table of 2^(longest code).
private struct HuffmanCode {
    /// Symbol times 16 plus the code's length; 0 where no code fits.
    let entries: [UInt16]
    let mask: UInt64

    /// The canonical code of these lengths, 0 for symbols that do not occur; nil if there are more codes than bits
    /// allow.
    init?(_ lengths: [Int]) {
        let longest = max(lengths.max() ?? 0, 1)
        var entries = [UInt16](repeating: 0, count: 1 << longest)
        mask = UInt64(entries.count - 1)
        var code = 0
        for length in 1...longest {
            for (symbol, own) in lengths.enumerated() where own == length {
                if code >= 1 << length { return nil }
                // The stream has a code's highest bit first, the table is looked up by the lowest.
                var reversed = 0
                for bit in 0..<length where code >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
                for index in Swift.stride(from: reversed, to: entries.count, by: 1 << length) {
                    entries[index] = UInt16(symbol << 4 | length)
                }
                code += 1
            }
            code <<= 1
        }
        self.entries = entries
    }
}
