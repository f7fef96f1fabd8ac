/// NumPy archives (`.npz`): zip files of `.npy` entries, stored or deflated.
public enum NPZ {
    /// The arrays of numbers by name, without `.npy`; what else the archive holds, text for instance, is left out.
    public static func read(_ path: String) throws(FileError) -> [String: Tensor] {
        let bytes = try readFile(path)
        return try naming(path) { () throws(FileError) in try read(bytes) }
    }

    /// The array of this name, without `.npy`; throws if there is none or if it holds no numbers.
    public static func read(_ path: String, name: String) throws(FileError) -> Tensor {
        let bytes = try readFile(path)
        return try naming(path) { () throws(FileError) in
            guard let entry = try directory(bytes).last(where: { $0.name == name + ".npy" }) else {
                throw FileError("there is no array \(name)")
            }
            return try tensor(of: entry, in: bytes)
        }
    }

    /// Writes the arrays, in the order of their names, stored.
    public static func write(_ tensors: [String: Tensor], to path: String) throws(FileError) {
        try writeFile([archive(tensors)], to: path)
    }

    static func read(_ bytes: [UInt8]) throws(FileError) -> [String: Tensor] {
        var result: [String: Tensor] = [:]
        for entry in try directory(bytes) where entry.name.hasSuffix(".npy") {
            do throws(FileError) {
                result[String(entry.name.dropLast(4))] = try tensor(of: entry, in: bytes)
            } catch  where error.holdsNoNumbers {
                // Only who asks for it by name is told.
            }
        }
        return result
    }

    private static func tensor(of entry: Entry, in bytes: [UInt8]) throws(FileError) -> Tensor {
        try naming(entry.name) { () throws(FileError) in
            let content = try content(of: entry, in: bytes)
            return try Tensor(npyBytes: content[...])
        }
    }

    private struct Entry {
        var name: String
        var method, packedSize, size, offset: Int
        var checksum: UInt64
    }

    /// The entries that the central directory at the file's end lists.
    private static func directory(_ bytes: [UInt8]) throws(FileError) -> [Entry] {
        // 22 bytes, after which a comment of up to 65,535 bytes may come.
        let earliest = max(0, bytes.count - 22 - 65_535)
        guard bytes.count >= 22,
            let end = (earliest...bytes.count - 22).last(where: { bytes[$0...].starts(with: [0x50, 0x4B, 5, 6]) })
        else { throw FileError("this is no zip archive: it has no directory") }
        let (count, size, start) = try place(bytes, end)
        guard start <= end && size <= end - start else {
            throw FileError("the directory lies outside the file", at: end)
        }
        var entries = ByteReader(bytes[start..<start + size])
        var result: [Entry] = []
        for _ in 0..<count {
            try entries.expect([0x50, 0x4B, 1, 2], "a directory entry")
            _ = try entries.take(4, "versions")
            let flags = try entries.unsigned(2, "flags")
            let method = try entries.count(2, "a method")
            _ = try entries.take(4, "a date")
            let checksum = try entries.unsigned(4, "a checksum")
            var packedSize = try entries.shortCount("a size")
            var size = try entries.shortCount("a size")
            let lengths = (
                try entries.count(2, "a length"), try entries.count(2, "a length"), try entries.count(2, "a length")
            )
            _ = try entries.take(8, "attributes")
            var offset = try entries.shortCount("a place")
            let name = String(decoding: try entries.take(lengths.0, "a name"), as: UTF8.self)
            var extra = ByteReader(try entries.take(lengths.1, "extra fields"))
            _ = try entries.take(lengths.2, "a comment")
            // Zip64: what has no room in four bytes is in a field of its own, in this order.
            while extra.remaining >= 4 {
                let kind = try extra.unsigned(2, "an extra field")
                var field = ByteReader(try extra.take(try extra.count(2, "an extra field's size"), "an extra field"))
                if kind != 1 { continue }
                if size == .max { size = try field.count(8, "a size") }
                if packedSize == .max { packedSize = try field.count(8, "a size") }
                if offset == .max { offset = try field.count(8, "a place") }
            }
            guard packedSize <= bytes.count else {
                throw FileError("the entry \(name) has more bytes than the archive", at: start)
            }
            guard flags & 1 == 0 else { throw FileError("the entry \(name) is encrypted") }
            guard size <= 1 << 30 else { throw FileError("the entry \(name) has \(size) bytes, too many to read") }
            result.append(
                Entry(
                    name: name, method: method, packedSize: packedSize, size: size, offset: offset, checksum: checksum))
        }
        // Entries in the same place could make a small archive large.
        guard result.reduce(0, { $0 + $1.packedSize }) <= bytes.count else {
            throw FileError("the entries have more bytes than the archive", at: start)
        }
        return result
    }

    /// How many entries the directory has, its size and where it begins: in the record at `end`, or for zip64 in one whose
    /// place is told right before it.
    private static func place(_ bytes: [UInt8], _ end: Int) throws(FileError) -> (count: Int, size: Int, start: Int) {
        var reader = ByteReader(bytes[(end + 10)...])
        let count = try reader.count(2, "a number of entries")
        let size = try reader.shortCount("a directory's size")
        let start = try reader.shortCount("a directory's place")
        let isLarge = count == 0xFFFF || size == .max || start == .max
        guard isLarge, end >= 20, bytes[(end - 20)...].starts(with: [0x50, 0x4B, 6, 7]) else {
            return (count, size, start)
        }
        var locator = ByteReader(bytes[(end - 12)...])
        let record = try locator.count(8, "a directory's place")
        guard record <= end - 56 else { throw FileError("the directory lies outside the file", at: end - 20) }
        var large = ByteReader(bytes[record...])
        try large.expect([0x50, 0x4B, 6, 6], "a zip64 directory")
        _ = try large.take(28, "a zip64 directory")
        return (
            try large.count(8, "a number of entries"), try large.count(8, "a directory's size"),
            try large.count(8, "a directory's place")
        )
    }

    private static func content(of entry: Entry, in bytes: [UInt8]) throws(FileError) -> [UInt8] {
        guard entry.offset < bytes.count else { throw FileError("its place lies outside the file", at: entry.offset) }
        var reader = ByteReader(bytes[entry.offset...])
        try reader.expect([0x50, 0x4B, 3, 4], "an entry's header")
        _ = try reader.take(22, "an entry's header")
        let nameLength = try reader.count(2, "a length")
        let extraLength = try reader.count(2, "a length")
        _ = try reader.take(nameLength + extraLength, "an entry's name")
        let packed = try reader.take(entry.packedSize, "an entry's content")
        let content: [UInt8]
        switch entry.method {
        case 0: content = Array(packed)
        case 8: content = try inflate(packed, limit: entry.size).bytes
        default: throw FileError("it is packed by the method \(entry.method), which is unknown")
        }
        guard content.count == entry.size && crc32(content) == UInt32(truncatingIfNeeded: entry.checksum) else {
            throw FileError("its size or checksum is wrong")
        }
        return content
    }

    static func archive(_ tensors: [String: Tensor]) -> [UInt8] {
        var (file, directory) = (ByteWriter(), ByteWriter())
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let content = tensor.npyBytes
            let offset = file.bytes.count
            // Version 2.0, stored, 1 January 1980; checksum, sizes and lengths are the same in both headers. A flag says
            // that the name is UTF-8 where it is not ASCII.
            let flags = name.utf8.allSatisfy { $0 < 0x80 } ? 0 : 1 << 11
            var shared = ByteWriter()
            for (value, size) in [
                (20, 2), (flags, 2), (0, 2), (0, 2), (0x21, 2), (Int(truncatingIfNeeded: crc32(content)), 4),
                (content.count, 4),
                (content.count, 4), (name.utf8.count + 4, 2), (0, 2),
            ] { shared.append(value, size: size) }
            file.bytes += [0x50, 0x4B, 3, 4] + shared.bytes + Array((name + ".npy").utf8) + content
            directory.bytes += [0x50, 0x4B, 1, 2, 20, 0] + shared.bytes
            for (value, size) in [(0, 2), (0, 2), (0, 2), (0, 4), (offset, 4)] { directory.append(value, size: size) }
            directory.append(name + ".npy")
        }
        let start = file.bytes.count
        file.bytes += directory.bytes + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
        for (value, size) in [
            (tensors.count, 2), (tensors.count, 2), (directory.bytes.count, 4), (start, 4), (0, 2),
        ] { file.append(value, size: size) }
        return file.bytes
    }
}
