/// Reads numbers and text from bytes, one after the other; throws where they end too soon.
struct ByteReader {
    let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    /// How many bytes are left.
    var remaining: Int { bytes.endIndex - position }

    /// How many bytes have been read.
    var offset: Int { position - bytes.startIndex }

    mutating func take(_ count: Int, _ what: String) throws(FileError) -> ArraySlice<UInt8> {
        guard count >= 0 && count <= remaining else {
            throw FileError("\(what) needs \(count) bytes, but only \(remaining) are left", at: offset)
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func unsigned(_ size: Int, bigEndian: Bool = false, _ what: String) throws(FileError) -> UInt64 {
        let part = try take(size, what)
        let ordered = bigEndian ? Array(part) : part.reversed()
        return ordered.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A count or size, which must fit in an Int.
    mutating func count(_ size: Int, bigEndian: Bool = false, _ what: String) throws(FileError) -> Int {
        let start = offset
        guard let value = Int(exactly: try unsigned(size, bigEndian: bigEndian, what)) else {
            throw FileError("\(what) is too large", at: start)
        }
        return value
    }

    /// A count in four bytes; `.max` where each of their bits is 1, which in a zip archive says that it has no room there.
    mutating func shortCount(_ what: String) throws(FileError) -> Int {
        let start = offset
        let value = try unsigned(4, what)
        if value == 0xFFFF_FFFF { return .max }
        guard let count = Int(exactly: value) else { throw FileError("\(what) is too large", at: start) }
        return count
    }

    mutating func expect(_ signature: [UInt8], _ what: String) throws(FileError) {
        let start = offset
        guard try take(signature.count, what).elementsEqual(signature) else {
            throw FileError("this is not \(what)", at: start)
        }
    }
}

/// Collects the bytes of a file.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func append(_ value: some FixedWidthInteger, size: Int, bigEndian: Bool = false) {
        let parts = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        bytes += bigEndian ? parts.reversed() : parts
    }

    mutating func append(_ text: String) { bytes += Array(text.utf8) }
}
