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
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private mutating func skip(_ character: Character) -> Bool {
        skipBlanks()
        guard next == character.asciiValue else { return false }
        position += 1
        return true
    }

    mutating func value(depth: Int) throws(FileError) -> JSON {
        guard depth < 64 else { throw fault("values are nested too deeply") }
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
        let digits = word.drop { $0 == "-" }
        guard digits.first != "0" || digits.count == 1, word.first != "+", let number = Int(word) else {
            return .other(word)
        }
        return .number(number)
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
            if byte == 0x22 {
                guard let string = String(validating: text, as: UTF8.self) else { throw fault("a string is not UTF-8") }
                return string
            }
            guard byte >= 0x20 else { throw fault("a control character in a string") }
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
            case UInt8(ascii: "u"): text += Array(String(Character(try escapedScalar())).utf8)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped)
            default: throw fault("an escaped character is unknown")
            }
        }
        throw fault("a string is not closed")
    }

    /// The character whose code, after `\u`, is next; two of them, the halves of a surrogate pair, for one beyond U+FFFF.
    private mutating func escapedScalar() throws(FileError) -> Unicode.Scalar {
        let code = try hexadecimal()
        if let scalar = Unicode.Scalar(code) { return scalar }
        guard code < 0xDC00, bytes[position...].starts(with: Array("\\u".utf8)) else {
            throw fault("half of a surrogate pair is alone")
        }
        position += 2
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (code - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault("half of a surrogate pair is alone") }
        return scalar
    }

    /// The next four hexadecimal digits.
    private mutating func hexadecimal() throws(FileError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault("an escaped character is broken") }
        position += 4
        return code
    }
}
