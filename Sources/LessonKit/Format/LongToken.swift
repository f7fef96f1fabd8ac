/// The parts of a line whose digits are no numbers but text: versions, dates, times and addresses. `6.1.1` is not near
/// `6.10.1`.
struct LongTokens {
    /// The ranges of their bytes, in order.
    private(set) var ranges: [Range<Int>] = []
    private let bytes: [UInt8]

    init(in bytes: [UInt8]) {
        self.bytes = bytes
        var index = 0
        while index < bytes.count {
            guard Self.isInWord(bytes[index]) else {
                index += 1
                continue
            }
            let end = end(of: index, while: Self.isInWord)
            let runs = digitRuns(in: index..<end)
            if isVersionOrDate(runs, endingAt: end) {
                ranges.append(index..<endOfPlaces(after: end))
            } else if let run = runs.first, run.lowerBound == index, let end = endOfTime(run) ?? endOfSlashedDate(run) {
                ranges.append(index..<end)
            }
            index = max(end, ranges.last?.upperBound ?? end)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }
    private static func isInWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || "._+-".utf8.contains(byte)
    }

    private func byte(_ index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }
    private func isDigit(_ index: Int) -> Bool { byte(index).map(Self.isDigit) ?? false }

    private func end(of start: Int, while condition: (UInt8) -> Bool) -> Int {
        var end = start
        while end < bytes.count, condition(bytes[end]) { end += 1 }
        return end
    }

    private func digitRuns(in range: Range<Int>) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let end = min(end(of: index, while: Self.isDigit), range.upperBound)
            if end > index { runs.append(index..<end) }
            index = max(end, index + 1)
        }
        return runs
    }

    /// Whether a word has a number with a second point, three numbers joined by hyphens, or one with a version's tag.
    private func isVersionOrDate(_ runs: [Range<Int>], endingAt end: Int) -> Bool {
        func isJoined(_ index: Int, by mark: Unicode.Scalar) -> Bool {
            runs.indices.contains(index + 1) && runs[index].upperBound + 1 == runs[index + 1].lowerBound
                && bytes[runs[index].upperBound] == UInt8(ascii: mark)
        }
        return runs.indices.contains { index in
            if isJoined(index, by: "-") && isJoined(index + 1, by: "-") { return true }
            guard isJoined(index, by: ".") else { return false }
            let next = runs[index + 1].upperBound
            if byte(next) == UInt8(ascii: "."), let more = byte(next + 1), Self.isDigit(more) || Self.isLetter(more) {
                return true
            }
            return hasTag(at: next, before: end)
        }
    }

    /// Whether a word goes on as that of a version such as `1.2-rc1` or `3.0b2`.
    private func hasTag(at start: Int, before end: Int) -> Bool {
        let hasMark = start < end && "._+-".utf8.contains(bytes[start])
        let begin = hasMark ? start + 1 : start
        let stop = min(self.end(of: begin, while: Self.isLetter), end)
        let tag = String(decoding: bytes[begin..<max(stop, begin)], as: UTF8.self).lowercased()
        if Self.longTags.contains(tag) { return hasMark || isDigit(stop) }
        return Self.shortTags.contains(tag) && isDigit(stop)
    }

    private static let longTags: Set<String> = [
        "rc", "alpha", "beta", "dev", "pre", "post", "preview", "snapshot", "release", "final",
    ]
    private static let shortTags: Set<String> = ["a", "b", "p", "v", "r"]

    /// Where the numbers end that follow a token: the port of an address, the time of a date.
    private func endOfPlaces(after start: Int) -> Int {
        var end = start
        while let mark = byte(end), mark == UInt8(ascii: ":") || mark == UInt8(ascii: "/"), isDigit(end + 1) {
            end = self.end(of: end + 1, while: Self.isInWord)
        }
        return end
    }

    /// The end of a time such as `9:05` or `12:30:05.25` that begins with some digits; nil for anything else.
    private func endOfTime(_ hours: Range<Int>) -> Int? {
        guard hours.count <= 2, byte(hours.lowerBound - 1) != UInt8(ascii: ":") else { return nil }
        var end = hours.upperBound
        while byte(end) == UInt8(ascii: ":"), self.end(of: end + 1, while: Self.isDigit) == end + 3 { end += 3 }
        guard end > hours.upperBound, byte(end) != UInt8(ascii: ":") else { return nil }
        if byte(end) == UInt8(ascii: "."), isDigit(end + 1) { end = self.end(of: end + 1, while: Self.isDigit) }
        return end
    }

    /// The end of a date such as `1/12/2026` that begins with some digits; nil for anything else.
    private func endOfSlashedDate(_ first: Range<Int>) -> Int? {
        guard first.count <= 4, byte(first.lowerBound - 1) != UInt8(ascii: "/") else { return nil }
        var end = first.upperBound
        for _ in 0..<2 {
            guard byte(end) == UInt8(ascii: "/") else { return nil }
            let next = self.end(of: end + 1, while: Self.isDigit)
            guard (1...4).contains(next - end - 1) else { return nil }
            end = next
        }
        return byte(end) == UInt8(ascii: "/") ? nil : end
    }
}
