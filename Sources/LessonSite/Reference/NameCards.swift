import LessonKit

/// The cards of a lesson's names: what the page's script loads when a reader first points at a name.
struct NameCards {
    /// A card, as a list of texts: the word that stands in the code, the declaration, a sentence, one on shapes, where it is declared, and
    /// the address of that place.
    private typealias Card = [String]

    private var cards: [Card] = []
    /// The offset in the cell's text, in UTF-16 units, and the card of each name, by the cell's index.
    private var places: [Int: [(offset: Int, card: Int)]] = [:]

    /// The cards of a lesson; nil if it has none.
    init?(_ report: Report, reference: CourseReference, addresses: [String: String]) {
        guard let lesson = report.lesson, !report.names.isEmpty else { return nil }
        let all = report.names.flatMap(\.places)
        let definitions = Dictionary(
            all.filter { $0.isDefinition && $0.symbol.isOfLesson }.map { ($0.symbol.usr, $0) }
        ) { first, _ in first }
        let maker = CardMaker(
            lesson: lesson, reference: reference, addresses: addresses, definitions: definitions,
            lines: lesson.cells.map { $0.block.text.fileLines })
        var numbers: [[String]: Int] = [:], made: [String: [String]?] = [:]
        for (index, places) in Dictionary(grouping: all, by: \.cell).sorted(by: { $0.key < $1.key }) {
            guard lesson.cells.indices.contains(index), lesson.cells[index].kind != .wrong else { continue }
            let text = CellText(lesson.cells[index].block.text)
            for (_, here) in Dictionary(grouping: places, by: { [$0.line, $0.column] }).sorted(by: {
                $0.key.lexicographicallyPrecedes($1.key)
            }) {
                guard let (word, offset) = text.word(line: here[0].line, column: here[0].column) else { continue }
                // An initializer stands where its type does, and says more.
                let candidates =
                    here.filter { $0.symbol.kind == .initializer } + here.filter { $0.symbol.kind != .initializer }
                let found = candidates.lazy.compactMap { place -> [String]? in
                    let key = "\(place.symbol.usr) \(word)"
                    if let known = made[key] { return known }
                    let card = maker.card(of: place.symbol, word: word)
                    made[key] = .some(card)
                    return card
                }
                guard let card = found.first else { continue }
                let number = numbers[card] ?? cards.count
                if number == cards.count {
                    numbers[card] = number
                    cards.append(card)
                }
                self.places[index, default: []].append((offset, number))
            }
        }
        if cards.isEmpty { return nil }
    }

    /// The script that hands them to the page.
    var script: String {
        let lists = cards.map { "[\($0.map(\.javaScript).joined(separator: ","))]" }
        let cells = places.sorted { $0.key < $1.key }.map { index, places in
            "\(index):[\(places.map { "\($0.offset),\($0.card)" }.joined(separator: ","))]"
        }
        return "lessonNames([\n\(lists.joined(separator: ",\n"))\n], {\(cells.joined(separator: ",\n"))});\n"
    }
}

/// Makes the card of a symbol.
private struct CardMaker {
    let lesson: Lesson
    let reference: CourseReference
    let addresses: [String: String]
    /// Where the lesson's own symbols are declared.
    let definitions: [String: CodeNames.Place]
    /// The lines of the lesson's cells.
    let lines: [[Substring]]

    /// The card of a symbol that a word stands for; nil if too little is known of it.
    func card(of symbol: CodeNames.Symbol, word: String) -> [String]? {
        let base = String(symbol.name.prefix { $0 != "(" })
        guard symbol.kind == .initializer || base == word || base == word.filter({ $0 != "`" }) else { return nil }
        if let known = reference.symbols[symbol.usr], let address = addresses[symbol.usr] {
            let place = ([known.module] + known.path.dropLast()).joined(separator: " · ")
            return [
                word, ReferenceFile.wrapped(known.declaration), known.summary, known.shapes, place, address,
            ]
        }
        guard symbol.isOfLesson, let place = definitions[symbol.usr], lesson.cells.indices.contains(place.cell) else {
            return nil
        }
        let cell = lesson.cells[place.cell]
        guard cell.kind != .wrong, let declaration = LessonDeclaration(of: place, named: word, in: lines[cell.index])
        else {
            return nil
        }
        // The page knows an exercise by its starter.
        let shown =
            lesson.exercises.first { [$0.solution.index, $0.check.index].contains(cell.index) }?.starter ?? cell
        let name = shown.index == cell.index && cell.kind != .exercise ? cell.name : "exercise"
        let text = place.symbol.kind == .variable ? reference.sayingAny(declaration.text) : declaration.text
        return [
            word, ReferenceFile.wrapped(text), declaration.summary, "", name,
            "#" + CellBlocks.id(of: shown),
        ]
    }
}

/// The text of a cell, by its lines.
private struct CellText {
    private let lines: [Substring]
    /// The offset of each line, in UTF-16 units.
    private let offsets: [Int]

    init(_ text: String) {
        lines = text.fileLines
        var offset = 0
        offsets = lines.map { line in
            defer { offset += line.utf16.count + 1 }
            return offset
        }
    }

    /// The name or operator at a place, and its offset; nil if there is none.
    func word(line: Int, column: Int) -> (word: String, offset: Int)? {
        guard lines.indices.contains(line), column >= 0, column < lines[line].utf8.count else { return nil }
        let before = String(decoding: lines[line].utf8.prefix(column), as: UTF8.self)
        let rest = String(decoding: lines[line].utf8.dropFirst(column), as: UTF8.self)
        var word = rest.prefix { (letter: Character) in
            letter.isLetter || letter.isNumber || letter == "_" || letter == "`"
        }
        if word.isEmpty { word = rest.prefix { (letter: Character) in "+-*/%<>=!&|^~?.•·×√".contains(letter) } }
        // Inside of a word there is no other.
        if let last = before.last, let first = word.first, last.isLetter || last.isNumber || last == "_",
            first.isLetter || first.isNumber || first == "_"
        {
            return nil
        }
        return word.isEmpty || word == "_" ? nil : (String(word), offsets[line] + before.utf16.count)
    }
}
