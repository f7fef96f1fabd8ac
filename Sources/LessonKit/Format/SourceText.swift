#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The text of a Markdown file, and where its lines begin. Everything else refers to the text by line.
public struct SourceText: Sendable {
    /// How messages name the file: relative to the course if it is inside it.
    public let name: String
    /// The whole file, byte for byte.
    public let text: String
    /// The UTF-8 offset at which each line begins; CommonMark ends lines with LF, CR LF or CR.
    private let starts: [Int]

    /// Splits a text into lines.
    public init(name: String, text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.name = name
        self.text = text
        self.starts = text.utf8.withContiguousStorageIfAvailable(Self.lineStarts) ?? [0]
    }

    private static func lineStarts(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
        var starts = [0]
        for (index, byte) in bytes.enumerated() {
            let endsLine =
                byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r") && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n"))
            if endsLine && index + 1 < bytes.count { starts.append(index + 1) }
        }
        return starts
    }

    /// The number of lines; an empty file has one empty line.
    public var lineCount: Int { starts.count }

    /// The line with the given number, counted from 1, without its line end; empty outside the file.
    public func line(_ number: Int) -> Substring {
        var line = lines(number...number)
        while let last = line.utf8.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
            line = line.prefix(upTo: line.utf8.index(before: line.endIndex))
        }
        return line
    }

    /// The lines with the given numbers, line ends included.
    public func lines(_ numbers: ClosedRange<Int>) -> Substring {
        text[offset(ofLine: numbers.lowerBound)..<offset(ofLine: numbers.upperBound + 1)]
    }

    /// Where the line with the given number begins; the end of the text for a line after the last.
    func offset(ofLine number: Int) -> String.Index {
        guard number <= starts.count else { return text.endIndex }
        return text.utf8.index(text.startIndex, offsetBy: starts[max(number, 1) - 1])
    }
}

extension SourceText {
    /// The largest number of bytes of a lesson.
    static let limit = 16 << 20

    /// Reads a lesson's file; throws a diagnostic if it is not UTF-8 or is too long.
    package init(_ file: Course.LessonFile) throws { try self.init(path: file.path, name: file.displayName) }

    /// Reads a file; throws a diagnostic if it is not UTF-8 or is too long for a lesson.
    init(path: String, name: String) throws {
        func complain(_ message: String) -> Diagnostic { Diagnostic(file: name, line: 1, message: message) }
        let bytes = try Files.read(path)
        guard bytes.count <= Self.limit else {
            throw complain("The file has \(bytes.count) bytes; a lesson may have at most 16 MB.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw complain(
                "The file is not UTF-8: the byte at offset \(bytes.firstInvalidUTF8 ?? 0) begins no character; save it as UTF-8."
            )
        }
        self.init(name: name, text: text)
    }
}
