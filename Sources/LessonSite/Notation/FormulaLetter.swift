/// A letter of a formula with what stands above and below it, such as `W^{[l]}`, `\hat{y}` or `\beta_1`.
struct FormulaLetter: Equatable {
    /// The letter, with its accent or its alphabet; blanks and braces left out, so that `\hat y` is `\hat{y}`.
    var name: String
    /// What stands below it.
    var below: String?
    /// What stands above it.
    var above = Superscript()
    /// Where it stands in the TeX with its scripts, in bytes.
    var place = 0..<0
    /// Whether it is the argument of a command or a script without braces around it, as in `\sqrt s`.
    var isBare = false

    /// Adds what stands below it.
    mutating func add(below text: String) { below = (below ?? "") + text }
}

/// What stands above a letter: brackets that say of which layer, example or batch it is, and all else, such as a power.
struct Superscript: Equatable {
    /// The opening brackets in it.
    var brackets: Set<Character> = []
    /// What stands beside the brackets.
    var rest = ""

    init() {}

    /// Reads the tokens of a superscript, braces left out.
    init(_ tokens: [String]) {
        var depth = 0
        for token in tokens {
            switch token {
            case "[", "(", "\\{":
                if depth == 0 { brackets.insert(token.last ?? "[") }
                depth += 1
            case "]", ")", "\\}": depth -= 1
            case "\\prime": rest += "'"
            default: if depth == 0 { rest += token }
            }
        }
        // In a sum or a product they only hold it together.
        if !rest.allSatisfy({ $0 == "T" || $0 == "'" }) { brackets = [] }
    }

    /// Both together, as in `g^{[l]\prime}'`.
    mutating func add(_ other: Superscript) {
        brackets.formUnion(other.brackets)
        rest += other.rest
    }
}

/// A piece of a formula: a letter or something else, and what it encloses.
struct FormulaPiece {
    var letter: FormulaLetter?
    /// The pieces in its scripts or between its braces, a list for each of these.
    var inside: [[FormulaPiece]] = []
}
