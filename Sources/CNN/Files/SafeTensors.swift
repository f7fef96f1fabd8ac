/// Files of named tensors (`.safetensors`): the length of a JSON header, the header, and all numbers in a row.
public enum SafeTensors {
    /// The tensors by name; numbers of any of the format's types become scalars.
    public static func read(_ path: String) throws(FileError) -> [String: Tensor] {
        let bytes = try readFile(path)
        return try naming(path) { () throws(FileError) in try read(bytes) }
    }

    /// Writes the tensors, in the order of their names, in the scalar's own type.
    public static func write(_ tensors: [String: Tensor], to path: String) throws(FileError) {
        try writeFile(pieces(tensors), to: path)
    }

    private static let types: [String: NumberType] = [
        "F16": .float16, "BF16": .bfloat16, "F32": .float32, "F64": .float64, "BOOL": .unsigned(1), "U8": .unsigned(1),
        "U16": .unsigned(2), "U32": .unsigned(4), "U64": .unsigned(8), "I8": .signed(1), "I16": .signed(2),
        "I32": .signed(4), "I64": .signed(8),
    ]

    private static func header(_ reader: inout ByteReader) throws(FileError) -> [String: JSON] {
        let length = try reader.count(8, "the header's length")
        guard case .object(let header) = try JSON(try reader.take(length, "the header")) else {
            throw FileError("the header is no object", at: 8)
        }
        return header
    }

    static func read(_ bytes: [UInt8]) throws(FileError) -> [String: Tensor] { try content(of: bytes).tensors }

    /// The tensors by name, and the texts that a file keeps beside them.
    static func content(of bytes: [UInt8]) throws(FileError) -> (tensors: [String: Tensor], metadata: [String: String])
    {
        var reader = ByteReader(bytes)
        let header = try header(&reader)
        let data = bytes[reader.position...]
        var result: [String: Tensor] = [:]
        var places: [(name: String, range: Range<Int>)] = []
        for (name, entry) in header where name != "__metadata__" {
            result[name] = try naming(name) { () throws(FileError) in
                guard case .object(let fields) = entry, case .string(let typeName)? = fields["dtype"],
                    let shape = numbers(fields["shape"]), let range = numbers(fields["data_offsets"]), range.count == 2
                else { throw FileError("the header does not give its dtype, shape and data_offsets", at: 8) }
                guard let type = types[typeName] else { throw FileError("numbers of the type \(typeName) are unknown") }
                guard range[0] <= range[1], range[1] <= data.count, byteCount(shape, type) == range[1] - range[0] else {
                    throw FileError(
                        "its shape \(shape) and its place, bytes \(range[0])..<\(range[1]) of \(data.count), do not fit"
                    )
                }
                places.append((name, range[0]..<range[1]))
                let part = data[(data.startIndex + range[0])..<(data.startIndex + range[1])]
                return Tensor(shape: shape, scalars: type.numbers(part, bigEndian: false))
            }
        }
        try requireWithoutGaps(places, count: data.count, at: reader.offset)
        guard case .object(let texts)? = header["__metadata__"] else { return (result, [:]) }
        return (result, texts.compactMapValues { if case .string(let text) = $0 { text } else { nil } })
    }

    /// Without overlaps or gaps, so that a small file cannot claim many large tensors.
    private static func requireWithoutGaps(
        _ places: [(name: String, range: Range<Int>)], count: Int, at offset: Int
    ) throws(FileError) {
        let covered = places.reduce(0) { $0 + $1.range.count }
        guard covered == count else {
            throw FileError("the tensors cover \(covered) bytes, but there are \(count)", at: offset)
        }
        var (last, end) = ("", 0)
        let sorted = places.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
        for (name, range) in sorted {
            guard range.lowerBound == end else {
                throw FileError(
                    range.lowerBound < end
                        ? "the tensors \(last) and \(name) overlap"
                        : "there is a gap of \(range.lowerBound - end) bytes before the tensor \(name)",
                    at: offset + end)
            }
            (last, end) = (name, range.upperBound)
        }
    }

    /// Numbers of an array that are not negative; nil if it is anything else.
    private static func numbers(_ json: JSON?) -> [Int]? {
        guard case .array(let values)? = json, values.count <= 32 else { return nil }
        var result: [Int] = []
        for value in values {
            guard case .number(let number) = value, number >= 0 else { return nil }
            result.append(number)
        }
        return result
    }

    /// The file's bytes, a megabyte or so at a time.
    static func pieces(
        _ tensors: [String: Tensor], metadata: [String: String] = [:]
    ) -> some Sequence<[UInt8]> {
        let size = NumberType.scalar.size
        var (entries, offset): ([String], Int) = ([], 0)
        if !metadata.isEmpty {
            entries.append("\"__metadata__\":" + JSON.object(metadata.mapValues { .string($0) }).text)
        }
        let sorted = tensors.sorted { $0.key < $1.key }
        for (name, tensor) in sorted {
            let end = offset + tensor.count * size
            entries.append(
                "\(JSON.quoted(name)):{\"dtype\":\"F\(8 * size)\",\"shape\":\(tensor.shape),\"data_offsets\":[\(offset),\(end)]}"
            )
            offset = end
        }
        var header = "{" + entries.joined(separator: ",") + "}"
        header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
        var writer = ByteWriter()
        writer.append(header.utf8.count, size: 8)
        writer.append(header)
        let parts = sorted.flatMap { _, tensor in
            stride(from: 0, to: tensor.count, by: 1 << 18).map { tensor.scalars[$0..<min(tensor.count, $0 + 1 << 18)] }
        }
        let head = writer.bytes
        return (0...parts.count).lazy.map { $0 == 0 ? head : NumberType.bytes(parts[$0 - 1]) }
    }
}
