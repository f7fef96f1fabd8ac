/// The candidate nearest to a misspelt or shortened word, if it is near enough to have been meant.
func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let word = word.lowercased()
    let limit = max(1, word.count / 3)
    // Much shorter candidates cannot be near, and a word may be very long.
    return candidates.filter { $0.count + limit >= word.count }.map { candidate in
        let isShortened = word.count >= 3 && candidate.lowercased().contains(word)
        return (candidate, isShortened ? limit : editDistance(word, candidate.lowercased()))
    }
    .filter { $0.1 <= limit }
    .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
}

/// The end of a sentence about a word: `; did you mean ‘x’?`, or a full stop if no candidate is near.
package func suggestion(for word: String, among candidates: some Sequence<String>) -> String {
    nearest(to: word, among: candidates).map { "; did you mean ‘\($0)’?" } ?? "."
}

/// The least number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other
/// (optimal string alignment distance).
func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a), b = Array(b)
    var rows = [Array(0...b.count)]
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            let replaced = rows[i][j] + (a[i] == b[j] ? 0 : 1)
            var best = min(replaced, rows[i][j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
            row.append(best)
        }
        rows.append(row)
    }
    return rows[a.count][b.count]
}
