/// The literal of a parameter, with its type if that is written.
struct LiveLiteral {
    private let text: String
    private let writtenType: String?

    init(_ text: String, type: String?) { (self.text, writtenType) = (text, type) }

    /// The type, the value, and whether it is a grid of one number repeated.
    func read() throws(LiveProblem) -> (type: LiveType, value: LiveValue, isRepeated: Bool) {
        let type = try declaredType()
        if let grid = try repeatedGrid() {
            if let type, type != grid.type {
                throw LiveProblem("‘\(text)’ is no \(type.rawValue); write one type in both places.")
            }
            return (grid.type, grid.value, true)
        }
        if text == "true" || text == "false" { return (try check(type, [.bool]), .truth(text == "true"), false) }
        if text.hasPrefix("\"") {
            let word = text.dropFirst().dropLast()
            guard text.count >= 2, text.hasSuffix("\""), !word.contains("\""), !word.contains("\\") else {
                throw LiveProblem("‘\(text)’ is no plain text between two quotes; write it without backslashes.")
            }
            return (try check(type, [.string]), .word(String(word)), false)
        }
        if text.hasPrefix("[") {
            let rows = try rows()
            let isWhole = rows.joined().allSatisfy { !$0.contains(".") && !$0.contains("e") }
            let all: [LiveType] = isWhole ? [.intGrid, .floatGrid, .doubleGrid] : [.doubleGrid, .floatGrid]
            var numbers: [[Double]] = []
            for row in rows { numbers.append(try row.map { text throws(LiveProblem) in try number(text) }) }
            return (try check(type, all), .grid(numbers), false)
        }
        let isWhole = !text.contains(".") && !text.contains("e")
        let value = try number(text)
        return (try check(type, isWhole ? [.int, .float, .double] : [.double, .float]), .number(value), false)
    }

    private func declaredType() throws(LiveProblem) -> LiveType? {
        guard let writtenType else { return nil }
        let name = writtenType.filter { !$0.isWhitespace }
        guard let type = LiveType(rawValue: name) else {
            let known = LiveType.allCases.map(\.rawValue)
            throw LiveProblem(
                "A parameter cannot be of type ‘\(writtenType)’\(suggestion(for: name, among: known)) The types are "
                    + "\(known.joined(separator: ", ")).")
        }
        return type
    }

    /// The declared type if the literal may have it, else the first that it may have.
    private func check(_ type: LiveType?, _ possible: [LiveType]) throws(LiveProblem) -> LiveType {
        guard let type else { return possible[0] }
        if possible.contains(type) { return type }
        throw LiveProblem("‘\(text)’ is no \(type.rawValue); write a literal of that type.")
    }

    private func number(_ text: String) throws(LiveProblem) -> Double {
        let digits = text.filter { $0 != "_" }
        guard digits.allSatisfy({ "0123456789.eE+-".contains($0) }), let first = digits.first,
            first.isNumber || first == "-", let number = Double(digits), number.isFinite
        else {
            throw LiveProblem(
                "‘\(text)’ is no literal; a parameter is a number, true or false, a text in quotes, or rows of numbers."
            )
        }
        return number
    }

    /// The texts of a grid's numbers.
    private func rows() throws(LiveProblem) -> [[String]] {
        let compact = text.filter { !$0.isWhitespace }
        guard compact.hasPrefix("[["), compact.hasSuffix("]]") else {
            throw LiveProblem("‘\(text)’ is no grid; write rows of numbers, [[1, 0], [0, 1]].")
        }
        let rows = compact.dropFirst(2).dropLast(2).split(separator: "],[", omittingEmptySubsequences: false).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let first = rows.first, rows.allSatisfy({ $0.count == first.count }), rows.count * first.count <= 4096
        else {
            throw LiveProblem("The rows of a grid have one length, and there are at most 4,096 numbers.")
        }
        return rows
    }

    /// `[[Float]](repeating: [Float](repeating: 0, count: 28), count: 28)`; nil for any other text.
    private func repeatedGrid() throws(LiveProblem) -> (type: LiveType, value: LiveValue)? {
        let compact = text.filter { !$0.isWhitespace }
        guard
            let match = try? /\[\[(\w+)\]\]\(repeating:\[(\w+)\]\(repeating:([^,]+),count:(\d+)\),count:(\d+)\)/
                .wholeMatch(in: compact)
        else { return nil }
        guard match.1 == match.2, let type = LiveType(rawValue: "[[\(match.1)]]"), let columns = Int(match.4),
            let rows = Int(match.5), rows > 0, columns > 0, rows <= 4096, columns <= 4096 / rows
        else {
            throw LiveProblem("‘\(text)’ is no grid of at most 4,096 numbers of type Int, Float or Double.")
        }
        let number = try number(String(match.3))
        if type.hasWholeNumbers, number != number.rounded() { throw LiveProblem("‘\(match.3)’ is no whole number.") }
        return (type, .grid([[Double]](repeating: [Double](repeating: number, count: columns), count: rows)))
    }
}
