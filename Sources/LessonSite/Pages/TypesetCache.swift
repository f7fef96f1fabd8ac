import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What was set once, by what it was set from: a file of texts, each behind a line with its length.
final class TypesetStore {
    private let path: String
    private let stamp: String
    private var known: [String: String] = [:]
    private var used: Set<String> = []
    private var hasNew = false

    /// Reads the file; what was set by other versions of the libraries does not count.
    init(path: String, stamp: String) {
        self.path = path
        self.stamp = stamp
        guard let data = try? Files.read(path) else { return }
        let fields = Self.fields(of: [UInt8](data))
        guard fields.first == stamp, fields.count % 2 == 1 else { return }
        known.reserveCapacity(fields.count / 2)
        for index in stride(from: 1, to: fields.count, by: 2) { known[fields[index]] = fields[index + 1] }
    }

    subscript(key: String) -> String? {
        get {
            if known[key] != nil { used.insert(key) }
            return known[key]
        }
        set {
            known[key] = newValue
            hasNew = true
        }
    }

    /// Writes the file anew if there is something new; what was not used since is left out.
    func keep() {
        guard hasNew else { return }
        let fields = [stamp] + used.sorted().flatMap { [$0, known[$0] ?? ""] }
        try? Files.write(fields.map { "\($0.utf8.count)\n\($0)" }.joined(), to: path)
        hasNew = false
    }

    /// The texts of a file, as far as they are whole.
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
