import LessonKit

/// The index for the search in the pages: a script, since a page opened as a file can load nothing else.
struct SearchIndex {
    /// The index of some pages: the pages, their sections, and for each word the numbers of the sections that contain
    /// it, stored as differences.
    static func script(of pages: [(title: String, path: String, text: PageText)]) -> String {
        var titles: [String] = [], sections: [String] = []
        var sectionsOfWord: [String: [Int]] = [:]
        for (number, page) in pages.enumerated() {
            titles.append("[\(page.path.percentEncoded.javaScript),\(page.title.javaScript)]")
            for (section, words) in zip(page.text.sections, page.text.words) where isSearched(section, words) {
                let isTitle = section.level == 1
                sections.append(
                    "[\(number),\((isTitle ? "" : section.id).javaScript),\((isTitle ? "" : section.title).javaScript)]"
                )
                for word in words { sectionsOfWord[word, default: []].append(sections.count - 1) }
            }
        }
        let lines = sectionsOfWord.sorted { $0.key < $1.key }.map { word, numbers in
            var before = 0
            let steps = numbers.map { number in
                defer { before = number }
                return String(number - before, radix: 36)
            }
            return word + " " + steps.joined(separator: ",")
        }
        return
            "window.searchIndex = {\npages: [\(titles.joined(separator: ",\n"))],\nsections: [\(sections.joined(separator: ",\n"))],\n"
            + "words: \(lines.joined(separator: "\n").javaScript)\n};\n"
    }

    private static func isSearched(_ section: PageSection, _ words: Set<String>) -> Bool {
        section.level > 0 || !words.isEmpty
    }

    /// The texts of the sections in the index, from which the search shows what is around a word: a script of its own, which is
    /// loaded after the index.
    static func texts(of pages: [(title: String, path: String, text: PageText)]) -> String {
        let texts = pages.flatMap { page in
            zip(page.text.sections, page.text.words).filter { isSearched($0, $1) }.map { section, _ in
                section.words.split(whereSeparator: \.isWhitespace).joined(separator: " ").javaScript
            }
        }
        return "window.searchTexts = [\n\(texts.joined(separator: ",\n"))\n];\n"
    }

    /// The sizes in a text, such as `3x3` for 3×3.
    private static func sizes(in text: String) -> Set<String> {
        let bytes = Array(text.utf8)
        func digits(from start: Int) -> Int { start + bytes[start...].prefix { $0 &- 48 < 10 }.count }
        var sizes: Set<String> = []
        var index = 0
        while index < bytes.count {
            let end = digits(from: index)
            guard end > index else {
                index += 1
                continue
            }
            var (size, next) = (String(decoding: bytes[index..<end], as: UTF8.self), end)
            while true {
                let cross =
                    bytes[next...].starts(with: "×".utf8) ? 2 : bytes[next...].first == UInt8(ascii: "x") ? 1 : 0
                guard cross > 0 else { break }
                let end = digits(from: next + cross)
                guard end > next + cross else { break }
                size += "x" + String(decoding: bytes[(next + cross)..<end], as: UTF8.self)
                next = end
            }
            if next > end, size.count <= 30 { sizes.insert(size) }
            index = next
        }
        return sizes
    }

    /// The distinct words of a text in lower case: words of 2 to 30 letters and digits, sizes such as `3x3`, and Chinese characters
    /// singly and in pairs of neighbours.
    static func words(of text: String) -> Set<String> {
        var words = sizes(in: text)
        var word = String.UnicodeScalarView()
        var before: Unicode.Scalar?
        func end() {
            if (2...30).contains(word.count) { words.insert(String(word)) }
            word = .init()
        }
        for scalar in text.lowercased().unicodeScalars {
            // Nearly all of a lesson is ASCII, and lookups in Unicode's tables are slow.
            if scalar.isASCII {
                before = nil
                switch scalar {
                case "a"..."z": word.append(scalar)
                case "0"..."9" where !word.isEmpty: word.append(scalar)
                default: end()
                }
                continue
            }
            if scalar.isChineseLetter {
                end()
                words.insert(String(Character(scalar)))
                if let before { words.insert(String(String.UnicodeScalarView([before, scalar]))) }
                before = scalar
                continue
            }
            before = nil
            if scalar.properties.isAlphabetic || word.isEmpty == false && scalar.properties.numericType != nil {
                word.append(scalar)
            } else {
                end()
            }
        }
        end()
        return words
    }
}

extension String {
    /// The text as a JavaScript string literal that is also safe inside HTML.
    var javaScript: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\n": text += "\\n"
            case "<", "\u{2028}", "\u{2029}", "\0"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
