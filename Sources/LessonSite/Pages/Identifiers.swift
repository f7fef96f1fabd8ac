import LessonKit

/// The ids of a page's headings, made as GitHub makes them, so that links work in both places.
///
/// The page's own ids hold a dot, which no heading's does.
struct Identifiers {
    private(set) var given: Set<String> = []
    private var counts: [String: Int] = [:]

    /// An id of a heading's letters, digits, hyphens and underscores that no other heading has.
    mutating func id(for heading: String) -> String {
        var base = String.UnicodeScalarView()
        for scalar in heading.lowercased().unicodeScalars {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
                .letterNumber, .nonspacingMark, .spacingMark, .enclosingMark, .connectorPunctuation:
                base.append(scalar)
            default:
                if scalar == " " || scalar == "-" { base.append("-") }
            }
        }
        let name = base.isEmpty ? "section" : String(base)
        var id = name
        while !given.insert(id).inserted {
            counts[name, default: 0] += 1
            id = "\(name)-\(counts[name] ?? 1)"
        }
        return id
    }
}
