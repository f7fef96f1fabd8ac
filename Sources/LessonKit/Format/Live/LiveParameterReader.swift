/// Finds the parameters with which a live cell begins.
struct LiveParameterReader {
    private(set) var parameters: [LiveParameter] = []
    /// What is wrong, by the line of the cell, from 0.
    private(set) var problems: [(line: Int, sentence: String)] = []

    init(_ code: String) {
        var isBeginning = true
        for (index, text) in code.fileLines.enumerated() {
            let line = text.trimmingBlanks
            if line.isEmpty || line.hasPrefix("//") || line.hasPrefix("import ") { continue }
            switch Self.declaration(in: line) {
            case .none: isBeginning = false
            case .ordinary: isBeginning = false
            case .parameter(let parts) where isBeginning: read(parts, at: index)
            case .parameter(let parts):
                // Further on an ordinary constant may have any comment, but hardly a whole control.
                if (try? LiveControlText(parts.comment).control) != nil {
                    problems.append((index, "A live cell's parameters come before all else; move ‘\(parts.name)’ up."))
                }
            case .variable(let name) where isBeginning:
                problems.append((index, "A parameter is a constant; write ‘let \(name)’ in place of ‘var \(name)’."))
            case .variable: break
            }
        }
        if parameters.isEmpty && problems.isEmpty {
            problems.append(
                (
                    -1,
                    "A live cell begins with what the reader may change: a line like ‘let f = 3  // 1...7’; write one, or leave out "
                        + "‘live’."
                ))
        }
        for (position, parameter) in parameters.enumerated() {
            if parameters[..<position].contains(where: { $0.name == parameter.name }) {
                problems.append((parameter.line, "There are two parameters ‘\(parameter.name)’."))
            }
        }
    }

    private struct Parts {
        var name: String
        var type: String?
        var literal: String
        var comment: String
    }

    private enum Declaration {
        case none, ordinary
        case parameter(Parts)
        case variable(String)
    }

    /// A declaration with a value and, after it, what is or seems to be a control.
    private static func declaration(in line: String) -> Declaration {
        let isVariable = line.hasPrefix("var ")
        guard isVariable || line.hasPrefix("let "), let equals = line.firstIndex(of: "="),
            let slashes = commentStart(in: line), slashes > equals
        else { return line.hasPrefix("let ") ? .ordinary : .none }
        let head = line[..<equals].dropFirst(4).split(separator: ":", maxSplits: 1).map { String($0).trimmingBlanks }
        let comment = String(line[slashes...].dropFirst(2)).trimmingBlanks
        guard let name = head.first, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }),
            LiveControlText.mayBeMeant(comment)
        else { return .ordinary }
        if isVariable { return .variable(name) }
        let literal = String(line[line.index(after: equals)..<slashes]).trimmingBlanks
        return .parameter(
            Parts(name: name, type: head.count > 1 ? head[1] : nil, literal: literal, comment: comment))
    }

    /// Where a comment begins that is no part of a text in quotes.
    private static func commentStart(in line: String) -> String.Index? {
        var isText = false
        var index = line.startIndex
        while index < line.endIndex {
            if line[index] == "\"" { isText.toggle() }
            if !isText, line[index...].hasPrefix("//") { return index }
            index = line.index(after: index)
        }
        return nil
    }

    private mutating func read(_ parts: Parts, at line: Int) {
        do throws(LiveProblem) {
            let (type, value, isRepeated) = try LiveLiteral(parts.literal, type: parts.type).read()
            let control = try LiveControlText(parts.comment).control(of: type, isRepeated: isRepeated)
            let parameter = LiveParameter(name: parts.name, type: type, control: control, written: value, line: line)
            if let objection = parameter.objection(to: value) {
                throw LiveProblem("The written value \(parts.literal) is \(objection); change one of the two.")
            }
            parameters.append(parameter)
        } catch {
            problems.append((line, error.sentence))
        }
    }
}

/// What is wrong with a parameter of a live cell.
struct LiveProblem: Error {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }
}

extension StringProtocol {
    /// The text without blanks at its ends.
    var trimmingBlanks: String {
        let start = drop(while: \.isWhitespace)
        return String(String(start.reversed().drop(while: \.isWhitespace)).reversed())
    }
}
