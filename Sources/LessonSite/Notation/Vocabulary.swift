import LessonKit

/// The entries of the notation that hold in one lesson: those of the latest lesson that is not after it, and those that
/// are for it only.
struct Vocabulary {
    let notation: Notation
    /// The signs by their first letters, with their entries, the best first.
    private var signs: [String: [(sign: FormulaSign, entry: Int)]] = [:]
    /// The signs that say what a script means.
    private var scripts: [(sign: FormulaSign, entry: Int)] = []
    /// The words by their first parts, with their entries, the longest first.
    private(set) var words: [String: [(parts: [String], entry: Int)]] = [:]

    /// The vocabulary of a lesson. `position` has the place in the course of each file that the notation links to.
    init(_ notation: Notation, in path: String, map: SiteMap, position: (_ path: String) -> Int?) {
        self.notation = notation
        let here = position(path) ?? 0
        let holding = notation.entries.enumerated().compactMap { index, entry -> (index: Int, from: Int)? in
            let lessons = entry.lessons.compactMap { lesson -> Int? in
                guard case .page(let reference) = map.target(of: lesson.url, from: Notation.path) else { return nil }
                return position(reference.path)
            }
            if entry.isLocal { return lessons.contains(here) ? (index, .max) : nil }
            let from = lessons.first ?? 0
            return from <= here ? (index, from) : nil
        }
        // The latest first; of two in one lesson the later row.
        for (index, _) in holding.sorted(by: { ($0.from, $0.index) > ($1.from, $1.index) }) {
            for sign in notation.entries[index].signs {
                if sign.isForAnyLetter {
                    scripts.append((sign, index))
                } else {
                    signs[sign.letters[0].name, default: []].append((sign, index))
                }
            }
            for word in notation.entries[index].words {
                let parts = word.split(separator: " ").map(String.init)
                guard let first = parts.first else { continue }
                words[first, default: []].append((parts, index))
            }
        }
        signs = signs.mapValues { $0.sorted(by: \.sign.weight) }
        words = words.mapValues { $0.sorted(by: \.parts.count) }
    }

    /// A place in a formula's TeX, in bytes, that is a sign with entries.
    struct Mark: Equatable {
        var place: Range<Int>
        var isBare: Bool
        var entries: [Int]
    }

    /// The signs in a formula, in their order; none is in another.
    func marks(in tex: String, isDisplayed: Bool) -> [Mark] {
        var marks: [Mark] = []
        add(FormulaReader.pieces(of: tex)[...], isDisplayed, to: &marks)
        return marks
    }

    private func add(_ pieces: ArraySlice<FormulaPiece>, _ isDisplayed: Bool, to marks: inout [Mark]) {
        var rest = pieces
        while let piece = rest.first {
            if let (count, mark) = mark(at: rest, isDisplayed) {
                marks.append(mark)
                rest = rest.dropFirst(count)
            } else {
                for inside in piece.inside { add(inside[...], isDisplayed, to: &marks) }
                rest = rest.dropFirst()
            }
        }
    }

    /// The sign at the beginning of some pieces, with how many of them it is.
    private func mark(at pieces: ArraySlice<FormulaPiece>, _ isDisplayed: Bool) -> (count: Int, mark: Mark)? {
        guard let first = pieces.first?.letter, first.name != FormulaSign.anyLetter,
            isDisplayed || !FormulaSign.operators.contains(first.name)
        else { return nil }
        let found = signs[first.name]?.first { $0.sign.stands(in: pieces) }
        let count = found?.sign.letters.count ?? 1
        guard let last = pieces.prefix(count).last?.letter else { return nil }
        let scripts = scripts.filter { $0.sign.isScript(of: last) }.map(\.entry)
        let entries = (found.map { [$0.entry] } ?? []) + scripts
        guard !entries.isEmpty else { return nil }
        let place = first.place.lowerBound..<last.place.upperBound
        return (count, Mark(place: place, isBare: count == 1 && last.isBare, entries: entries))
    }
}

extension Array {
    /// The elements with the largest of some number first, and equals in their order.
    fileprivate func sorted(by number: (Element) -> Int) -> [Element] {
        enumerated().sorted { (number($0.element), $1.offset) > (number($1.element), $0.offset) }.map(\.element)
    }
}

extension [Vocabulary.Mark] {
    /// A formula's TeX in which each of its signs has a class, `k` with its number.
    func marked(_ tex: String) -> String {
        var text: [UInt8] = [], end = 0
        let bytes = Array<UInt8>(tex.utf8)
        for (number, mark) in enumerated() {
            text += bytes[end..<mark.place.lowerBound]
            let sign = String(decoding: bytes[mark.place], as: UTF8.self)
            let command = "\\htmlClass{k\(number)}{\(sign)}"
            text += (mark.isBare ? "{\(command)}" : command).utf8
            end = mark.place.upperBound
        }
        return String(decoding: text + bytes[end...], as: UTF8.self)
    }
}
