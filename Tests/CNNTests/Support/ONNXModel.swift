import CNN
import Foundation

/// As much of ONNX's protocol buffers as its test cases need: the nodes of a graph and tensors.
struct ONNXModel {
    struct Node {
        var operation = ""
        var inputs: [String] = []
        var outputs: [String] = []
        var integers: [String: [Int]] = [:]
        var reals: [String: Float] = [:]
        var texts: [String: String] = [:]
        var tensor: Tensor?
    }

    var nodes: [Node] = []
    var constants: [String: Tensor] = [:]
    var inputs: [String] = []
    var outputs: [String] = []
    var version = 0

    init(_ path: String) throws {
        try ProtocolBuffer.fields(bytes(of: path)[...]) { number, value in
            if number == 7 { try readGraph(value.bytes) }
            if number == 8 {
                // The version of the default set of operators is the one that counts; others name a domain.
                var (domain, version) = ("", 0)
                try ProtocolBuffer.fields(value.bytes) { number, value in
                    if number == 1 { domain = value.text }
                    if number == 2 { version = value.integer }
                }
                if domain.isEmpty { self.version = version }
            }
        }
        inputs.removeAll { constants[$0] != nil }
    }

    private mutating func readGraph(_ bytes: ArraySlice<UInt8>) throws {
        try ProtocolBuffer.fields(bytes) { number, value in
            switch number {
            case 1: nodes.append(try Self.node(value.bytes))
            case 5:
                let (name, tensor) = try Self.tensor(value.bytes)
                constants[name] = tensor
            case 11, 12:
                try ProtocolBuffer.fields(value.bytes) { inner, name in
                    if inner == 1 && number == 11 { inputs.append(name.text) }
                    if inner == 1 && number == 12 { outputs.append(name.text) }
                }
            default: break
            }
        }
    }

    private static func node(_ bytes: ArraySlice<UInt8>) throws -> Node {
        var node = Node()
        try ProtocolBuffer.fields(bytes) { number, value in
            switch number {
            case 1: node.inputs.append(value.text)
            case 2: node.outputs.append(value.text)
            case 4: node.operation = value.text
            case 5: try readAttribute(value.bytes, &node)
            default: break
            }
        }
        return node
    }

    private static func readAttribute(_ bytes: ArraySlice<UInt8>, _ node: inout Node) throws {
        var name = ""
        var integers: [Int] = []
        try ProtocolBuffer.fields(bytes) { number, value in
            switch number {
            case 1: name = value.text
            case 2: node.reals[name] = value.real
            case 3: integers.append(value.integer)
            case 4: node.texts[name] = value.text
            case 5: node.tensor = try tensor(value.bytes).tensor
            case 8: integers += value.integers
            default: break
            }
        }
        if !integers.isEmpty { node.integers[name] = integers }
    }

    /// A tensor in a file of its own.
    static func tensor(_ path: String) throws -> Tensor { try tensor(CNNTests.bytes(of: path)[...]).tensor }

    private static func tensor(_ bytes: ArraySlice<UInt8>) throws -> (name: String, tensor: Tensor) {
        var (name, type, shape, numbers) = ("", 0, [Int](), [Float]())
        var raw: ArraySlice<UInt8> = []
        try ProtocolBuffer.fields(bytes) { number, value in
            switch number {
            case 1: shape += value.integers
            case 2: type = value.integer
            case 4: numbers += value.reals
            case 5, 7: numbers += value.integers.map(Float.init)
            case 8: name = value.text
            case 9: raw = value.bytes
            default: break
            }
        }
        func each<T>(_ kind: T.Type, _ convert: (T) -> Float) -> [Float] {
            Array(raw).withUnsafeBytes { raw in
                (0..<raw.count / MemoryLayout<T>.size).map {
                    convert(raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.size, as: T.self))
                }
            }
        }
        switch raw.isEmpty ? 0 : type {
        case 1: numbers = each(Float.self) { $0 }
        case 2, 9: numbers = each(UInt8.self) { Float($0) }
        case 6: numbers = each(Int32.self) { Float($0) }
        case 7: numbers = each(Int64.self) { Float($0) }
        case 11: numbers = each(Double.self) { Float($0) }
        case 0: break
        default: throw Unsupported("numbers of ONNX's type \(type)")
        }
        return (name, Tensor(shape: shape, scalars: numbers))
    }
}

/// Something that a case asks for and the library does not have.
struct Unsupported: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}

private struct ProtocolBuffer {
    struct Value {
        var integer = 0
        var bytes: ArraySlice<UInt8> = []
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var real: Float { Float(bitPattern: UInt32(truncatingIfNeeded: integer)) }
        /// One number, or many packed together.
        var integers: [Int] {
            if bytes.isEmpty { return [integer] }
            var (rest, result) = (bytes, [Int]())
            while !rest.isEmpty { result.append(ProtocolBuffer.variable(&rest)) }
            return result
        }
        var reals: [Float] {
            if bytes.isEmpty { return [real] }
            return Array(bytes).withUnsafeBytes { raw in
                (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
            }
        }
    }

    static func fields(_ bytes: ArraySlice<UInt8>, _ body: (Int, Value) throws -> Void) throws {
        var rest = bytes
        while !rest.isEmpty {
            let key = variable(&rest)
            var value = Value()
            switch key & 7 {
            case 0: value.integer = variable(&rest)
            case 1: rest = rest.dropFirst(8)
            case 2:
                let length = variable(&rest)
                value.bytes = rest.prefix(length)
                rest = rest.dropFirst(length)
            default:
                value.integer = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
                rest = rest.dropFirst(4)
            }
            try body(key >> 3, value)
        }
    }

    static func variable(_ bytes: inout ArraySlice<UInt8>) -> Int {
        var (result, shift) = (UInt64(0), UInt64(0))
        while let byte = bytes.popFirst() {
            result |= UInt64(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 { break }
        }
        return Int(truncatingIfNeeded: result)
    }
}
