import LessonKit

/// The ids of a page's headings, made as GitHub makes them, so that links work in both places.
///
/// Ids of the page's other elements contain a dot, which no heading's id does.
struct Identifiers {
    private(set) var given: Set<String> = []
    private var counts: [String: Int] = [:]

    /// A unique id made of the letters, digits, hyphens and underscores of a heading.
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
