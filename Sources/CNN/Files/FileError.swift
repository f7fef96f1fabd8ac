/// A file that cannot be read or written: which one, where in it and why.
public struct FileError: Error, Equatable, CustomStringConvertible {
    /// The file's path, with the entry inside it if it is an archive; empty for bytes that come from no file.
    public internal(set) var file: String
    /// How many bytes from the start the trouble is, where that is known.
    public let offset: Int?
    /// What is wrong.
    public let reason: String
    /// Whether the file is as it should be, but holds something other than numbers.
    let holdsNoNumbers: Bool

    package init(_ reason: String, at offset: Int? = nil, in file: String = "", holdsNoNumbers: Bool = false) {
        self.file = file
        self.offset = offset
        self.reason = reason
        self.holdsNoNumbers = holdsNoNumbers
    }

    /// The same error where its bytes begin at `start`.
    func moved(by start: Int) -> FileError {
        FileError(reason, at: offset.map { $0 + start }, in: file, holdsNoNumbers: holdsNoNumbers)
    }

    /// `digits.idx, byte 4: the file ends within its sizes`.
    public var description: String {
        let location = [file, offset.map { "byte \($0)" } ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        return location.isEmpty ? reason : location + ": " + reason
    }
}

/// Runs `body`; an error that names no file is given this one, one that does is said to be inside it. An empty name adds
/// nothing.
package func naming<Result>(_ file: String, _ body: () throws(FileError) -> Result) throws(FileError) -> Result {
    do {
        return try body()
    } catch {
        var named = error
        named.file = [file, error.file].filter { !$0.isEmpty }.joined(separator: "/")
        throw named
    }
}
