import LessonKit

/// Which lessons build on which: a lesson builds on an earlier one where its text links to it.
struct LessonPaths {
    /// The neighbours of a lesson, in the order of the course.
    struct Path {
        fileprivate(set) var before: [Stop] = [], after: [Stop] = []

        /// A line of links, from the page of a lesson; empty if there are none.
        var html: String {
            let lists = [("Builds on", before), ("Goes on in", after)].filter { !$0.1.isEmpty }.map { words, stops in
                "<span>\(words) \(stops.map(\.link).joined(separator: ", "))</span>"
            }
            return lists.isEmpty ? "" : "<p class=\"path\">\(lists.joined(separator: " "))</p>\n"
        }
    }

    /// A lesson to which a line leads.
    struct Stop {
        let number: String, title: String
        /// The path of its page below the site's folder.
        let page: String

        fileprivate var link: String {
            "<a href=\"../\(page.percentEncoded.hrefEscaped)\" title=\"\(title.htmlEscaped)\">\(number)</a>"
        }
    }

    private var paths: [String: Path] = [:]

    /// Follows the links in the texts of all lessons.
    init(_ parts: [PartText]) {
        var earlier: [String: Stop] = [:]
        var order: [String] = []
        for (report, text) in parts.flatMap(\.lessons) {
            let linked = Set(text.references.map(\.path))
            let stop = Stop(
                number: report.file.number, title: text.title ?? report.file.name, page: text.path.dropLast(3) + ".html"
            )
            for path in order where linked.contains(path) {
                if let before = earlier[path] { paths[text.path, default: Path()].before.append(before) }
                paths[path, default: Path()].after.append(stop)
            }
            earlier[text.path] = stop
            order.append(text.path)
        }
    }

    /// The neighbours of a lesson, by the path of its Markdown below `Lessons`.
    subscript(path: String) -> Path { paths[path] ?? Path() }
}
