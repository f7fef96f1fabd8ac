import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Typeset formulas and code, by what they were made from, kept in a file of texts that each follow a line with their
/// length.
final class TypesetCache {
    private let path: String
    private let fingerprint: String
    private var known: [ExactText: String] = [:]
    private var used: Set<ExactText> = []
    private var hasNew = false

    /// Reads the file; the results of other versions of the libraries are ignored.
    init(path: String, fingerprint: String) {
        self.path = path
        self.fingerprint = fingerprint
        guard let data = try? Files.read(path) else { return }
        let fields = Self.fields(of: [UInt8](data))
        guard fields.first == fingerprint, fields.count % 2 == 1 else { return }
        known.reserveCapacity(fields.count / 2)
        for index in stride(from: 1, to: fields.count, by: 2) { known[ExactText(fields[index])] = fields[index + 1] }
    }

    subscript(key: String) -> String? {
        get {
            let key = ExactText(key)
            if known[key] != nil { used.insert(key) }
            return known[key]
        }
        set {
            known[ExactText(key)] = newValue
            hasNew = true
        }
    }

    /// Writes the file if something was added; entries that were not used are left out unless `keepsUnused`.
    func save(keepsUnused: Bool) {
        guard hasNew else { return }
        let kept = keepsUnused ? Set(known.keys) : used
        let fields = [fingerprint] + kept.sorted().flatMap { [$0.text, known[$0] ?? ""] }
        try? Files.write(fields.map { "\($0.utf8.count)\n\($0)" }.joined(), to: path)
        hasNew = false
    }

    /// The texts of a file, up to the first incomplete one.
    static func fields(of bytes: [UInt8]) -> [String] {
        var fields: [String] = []
        var index = 0
        while index < bytes.count {
            var count = 0
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
                count = count * 10 + Int(bytes[index]) - 48
                index += 1
                guard (0...1 << 30).contains(count) else { return fields }
            }
            index += 1
            guard index + count <= bytes.count else { break }
            fields.append(String(decoding: bytes[index..<index + count], as: UTF8.self))
            index += count
        }
        return fields
    }
}
