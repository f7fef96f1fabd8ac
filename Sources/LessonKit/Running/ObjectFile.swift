/// The object file of a program, as far as it tells whether code of the lesson could come before the runner's own.
struct ObjectFile {
    private let bytes: [UInt8]

    /// The name of the function with which the program begins, if it is one of the runner's.
    private let entry: String

    init(path: String, entry: String = Program.entryPointName) throws(SystemError) {
        bytes = Array(try Files.read(path))
        self.entry = entry
    }

    /// Why the program cannot be linked; nil if nothing in it comes before its first line or takes the place of the
    /// runner's functions. Only ELF is read.
    var problem: String? {
        guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else { return nil }
        let early = [".init", ".preinit_array", ".ctors"]
        if let name = sections.map(\.name).first(where: { name in early.contains(where: name.hasPrefix) }) {
            return "It has code in the section ‘\(name)’, which would run before the lesson's first line; leave it out."
        }
        if let name = definedSymbols.first(where: { $0.hasPrefix("lesson_") && $0 != entry }) {
            return "It defines ‘\(name)’, a name that the runner uses; choose another."
        }
        return nil
    }

    private struct Section {
        var name: String
        var kind: Int, offset: Int, size: Int, link: Int
    }

    private func number(at offset: Int, size: Int) -> Int {
        guard offset >= 0, offset + size <= bytes.count else { return 0 }
        return (0..<size).reduce(0) { $0 | Int(truncatingIfNeeded: UInt64(bytes[offset + $1]) << (8 * UInt64($1))) }
    }

    private func text(at offset: Int) -> String {
        guard bytes.indices.contains(offset) else { return "" }
        return String(decoding: bytes[offset...].prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Its sections, with the names that their headers give.
    private var sections: [Section] {
        let table = number(at: 0x28, size: 8), count = number(at: 0x3C, size: 2)
        let headers = (0..<count).map { table + 64 * $0 }
        let names = headers.indices.contains(number(at: 0x3E, size: 2)) ? headers[number(at: 0x3E, size: 2)] : 0
        let nameTable = number(at: names + 24, size: 8)
        return headers.map { header in
            Section(
                name: text(at: nameTable + number(at: header, size: 4)), kind: number(at: header + 4, size: 4),
                offset: number(at: header + 24, size: 8), size: number(at: header + 32, size: 8),
                link: number(at: header + 40, size: 4))
        }
    }

    /// The names of the symbols that it defines for others.
    private var definedSymbols: [String] {
        let sections = sections
        guard let symbols = sections.first(where: { $0.kind == 2 }), sections.indices.contains(symbols.link) else {
            return []
        }
        return stride(from: symbols.offset, to: min(symbols.offset + symbols.size, bytes.count), by: 24).compactMap {
            let isLocal = number(at: $0 + 4, size: 1) >> 4 == 0, isDefined = number(at: $0 + 6, size: 2) != 0
            return isLocal || !isDefined ? nil : text(at: sections[symbols.link].offset + number(at: $0, size: 4))
        }
    }
}
