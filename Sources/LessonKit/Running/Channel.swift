/// Reads the messages that a lesson's program sends to its runner, as `Figures/Channel.swift` writes them: a line of a
/// word and numbers, then as many bytes as the numbers say.
struct ChannelReader {
    /// What a program tells its runner.
    enum Message: Equatable {
        /// It has come to the cell with this index, or behind its last one.
        case reachesCell(Int)
        case shows(Figure)
        /// Something that no program of ours writes; nothing after it can be understood.
        case garbled
    }

    /// The word before every message, which only the library was told: what else is written to the channel is none.
    private let token: String
    private var buffer: [UInt8] = []
    private var isGarbled = false

    init(token: String) { self.token = token }

    /// Takes in bytes, and returns the messages that they complete.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) -> [Message] {
        guard !isGarbled else { return [] }
        buffer.append(contentsOf: bytes)
        var messages: [Message] = []
        while let message = next() {
            messages.append(message)
            if message == .garbled { isGarbled = true }
            if isGarbled { break }
        }
        return messages
    }

    private mutating func next() -> Message? {
        guard let end = buffer.prefix(128).firstIndex(of: UInt8(ascii: "\n")) else {
            return buffer.count >= 128 ? .garbled : nil
        }
        var words = String(decoding: buffer[..<end], as: UTF8.self).split(
            separator: " ", omittingEmptySubsequences: false)
        guard words.first.map(String.init) == token else { return .garbled }
        words.removeFirst()
        let numbers = words.dropFirst().compactMap { Int($0) }.filter { $0 >= 0 && $0 <= 64 << 20 }
        guard numbers.count == words.count - 1 else { return .garbled }
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
            return .garbled
        }
    }
}

/// A figure that a program made: a picture, what it shows in words, and its form in characters.
public struct Figure: Codable, Equatable, Sendable {
    /// One SVG element; empty where the figure is its table alone.
    public var svg: String
    /// What the picture shows.
    public var alternativeText: String
    /// The picture for a terminal.
    public var text: String
    /// What the picture was drawn from, the header first; nil where there is none.
    public var data: [[String]]?

    /// The picture as a file of its own: no page gives it font and ink, and the ink has to suit a light and a dark
    /// background, of which GitHub's are the likeliest.
    var standalone: String {
        let style = "svg{--figure-ink:#1a1a1a;--figure-paper:#fff;font-family:sans-serif}"
        let dark = "@media(prefers-color-scheme:dark){svg{--figure-ink:#e6e6e6;--figure-paper:#0d1117}}"
        let height = ".height{paint-order:stroke;stroke:var(--figure-paper);stroke-width:4px;stroke-linejoin:round}"
        return styled(style + dark + Self.pixels + height)
    }

    /// The picture for a notebook, which gives it font and ink.
    var inNotebook: String { styled(Self.pixels) }

    /// Pixels stay sharp where they are enlarged.
    private static let pixels = ".pixels{image-rendering:pixelated}"

    private func styled(_ style: String) -> String {
        guard let end = svg.firstIndex(of: ">") else { return svg }
        return svg[...end] + "<style>\(style)</style>" + svg[svg.index(after: end)...]
    }
}
