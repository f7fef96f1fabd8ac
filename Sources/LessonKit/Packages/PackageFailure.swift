/// A package that cannot be read or built, with what the tools say about it.
public struct PackageFailure: Error, CustomStringConvertible {
    /// The errors in its sources, at their places.
    public let diagnostics: [Diagnostic]
    /// What has failed, and what to do.
    public let description: String

    /// Reads what `swift build` printed.
    init(output: String, root: String, subject: String) {
        var found: [Diagnostic] = []
        var sentences: [String] = []
        for line in output.split(whereSeparator: \.isNewline) {
            if let diagnostic = Self.diagnostic(String(line), root: root) {
                // Each target that a file belongs to reports its errors.
                if diagnostic.severity == .error, !found.contains(diagnostic) { found.append(diagnostic) }
            } else if line.hasPrefix("error: ") {
                sentences.append(String(line.dropFirst("error: ".count)))
            }
        }
        diagnostics = found
        let reasons = found.isEmpty ? sentences.isEmpty ? [String(output.suffix(2000))] : sentences : []
        description =
            "\(subject) in \(root) cannot be built, so nothing was run."
            + (reasons.isEmpty ? " Correct the errors above." : " \(reasons.joined(separator: " "))")
    }

    /// Reads `path:line:column: error: message`, and names the file relative to the package.
    private static func diagnostic(_ line: String, root: String) -> Diagnostic? {
        guard let match = line.firstMatch(of: /^(.+?):([0-9]+):([0-9]+): (?:fatal )?(error|warning|note): (.*)$/),
            let number = Int(match.2), let severity = Diagnostic.Severity(rawValue: String(match.4))
        else { return nil }
        let path = String(match.1)
        return Diagnostic(
            file: path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path, line: number,
            column: Int(match.3), severity: severity, message: String(match.5))
    }
}
