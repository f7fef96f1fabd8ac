/// The content of gzip bytes (RFC 1952), all members one after the other, together at most `limit` bytes; other bytes as
/// they are. Zeros may follow the last member, as tapes leave them.
func unpackGzip(_ bytes: [UInt8], limit: Int = 1 << 28) throws(FileError) -> [UInt8] {
    guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
    var content: [UInt8] = []
    var start = 0
    while start < bytes.count {
        guard bytes[start...].starts(with: [0x1F, 0x8B]) else {
            throw FileError("what follows the gzip member is neither another one nor zeros", at: start)
        }
        let (member, end) = try unpackMember(bytes, at: start, limit: limit - content.count)
        if content.isEmpty { content = member } else { content += member }
        start = bytes[end...].firstIndex { $0 != 0 } ?? bytes.count
    }
    return content
}

/// The content of the member that begins at `first`, and where it ends.
private func unpackMember(
    _ bytes: [UInt8], at first: Int, limit: Int
) throws(FileError) -> (content: [UInt8], end: Int) {
    do throws(FileError) {
        var reader = ByteReader(bytes[first...])
        let header = Array(try reader.take(10, "a gzip header"))
        guard header[2] == 8 && header[3] & 0xE0 == 0 else { throw FileError("a gzip file of unknown kind", at: 2) }
        if header[3] & 4 != 0 { _ = try reader.take(try reader.count(2, "a gzip field's size"), "a gzip field") }
        for flag in [8, 16] as [UInt8] where header[3] & flag != 0 {
            while try reader.unsigned(1, "a gzip name") != 0 {}
        }
        if header[3] & 2 != 0 {
            let checksum = crc32(bytes[first..<reader.position]) & 0xFFFF
            guard try reader.unsigned(2, "a gzip header's checksum") == UInt64(checksum) else {
                throw FileError("the header's checksum is wrong", at: reader.offset - 2)
            }
        }
        let start = reader.position
        let (content, used) = try inflate(bytes[start...], limit: limit)
        var rest = ByteReader(bytes[(start + used)...])
        guard try rest.unsigned(4, "a checksum") == UInt64(crc32(content)) else {
            throw FileError("the checksum is wrong", at: start + used - first)
        }
        guard try rest.unsigned(4, "a size") == UInt64(UInt32(truncatingIfNeeded: content.count)) else {
            throw FileError("the size is wrong", at: start + used + 4 - first)
        }
        return (content, rest.position)
    } catch {
        throw first == 0 ? error : error.moved(by: first)
    }
}
