/// A layer as a file describes it: the name of its type, and its arguments by name.
struct LayerRecord {
    let type: String
    var arguments: [String: JSON]

    init(_ type: String, _ arguments: [String: JSON] = [:]) { (self.type, self.arguments) = (type, arguments) }

    /// Reads an object with the type under `layer`.
    init(_ json: JSON) throws(FileError) {
        guard case .object(let arguments) = json, case .string(let type)? = arguments["layer"] else {
            throw FileError("the description of the network has a layer without a type")
        }
        self.init(type, arguments)
    }

    var json: JSON {
        var object = arguments
        object["layer"] = .string(type)
        return .object(object)
    }

    func integer(_ name: String, atLeast least: Int = 1) throws(FileError) -> Int {
        guard case .number(let number)? = arguments[name], number >= least, number <= 1 << 30 else { throw fault(name) }
        return number
    }

    func real(_ name: String) throws(FileError) -> Scalar {
        switch arguments[name] {
        case .number(let number)?: return Scalar(number)
        case .other(let text)?: if let number = Scalar(text), number.isFinite { return number }
        default: break
        }
        throw fault(name)
    }

    func flag(_ name: String) throws(FileError) -> Bool {
        switch arguments[name] {
        case .other("true")?: true
        case .other("false")?: false
        default: throw fault(name)
        }
    }

    func word(_ name: String) throws(FileError) -> String {
        guard case .string(let word)? = arguments[name] else { throw fault(name) }
        return word
    }

    func list(_ name: String) throws(FileError) -> [JSON] {
        guard case .array(let list)? = arguments[name] else { throw fault(name) }
        return list
    }

    func integers(_ name: String, atLeast least: Int = 1) throws(FileError) -> [Int] {
        var numbers: [Int] = []
        for json in try list(name) {
            guard case .number(let number) = json, number >= least, number <= 1 << 30 else { throw fault(name) }
            numbers.append(number)
        }
        return numbers
    }

    func padding() throws(FileError) -> Padding {
        switch arguments["padding"] {
        case .string("valid")?: .valid
        case .string("same")?: .same
        case .number(let amount)? where amount >= 0 && amount <= 1 << 20: .explicit(amount)
        default: throw fault("padding")
        }
    }

    func fault(_ name: String) -> FileError {
        FileError("the description of the network gives a \(type) no \(name) that it can have")
    }
}

extension JSON {
    init(_ flag: Bool) { self = .other(flag ? "true" : "false") }
    init(_ number: Scalar) { self = .other("\(number)") }
    init(_ numbers: [Int]) { self = .array(numbers.map { .number($0) }) }

    init(_ padding: Padding) {
        switch padding {
        case .valid: self = .string("valid")
        case .same: self = .string("same")
        case .explicit(let amount): self = .number(amount)
        }
    }

    /// As it is written, keys in alphabetical order.
    var text: String {
        switch self {
        case .object(let values):
            let pairs = values.sorted { $0.key < $1.key }.map { JSON.quoted($0.key) + ":" + $0.value.text }
            return "{" + pairs.joined(separator: ",") + "}"
        case .array(let values): return "[" + values.map { $0.text }.joined(separator: ",") + "]"
        case .string(let string): return JSON.quoted(string)
        case .number(let number): return "\(number)"
        case .other(let word): return word
        }
    }

    static func quoted(_ text: String) -> String {
        let inner = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\u{0}"..."\u{1F}":
                "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + inner.joined() + "\""
    }
}
