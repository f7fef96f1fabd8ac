/// The label of a link's definition or of a footnote, as labels are compared: without regard to case, each run of white
/// space one blank. Letters that are the same only to Unicode are not the same.
struct Label: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ text: String) { self.init(Array(text.utf8)[...]) }

    init(_ text: ArraySlice<UInt8>) {
        var words: [UInt8] = []
        for word in text.split(whereSeparator: \.isSpace) {
            if !words.isEmpty { words.append(UInt8(ascii: " ")) }
            words += word
        }
        bytes =
            words.allSatisfy { $0 < 0x80 }
            ? words.map { $0.isLetter ? $0 & 0xDF : $0 }
            // In this order, for the sharp s, whose capital has no capital.
            : Array(String(decoding: words, as: UTF8.self).lowercased().uppercased().utf8)
    }
}
