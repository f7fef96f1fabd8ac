/// The figures that open the parts: each line of `Lessons/covers.txt` leads to a cell, as a link there would, and the
/// first figure of that cell stands for the cell's part.
struct Covers {
    /// By the folder of the part.
    private var covers: [String: Cover] = [:]
    /// The lines that lead to no figure.
    private(set) var problems: [Diagnostic] = []

    /// A figure, and where it comes from.
    private struct Cover {
        let figure: Figure
        /// The page of the lesson below the site's folder, and the cell's id on it.
        let page: String
        let id: String
        let title: String
    }

    /// Reads the file; without it, no part has a cover.
    init(root: String, parts: [PartText]) {
        let name = "Lessons/covers.txt"
        guard let data = try? Files.read("\(root)/\(name)") else { return }
        let lines = String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let (path, id) = (line.prefix { $0 != "#" }, line.drop { $0 != "#" }.dropFirst())
            let lesson = parts.flatMap(\.lessons).first { $0.text.path == path }
            let verdict = lesson?.report.verdicts.first { CellBlocks.id(of: $0.cell) == id }
            if let lesson, let figure = verdict?.run?.figures.first, !figure.svg.isEmpty,
                SVGReader.isHarmless(figure.svg)
            {
                covers[lesson.report.file.part] = Cover(
                    figure: figure, page: lesson.text.path.dropLast(3) + ".html", id: String(id),
                    title: "\(lesson.report.file.number) \(lesson.text.title ?? lesson.report.file.name)")
            } else if lesson?.report.hasPassed ?? true {
                problems.append(
                    Diagnostic(
                        file: name, line: index + 1,
                        message:
                            "\(line) leads to no figure; write a lesson's path and a cell of it that shows one, such as "
                            + "‘3-convolution/02-padding.md#cell.4’."))
            }
        }
    }

    /// The figure that opens a part, on a page from which `root` leads up to the site's folder; nothing where there is none.
    func html(of part: Course.Part, root: String) -> String {
        guard let cover = covers[part.folder] else { return "" }
        let address = "\(root)\(cover.page.percentEncoded)#\(cover.id)".hrefEscaped
        return "<figure class=\"cover\">\n\(cover.figure.svg)\n<figcaption>From <a href=\"\(address)\">"
            + "\(cover.title.htmlEscaped)</a></figcaption>\n</figure>\n"
    }
}
