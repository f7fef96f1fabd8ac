/// A sign of the notation: letters in a row, of which the last may have scripts.
///
/// `a^{[l]}` is `a` with anything in square brackets above. What the sign has no script for, a formula may have: `W` is `W^T`
/// and `W_1` too, unless these are signs of their own.
struct FormulaSign: Equatable {
    /// What a sign has in the place of a letter if it says what a script means, whatever letter has it.
    static let anyLetter = "\\cdot"
    /// The signs that are no letters. A line may be broken after them, so they are known only in formulas on lines of their own.
    static let operators: Set = ["\\odot", "*"]

    let letters: [FormulaLetter]

    /// The sign that some TeX is; nil where it is more than letters.
    init?(_ tex: String) {
        let letters = FormulaReader.pieces(of: tex).map(\.letter)
        let known = letters.compactMap(\.self)
        guard !known.isEmpty, known.count == letters.count, known.dropLast().allSatisfy(\.hasNoScripts) else {
            return nil
        }
        self.letters = known
    }

    /// Whether it says what a script means.
    var isForAnyLetter: Bool { letters.count == 1 && letters[0].name == Self.anyLetter }

    /// How much it says: of two signs that are in the same place, the one that says more is meant.
    var weight: Int {
        guard let last = letters.last else { return 0 }
        return letters.count * 8 + (last.below == nil ? 0 : 4) + last.above.brackets.count
            + (last.above.rest.isEmpty ? 0 : 2)
    }

    /// Whether it stands at the beginning of some pieces.
    func stands(in pieces: ArraySlice<FormulaPiece>) -> Bool {
        guard pieces.count >= letters.count, let last = letters.last else { return false }
        for (sign, piece) in zip(letters, pieces) {
            guard let letter = piece.letter, letter.name == sign.name else { return false }
        }
        let found = pieces.prefix(letters.count).compactMap(\.letter)
        return found.dropLast().allSatisfy(\.hasNoScripts) && found.last.map(last.allows) == true
    }

    /// Whether it says something of a letter's scripts.
    func isScript(of letter: FormulaLetter) -> Bool { letters[0].allows(letter) }
}

extension FormulaLetter {
    fileprivate var hasNoScripts: Bool { below == nil && above == Superscript() }

    /// Whether a letter has the scripts of this one.
    fileprivate func allows(_ letter: FormulaLetter) -> Bool {
        (below == nil || below == letter.below) && above.brackets.isSubset(of: letter.above.brackets)
            && (above.rest.isEmpty || above.rest == letter.above.rest)
    }
}
