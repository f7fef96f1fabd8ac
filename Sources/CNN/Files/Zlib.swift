/// Unpacks a zlib stream (RFC 1950) that should give at most `limit` bytes.
func unpackZlib(_ packed: [UInt8], limit: Int) throws(FileError) -> [UInt8] {
    var reader = ByteReader(packed)
    let header = try reader.count(2, bigEndian: true, "a zlib header")
    guard header % 31 == 0 && header >> 8 & 15 == 8 && header & 0x20 == 0 else {
        throw FileError("this is no zlib stream", at: 0)
    }
    let (bytes, used) = try inflate(packed[2...], limit: limit)
    var rest = ByteReader(packed[(2 + used)...])
    guard try rest.unsigned(4, bigEndian: true, "a checksum") == UInt64(adler32(bytes)) else {
        throw FileError("the checksum is wrong", at: 2 + used)
    }
    return bytes
}

/// Packs bytes as a zlib stream.
func packZlib(_ bytes: [UInt8]) -> [UInt8] {
    var writer = ByteWriter(bytes: [0x78, 0x01] + deflated(bytes))
    writer.append(adler32(bytes), size: 4, bigEndian: true)
    return writer.bytes
}
