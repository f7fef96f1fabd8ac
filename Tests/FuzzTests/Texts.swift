import TerminalText
@testable import LessonKit
@testable import LessonSite

/// Text that is shown: a byte that determines the length of the chunks, then the text.
func fuzzVisible(_ bytes: [UInt8]) {
    guard let size = bytes.first.map({ Int($0) % 8 + 1 }) else { return }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    check(text.escapingControls)
    precondition(
        text.escapingControls.escapingControls == text.escapingControls, "what is visible is made visible again")
    var stream = ControlEscaper()
    let sent = Array(bytes.dropFirst())
    let shown = stride(from: 0, to: sent.count, by: size).flatMap { start in
        stream.receive(Array(sent[start..<min(start + size, sent.count)]))
    }
    check(String(decoding: shown, as: UTF8.self))
    if String(validating: sent, as: UTF8.self) != nil {
        precondition(shown == Array(text.escapingControls.utf8), "other text in pieces of \(size)")
    }
    precondition(!text.htmlEscaped.contains { "<>\"".contains($0) }, "markup in \(text.htmlEscaped)")
    precondition(!text.javaScript.dropFirst().dropLast().contains("<"), "markup in \(text.javaScript)")
    let source = SourceText(name: "x", text: text)
    for line in 1...source.lineCount {
        let column = source.line(line).utf8.count / 2 + 1
        let rows = Diagnostic(file: "x", line: line, column: column, message: "Here.").rendered(in: source)
        precondition(rows.split(separator: "\n").count <= 3, "\(rows)")
    }
}

/// Checks that a text contains no control characters and none that change the direction of writing.
private func check(_ shown: String) {
    for scalar in shown.unicodeScalars where scalar != "\n" && scalar != "\t" {
        let category = scalar.properties.generalCategory
        let isControl = [.control, .lineSeparator, .paragraphSeparator].contains(category)
        precondition(!isControl && !scalar.properties.isBidiControl, "U+\(String(scalar.value, radix: 16)) is shown")
    }
}
