/// Reads the messages that `LessonChannel` sends from a lesson's program to its runner: a line with the token, a word
/// and numbers, then as many bytes as the numbers say.
struct ChannelReader {
    /// A message from the program.
    enum Message: Equatable {
        /// It has reached the cell with this index or, after the last cell, its end.
        case reachesCell(Int)
        case shows(Figure)
        /// Bytes that `LessonChannel` never writes; nothing after them can be understood.
        case protocolViolation
    }

    /// The word before every message, which only the library knows; everything else written to the channel is a
    /// violation.
    private let token: String
    private var buffer: [UInt8] = []
    private var hasViolatedProtocol = false

    init(token: String) { self.token = token }

    /// Receives bytes, and returns the messages that they complete.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) -> [Message] {
        guard !hasViolatedProtocol else { return [] }
        buffer.append(contentsOf: bytes)
        var messages: [Message] = []
        while let message = next() {
            messages.append(message)
            if message == .protocolViolation { hasViolatedProtocol = true }
            if hasViolatedProtocol { break }
        }
        return messages
    }

    private mutating func next() -> Message? {
        guard let end = buffer.prefix(128).firstIndex(of: UInt8(ascii: "\n")) else {
            return buffer.count >= 128 ? .protocolViolation : nil
        }
        var words = String(decoding: buffer[..<end], as: UTF8.self).split(
            separator: " ", omittingEmptySubsequences: false)
        guard words.first.map(String.init) == token else { return .protocolViolation }
        words.removeFirst()
        let numbers = words.dropFirst().compactMap { Int($0) }.filter { $0 >= 0 && $0 <= 64 << 20 }
        guard numbers.count == words.count - 1 else { return .protocolViolation }
        switch (words.first, numbers.count) {
        case ("cell", 1):
            buffer.removeFirst(end + 1)
            return .reachesCell(numbers[0])
        case ("figure", 3), ("figure", 4):
            let total = numbers.reduce(0, +)
            guard buffer.count >= end + 1 + total else { return nil }
            var rest = buffer[(end + 1)...]
            let parts = numbers.map { count in
                defer { rest = rest.dropFirst(count) }
                return String(decoding: rest.prefix(count), as: UTF8.self)
            }
            buffer.removeFirst(end + 1 + total)
            var figure = Figure(svg: parts[0], alternativeText: parts[1], text: parts[2])
            if parts.count == 4 {
                figure.data = parts[3].split(separator: "\n", omittingEmptySubsequences: false).map {
                    $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                }
            }
            return .shows(figure)
        default:
            return .protocolViolation
        }
    }
}
