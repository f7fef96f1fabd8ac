/// The words of a line as a set of 64 possible ones, to see quickly how much two lines have in common.
struct LineWords {
    private var set: UInt64 = 0

    init(_ line: some StringProtocol) {
        var hash: UInt64 = 0
        var isWord = false
        func end() {
            if isWord { set |= 1 << (hash >> 58) }
            (hash, isWord) = (0, false)
        }
        for byte in line.utf8 {
            if byte >= 128 || byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 {
                hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
                isWord = true
            } else {
                end()
            }
        }
        end()
    }

    /// From 0 for lines without a common word to 3 for lines with the same words.
    func likeness(to other: LineWords) -> Int {
        let all = (set | other.set).nonzeroBitCount
        return all == 0 ? 0 : 3 * (set & other.set).nonzeroBitCount / all
    }
}
