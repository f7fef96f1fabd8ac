extension Tensor {
    /// Reads a NumPy file (`.npy`, versions 1.0, 2.0 and 3.0) of whole or real numbers, either byte order, C or Fortran
    /// order. Throws for text, records, objects and complex numbers.
    public init(npy path: String) throws(FileError) {
        let bytes = try readFile(path)
        self = try naming(path) { () throws(FileError) in try Tensor(npyBytes: bytes[...]) }
    }

    /// Writes a NumPy file (`.npy`, version 1) in the scalar's own type.
    public func writeNPY(to path: String) throws(FileError) { try writeFile([npyBytes], to: path) }

    init(npyBytes bytes: ArraySlice<UInt8>) throws(FileError) {
        var reader = ByteReader(bytes)
        try reader.expect([0x93] + Array("NUMPY".utf8), "a NumPy file")
        let version = try reader.unsigned(2, "a version")
        guard (1...3).contains(version) else {
            throw FileError("version \(version & 0xFF).\(version >> 8) of the format is unknown", at: 6)
        }
        let length = try reader.count(version & 0xFF == 1 ? 2 : 4, "the header's length")
        let header = String(decoding: try reader.take(length, "the header"), as: UTF8.self)
        let (type, bigEndian, isFortran, shape) = try NPYHeader.parse(header)
        guard let size = byteCount(shape, type), size == reader.remaining else {
            throw FileError(
                "the header promises the shape \(shape), which does not fit the \(reader.remaining) bytes of numbers",
                at: reader.offset)
        }
        let scalars = type.numbers(try reader.take(size, "the numbers"), bigEndian: bigEndian)
        let tensor = Tensor(shape: isFortran ? shape.reversed() : shape, scalars: scalars)
        self = isFortran ? tensor.transposed(Array((0..<shape.count).reversed())) : tensor
    }

    var npyBytes: [UInt8] {
        let lengths = shape.map { "\($0)," }.joined(separator: " ")
        let tuple = rank == 1 ? lengths : String(lengths.dropLast())
        var header = "{'descr': '<f\(NumberType.scalar.size)', 'fortran_order': False, 'shape': (\(tuple)), }"
        // The numbers begin at a multiple of 64 bytes; 10 bytes come before the header, a line end closes it.
        header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
        var writer = ByteWriter(bytes: [0x93])
        writer.append("NUMPY")
        writer.append(1, size: 2)
        writer.append(header.utf8.count, size: 2)
        writer.append(header)
        return writer.bytes + NumberType.bytes(scalars[...])
    }
}

/// The header of a NumPy file: a Python dictionary with the keys descr, fortran_order and shape.
enum NPYHeader {
    static func parse(
        _ text: String
    ) throws(FileError) -> (type: NumberType, bigEndian: Bool, isFortran: Bool, shape: [Int]) {
        guard let descr = value(of: "descr", in: text), let order = value(of: "fortran_order", in: text),
            let shapeText = value(of: "shape", in: text)
        else { throw FileError("the header does not name descr, fortran_order and shape", at: 10) }
        if descr.hasPrefix("[") || descr.hasPrefix("(") || descr.hasPrefix("{") {
            throw FileError(
                "records cannot be read, only plain numbers, but the fields are \(descr)", at: 10, holdsNoNumbers: true)
        }
        let code = descr.filter { $0 != "'" && $0 != "\"" }
        guard let first = code.first, "<>|=".contains(first), let type = types[String(code.dropFirst())] else {
            let other = code.dropFirst().first.flatMap { otherKinds[$0] }
            throw FileError(
                "\(other ?? "numbers") of the kind \(descr) cannot be read", at: 10, holdsNoNumbers: other != nil)
        }
        guard order == "True" || order == "False" else { throw FileError("fortran_order is \(order)", at: 10) }
        guard shapeText.hasPrefix("("), shapeText.hasSuffix(")") else {
            throw FileError("the shape is \(shapeText)", at: 10)
        }
        var shape: [Int] = []
        for part in shapeText.dropFirst().dropLast().split(separator: ",") {
            var digits = part.filter { $0 != " " }
            if digits.isEmpty { continue }
            // Python 2 wrote long numbers as 3L.
            if digits.count > 1 && digits.last == "L" { digits.removeLast() }
            guard digits.allSatisfy({ $0.isWholeNumber }), let length = Int(digits) else {
                throw FileError("the shape is \(shapeText)", at: 10)
            }
            shape.append(length)
        }
        guard shape.count <= 32 else { throw FileError("the shape has \(shape.count) axes", at: 10) }
        return (type, first == ">", order == "True", shape)
    }

    private static let types: [String: NumberType] = [
        "f2": .float16, "f4": .float32, "f8": .float64, "b1": .unsigned(1),
        "u1": .unsigned(1), "u2": .unsigned(2), "u4": .unsigned(4), "u8": .unsigned(8),
        "i1": .signed(1), "i2": .signed(2), "i4": .signed(4), "i8": .signed(8),
    ]

    /// What else an array may hold.
    private static let otherKinds: [Character: String] = [
        "U": "text", "S": "text", "a": "text", "O": "numbers", "V": "records", "M": "dates", "m": "times",
        "c": "complex numbers", "T": "text",
    ]

    /// The text after `'key':` up to the comma that ends it, commas inside brackets not counted.
    private static func value(of key: String, in text: String) -> String? {
        let characters = Array(text)
        let keys = ["'\(key)'", "\"\(key)\""].map(Array.init)
        // A record's field may be called so too, but no colon follows it.
        let colons = characters.indices.lazy.filter { i in keys.contains { characters[i...].starts(with: $0) } }
            .compactMap { characters[($0 + key.count + 2)...].firstIndex { $0 != " " } }
        guard let colon = colons.first(where: { characters[$0] == ":" }) else { return nil }
        var depth = 0
        var result = ""
        for character in characters[(colon + 1)...] {
            if "([{".contains(character) { depth += 1 }
            if ")]".contains(character) || character == "}" && depth > 0 { depth -= 1 }
            if depth == 0 && (character == "," || character == "}") { break }
            if character != " " || depth > 0 { result.append(character) }
        }
        return result
    }
}
