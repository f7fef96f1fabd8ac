@testable import LessonKit

/// The comparison of outputs: a byte that chooses how, the expected text, a byte 0, the actual one.
func fuzzOutput(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let kinds: [Comparison.Numbers] = [
        .exact, .digits, .tolerance(relative: 1e-3, absolute: 0), .tolerance(relative: 0, absolute: 0x1p-1070),
    ]
    let comparison = Comparison(numbers: kinds[Int(first) % 4], order: first & 4 != 0 ? .any : .written)
    let parts = texts(in: Array(bytes.dropFirst()), count: 2)
    let (expected, actual) = (parts[0], parts[1])
    let patterns = expected.outputLines.map { LinePattern($0, numbers: comparison.numbers) }
    let lines = actual.outputLines.map(String.init)

    precondition(Difference.between(actual.replacing("...", with: "\\..."), actual, comparison) == nil, "not itself")
    for (pattern, line) in zip(patterns, lines) where pattern.text.utf8.count < 200 && comparison == .exact {
        let text = pattern.text.replacing("\\...", with: "\0")
        let pieces = text.split(separator: "...", omittingEmptySubsequences: false)
            .map { Array($0.replacing("\0", with: "...").utf8) }
        let isMatch = matches(pieces[...], Array(line.utf8)[...])
        precondition(pattern.matches(line) == isMatch, "‘\(pattern.text)’ and ‘\(line)’: \(isMatch)")
    }
    guard let difference = Difference.between(expected, actual, comparison) else { return }
    _ = [difference.description, difference.numericDifference?.description]
    let place = difference.firstMismatch
    precondition(place.line <= patterns.count && place.byte >= 0, "\(place)")
    // An update need not preserve what a lesson could not contain.
    let isWritable = !actual.replacing("\r\n", with: "\n").unicodeScalars.contains("\r")
    let isSound = patterns.allSatisfy { pattern in
        !pattern.hasNumberTouchingEllipsis && !(comparison.order == .any && pattern.isEllipsis)
            && !pattern.numerals.contains { $0.isTooPrecise(for: comparison.numbers) }
    }
    guard isSound, isWritable else { return }
    let updated = difference.updatedText
    precondition(Difference.between(updated, actual, comparison) == nil, "the update ‘\(updated)’ of ‘\(actual)’")
}

/// Whether a line consists of pieces in this order, the first at its start and the last at its end, with any text
/// between them.
private func matches(_ pieces: ArraySlice<[UInt8]>, _ line: ArraySlice<UInt8>) -> Bool {
    guard let first = pieces.first else { return line.isEmpty }
    guard line.starts(with: first) else { return false }
    var rest = line.dropFirst(first.count)
    guard let last = pieces.dropFirst().last else { return rest.isEmpty }
    for piece in pieces.dropFirst().dropLast() {
        guard let range = piece.isEmpty ? rest.startIndex..<rest.startIndex : rest.firstRange(of: piece) else {
            return false
        }
        rest = rest[range.upperBound...]
    }
    return rest.suffix(last.count).elementsEqual(last)
}
