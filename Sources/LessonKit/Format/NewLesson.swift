extension Course {
    /// Writes a small lesson that passes, to start from, after the others of its part; returns its path. Before it begins
    /// a part, `beginsPart` is asked with the part's folder whether to.
    public func makeLesson(
        _ name: String, sample: (code: String, output: String), beginsPart: (String) -> Bool = { _ in true }
    ) throws -> String {
        let names = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else {
            throw LookupError(
                description:
                    "‘\(name)’ cannot name a new lesson; write its part and name, as in ‘3-convolution/dilation’.")
        }
        let ending = names[1].split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard !["md", "markdown"].contains(ending) || !names[1].contains(".") else {
            throw LookupError(
                description:
                    "‘\(name)’ names a file; write the name alone, as in ‘\(names[0])/\(names[1].prefix { $0 != "." })’."
            )
        }
        let found = Self.named(names[0], among: parts, names: \.names)
        guard found.count <= 1 else { throw Self.ambiguous(names[0], found.map(\.folder)) }
        let known = found.first
        guard let folder = known?.folder ?? (names[0].firstMatch(of: /^[0-9]+-./) != nil ? names[0] : nil) else {
            let all = parts.flatMap { [$0.folder, $0.name] }
            throw LookupError(
                description:
                    "There is no part ‘\(names[0])’\(suggestion(for: names[0], among: all)) A new part's name begins with "
                    + "its number, as in ‘7-transformers’.")
        }
        if known == nil, let number = folder.prefixMatch(of: /0*([0-9]+)-/)?.1,
            let twin = parts.first(where: { $0.number == String(number) })
        {
            throw LookupError(
                description: "Part \(number) is \(twin.folder); name that, or choose a number that no part has.")
        }
        guard known != nil || beginsPart(folder) else {
            throw LookupError(
                description: "Nothing is written; the parts are \(parts.map(\.folder).joined(separator: ", ")).")
        }
        if let twin = known?.lessons.first(where: { $0.name == names[1] }) {
            throw LookupError(description: "\(twin.displayName) already has that name; choose another.")
        }
        let last =
            known?.lessons.compactMap { $0.path.fileName.split(separator: "-").first.flatMap { Int($0) } }.max() ?? 0
        let number = last + 1 < 10 ? "0\(last + 1)" : "\(last + 1)"
        let path = "\(root)/Lessons/\(folder)/\(number)-\(names[1]).md"
        let title = names[1].prefix(1).uppercased() + names[1].dropFirst().replacing("-", with: " ")
        try Files.makeFolder(path.folder)
        try Files.write(
            """
            # \(title)

            The question that the lesson answers.

            ```swift
            \(sample.code)
            ```

            ```output
            \(sample.output)
            ```

            """, to: path)
        return path
    }
}
