/// Where the code spans of a text end, as libcmark finds it: with its memory of the runs of backticks that it has seen, by
/// which it takes linear time and now and then misses a span.
struct CodeSpanEnds {
    /// Where the run of each length began that was seen last.
    private var seen: [Int: Int] = [:]
    /// Whether the text has been searched to its end.
    private var isSearched = false

    /// Where a code span ends that begins with so many backticks before an index; nil where it never ends.
    mutating func end(in text: [UInt8], of count: Int, from start: Int) -> Int? {
        guard count <= 80, !isSearched || seen[count, default: 0] > start else { return nil }
        var index = start
        while let next = text[index...].firstIndex(of: UInt8(ascii: "`")) {
            let length = text[...].count(from: next) { $0 == UInt8(ascii: "`") }
            seen[length] = next
            index = next + length
            if length == count { return index }
        }
        isSearched = true
        return nil
    }
}
