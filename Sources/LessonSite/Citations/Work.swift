import LessonKit

/// A work that an item of a list names: its authors, a comma, its title in italics or as a link, and its year.
struct Work: Equatable {
    var authors: String
    var title: String
    /// Where it appeared, such as a journal; empty where that is not told.
    var venue: String
    var year: String
    /// Its address on the web; nil where it has none.
    var address: String?

    /// What the HTML of a link to the web has before it is known whether it leads to a work.
    static let citation = " class=\"cites\""

    /// The work that an item names; nil for any other item.
    init?(_ item: Markdown) {
        guard let inlines = item.children.first?.children, item.children.first?.kind == .paragraph,
            let place = inlines.firstIndex(where: \.isNoText),
            case let before = inlines[..<place].map(\.plainText).joined().trimmed, before.hasSuffix(",")
        else { return nil }
        switch inlines[place].kind {
        case .emphasis: break
        case .link(let url, _): if url.isOnWeb { address = url } else { return nil }
        default: return nil
        }
        // The year, in the text between the title and the next link.
        let rest = inlines[(place + 1)...]
        let text = rest.prefix { !$0.isLink }.map(\.plainText).joined()
        guard let year = text.firstRange(of: /\b(1[5-9]|20)\d\d\b/) else { return nil }
        authors = String(before.dropLast())
        title = inlines[place].plainText
        venue = String(text[..<year.lowerBound]).trimmedOfCommas
        self.year = String(text[year])
        if address == nil, text[year.upperBound...].allSatisfy({ ", \n".contains($0) }),
            case .link(let url, _)? = rest.first(where: \.isLink)?.kind, url.isOnWeb
        {
            address = url
        }
    }

    /// Whether the authors are names and nothing else: some items begin with other words, or with ‘The same authors’.
    private var areNames: Bool {
        authors.split(separator: " ").allSatisfy { word in
            word.first?.isUppercase == true || ["and", "others", "von", "van", "de", "der", "la"].contains(word)
        } && !authors.hasPrefix("The ")
    }

    /// What another item that names the same work tells better.
    mutating func take(_ other: Work) {
        let isBetter = other.areNames == areNames ? other.authors.count > authors.count : other.areNames
        if isBetter { authors = other.authors }
        if other.title.count > title.count { title = other.title }
        if other.venue.count > venue.count { venue = other.venue }
        address = address ?? other.address
    }

    /// The letters and digits of its title and its year, by which a work without an address is known.
    var key: String { (title + year).lowercased().filter { $0.isLetter || $0.isNumber } }

    /// The last name of the first author.
    var lastName: String {
        let first = authors.split(separator: ",").first.map(String.init) ?? authors
        let name = first.firstRange(of: " and ").map { String(first[..<$0.lowerBound]) } ?? first
        return name.split(separator: " ").last.map(String.init) ?? name
    }
}

extension Markdown {
    fileprivate var isLink: Bool { if case .link = kind { true } else { false } }

    fileprivate var isNoText: Bool {
        switch kind {
        case .text, .softBreak: false
        default: true
        }
    }
}

extension String {
    fileprivate var isOnWeb: Bool { hasPrefix("https://") || hasPrefix("http://") }

    /// The text on one line, without the commas and blanks at its ends.
    fileprivate var trimmedOfCommas: String {
        let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(line.drop { ", ".contains($0) }.reversed().drop { ", ".contains($0) }.reversed())
    }
}
