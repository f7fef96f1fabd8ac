extension String {
    /// The path of the folder that a path lies in.
    package var folder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// The last name of a path.
    package var fileName: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }

    /// The path from a folder to this one.
    func relative(to folder: String) -> String {
        let own = split(separator: "/"), other = folder.split(separator: "/")
        let common = zip(own, other).prefix { $0.isExactly($1) }.count
        let up = Array(repeating: "..", count: other.count - common)
        return (up + own.dropFirst(common).map(String.init)).joined(separator: "/")
    }

    /// A path without `.` and `..`.
    package var withoutDots: String {
        var names: [Substring] = []
        for name in split(separator: "/") where name != "." {
            if name == ".." { _ = names.popLast() } else { names.append(name) }
        }
        return (hasPrefix("/") ? "/" : "") + names.joined(separator: "/")
    }
}

/// A file name for a text such as a path, of characters that every file system accepts; a hash keeps different texts
/// apart.
func uniqueFileName(for text: String) -> String {
    let letters = text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }
    // FNV-1a, 64 bits.
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return "\(letters.suffix(100).joined())-\(String(hash, radix: 16))"
}
