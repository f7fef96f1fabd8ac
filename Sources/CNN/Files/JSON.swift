/// As much of JSON as the header of a safetensors file needs: objects, arrays, strings and whole numbers.
indirect enum JSON: Equatable {
    case object([String: JSON])
    case array([JSON])
    case string(String)
    case number(Int)
    /// True, false, null or a number that is not whole: nothing that a header needs.
    case other(String)

    init(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        var parser = JSONParser(bytes: bytes, position: bytes.startIndex)
        self = try parser.value(depth: 0)
        parser.skipBlanks()
        guard parser.position == bytes.endIndex else { throw parser.fault("something follows the value") }
    }
}

private struct JSONParser {
    let bytes: ArraySlice<UInt8>
    var position: Int

    func fault(_ reason: String) -> FileError {
        FileError("JSON: " + reason, at: position - bytes.startIndex)
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    private mutating func skip(_ character: Character) -> Bool {
        skipBlanks()
        guard next == character.asciiValue else { return false }
        position += 1
        return true
    }

    mutating func value(depth: Int) throws(FileError) -> JSON {
        guard depth < 16 else { throw fault("values are nested too deeply") }
        if skip("{") { return .object(try object(depth: depth)) }
        if skip("[") {
            var values: [JSON] = []
            if skip("]") { return .array(values) }
            repeat { values.append(try value(depth: depth + 1)) } while skip(",")
            guard skip("]") else { throw fault("an array is not closed") }
            return .array(values)
        }
        if skip("\"") { return .string(try string()) }
        let start = position
        while let byte = next, "+-.0123456789abcdefghijklmnopqrstuvwxyzE".utf8.contains(byte) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        guard !word.isEmpty else { throw fault("a value is missing") }
        return Int(word).map(JSON.number) ?? .other(word)
    }

    private mutating func object(depth: Int) throws(FileError) -> [String: JSON] {
        var values: [String: JSON] = [:]
        if skip("}") { return values }
        repeat {
            guard skip("\"") else { throw fault("a key is missing") }
            let key = try string()
            guard skip(":") else { throw fault("a key has no value") }
            guard values.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
                throw fault("the key \(key) occurs twice")
            }
        } while skip(",")
        guard skip("}") else { throw fault("an object is not closed") }
        return values
    }

    /// The rest of a string whose opening quote has been read.
    private mutating func string() throws(FileError) -> String {
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            if byte == 0x22 { return String(decoding: text, as: UTF8.self) }
            guard byte == 0x5C else {
                text.append(byte)
                continue
            }
            guard let escaped = next else { break }
            position += 1
            switch escaped {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "u"):
                guard bytes.endIndex - position >= 4,
                    let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
                else { throw fault("an escaped character is broken") }
                position += 4
                // Half of a surrogate pair alone becomes the replacement character.
                text += Array(String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
            default: text.append(escaped)
            }
        }
        throw fault("a string is not closed")
    }
}
