/// The content of gzip bytes (RFC 1952), one member, at most `limit` bytes; other bytes as they are.
func unpackGzip(_ bytes: [UInt8], limit: Int = 1 << 28) throws(FileError) -> [UInt8] {
    guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
    var reader = ByteReader(bytes)
    let header = Array(try reader.take(10, "a gzip header"))
    guard header[2] == 8 && header[3] & 0xE0 == 0 else { throw FileError("a gzip file of unknown kind", at: 2) }
    if header[3] & 4 != 0 { _ = try reader.take(try reader.count(2, "a gzip field's size"), "a gzip field") }
    for flag in [8, 16] as [UInt8] where header[3] & flag != 0 {
        while try reader.unsigned(1, "a gzip name") != 0 {}
    }
    if header[3] & 2 != 0 { _ = try reader.take(2, "a gzip header's checksum") }
    let start = reader.position
    let (content, used) = try inflate(bytes[start...], limit: limit)
    var rest = ByteReader(bytes[(start + used)...])
    guard try rest.unsigned(4, "a checksum") == UInt64(crc32(content)) else {
        throw FileError("the checksum is wrong", at: start + used)
    }
    guard try rest.unsigned(4, "a size") == UInt64(content.count & 0xFFFF_FFFF), rest.remaining == 0 else {
        throw FileError("the size is wrong, or more follows", at: start + used + 4)
    }
    return content
}
