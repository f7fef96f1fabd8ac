/// Reads which letters a formula's TeX has. What it does not know, it takes for something that is no letter.
struct FormulaReader {
    private let bytes: [UInt8]
    private let tokens: [Range<Int>]
    private var next = 0

    /// The pieces of a formula in their order.
    static func pieces(of tex: String) -> [FormulaPiece] {
        var reader = FormulaReader(tex)
        var pieces: [FormulaPiece] = []
        while reader.next < reader.tokens.count {
            pieces += reader.sequence(depth: 0)
            // A brace that closes nothing.
            reader.next += 1
        }
        return pieces
    }

    // MARK: Tokens

    private init(_ tex: String) {
        let bytes = Array(tex.utf8)
        var tokens: [Range<Int>] = []
        var index = 0
        func isLetter(_ index: Int) -> Bool { index < bytes.count && (bytes[index] | 0x20) &- 97 < 26 }
        while index < bytes.count {
            let start = index
            index += 1
            switch bytes[start] {
            case 9, 10, 13, 32: continue
            case UInt8(ascii: "\\"):
                if isLetter(index) { while isLetter(index) { index += 1 } } else if index < bytes.count { index += 1 }
            default: while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
            }
            tokens.append(start..<index)
        }
        self.bytes = bytes
        self.tokens = tokens
    }

    private func word(_ index: Int) -> String {
        tokens.indices.contains(index) ? String(decoding: bytes[tokens[index]], as: UTF8.self) : ""
    }

    /// The tokens from one up to the next that is to be read.
    private func words(from first: Int) -> [String] { (first..<next).map(word).filter { $0 != "{" && $0 != "}" } }

    // MARK: Pieces

    private static let depthLimit = 40

    private mutating func sequence(depth: Int) -> [FormulaPiece] {
        var pieces: [FormulaPiece] = []
        while next < tokens.count, word(next) != "}" { pieces.append(pieceWithScripts(depth: depth)) }
        return pieces
    }

    private mutating func pieceWithScripts(depth: Int) -> FormulaPiece {
        var piece = piece(depth: depth)
        while true {
            switch word(next) {
            case "'":
                piece.letter?.above.rest += "'"
                next += 1
            case "^", "_":
                let isAbove = word(next) == "^"
                next += 1
                let first = next
                piece.inside.append(argument(depth: depth))
                let script = words(from: first)
                if isAbove {
                    piece.letter?.above.add(Superscript(script))
                } else {
                    piece.letter?.add(below: script.joined())
                }
            default:
                if let start = piece.letter?.place.lowerBound, next > 0 {
                    piece.letter?.place = start..<tokens[min(next, tokens.count) - 1].upperBound
                }
                return piece
            }
        }
    }

    /// An argument of a command, or a script: what is between braces, or a single piece.
    private mutating func argument(depth: Int) -> [FormulaPiece] {
        guard next < tokens.count, word(next) != "}" else { return [] }
        var piece = piece(depth: depth)
        if piece.letter == nil, piece.inside.count == 1 { return piece.inside[0] }
        piece.letter?.isBare = true
        return [piece]
    }

    private mutating func piece(depth: Int) -> FormulaPiece {
        let start = next, name = word(next)
        next += 1
        guard depth < Self.depthLimit else { return FormulaPiece() }
        if name == "{" {
            let inside = sequence(depth: depth + 1)
            next += 1
            return FormulaPiece(inside: [inside])
        }
        if Self.delimited.contains(name) {
            next += 1
            return FormulaPiece()
        }
        if name == "\\\\", word(next) == "[" {
            while next < tokens.count, word(next) != "]" { next += 1 }
            return FormulaPiece()
        }
        if Self.unread.contains(name) {
            _ = argument(depth: depth + 1)
            return FormulaPiece()
        }
        if let count = Self.arguments[name] {
            if name == "\\sqrt", word(next) == "[" { while next < tokens.count, word(next) != "]" { next += 1 } }
            return FormulaPiece(inside: (0..<count).map { _ in argument(depth: depth + 1) })
        }
        if Self.accents.contains(name) {
            let inside = argument(depth: depth + 1), words = words(from: start)
            guard words.count == 2, Self.isLetter(words[1]) else { return FormulaPiece(inside: [inside]) }
            return letter(words.joined(), from: start)
        }
        return Self.isLetter(name) ? letter(name, from: start) : FormulaPiece()
    }

    private func letter(_ name: String, from start: Int) -> FormulaPiece {
        let place = tokens[start].lowerBound..<tokens[min(next, tokens.count) - 1].upperBound
        return FormulaPiece(letter: FormulaLetter(name: name, place: place))
    }

    // MARK: Commands

    private static func isLetter(_ token: String) -> Bool {
        if token.utf8.count == 1 { return token >= "a" && token <= "z" || token >= "A" && token <= "Z" }
        return greek.contains(token) || FormulaSign.operators.contains(token) || token == FormulaSign.anyLetter
    }

    private static let greek = Set(
        [
            "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota",
            "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "varphi", "chi", "psi",
            "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega", "ell",
        ].map { "\\" + $0 })
    /// Commands that make another letter of one.
    private static let accents: Set = [
        "\\hat", "\\tilde", "\\bar", "\\vec", "\\dot", "\\mathcal", "\\mathbf", "\\mathbb", "\\mathfrak", "\\mathscr",
    ]
    /// How many arguments a command has in which letters are signs.
    private static let arguments = [
        "\\frac": 2, "\\tfrac": 2, "\\dfrac": 2, "\\binom": 2, "\\tbinom": 2, "\\dbinom": 2, "\\sqrt": 1,
        "\\overline": 1,
        "\\underline": 1, "\\underbrace": 1, "\\overbrace": 1, "\\boxed": 1, "\\overset": 2, "\\underset": 2,
    ]
    /// Commands whose argument is words.
    private static let unread: Set = [
        "\\text", "\\textbf", "\\textit", "\\textrm", "\\mathrm", "\\mathit", "\\mathsf", "\\mathtt", "\\operatorname",
        "\\begin", "\\end", "\\mathrel", "\\mathbin", "\\mathop", "\\hspace", "\\phantom",
    ]
    /// Commands after which a bracket stands.
    private static let delimited: Set = [
        "\\left", "\\right", "\\middle", "\\big", "\\Big", "\\bigg", "\\Bigg", "\\bigl", "\\bigr", "\\Bigl", "\\Bigr",
        "\\biggl", "\\biggr", "\\Biggl", "\\Biggr",
    ]
}
