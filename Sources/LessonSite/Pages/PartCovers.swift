import LessonKit

/// The figures that open the parts. A part's README shows one as a file that leads to the lesson it comes from,
/// `[![its alternative text](opening.svg)](01-lesson.md)`; the pages show what the lesson drew in the run that was
/// checked, and the file, which is there for readers of the Markdown, must hold the same.
struct PartCovers {
    /// The covers by the folders of their parts.
    private var covers: [String: PartCover] = [:]
    /// A problem for each file that differs from what its lesson draws.
    private(set) var problems: [Diagnostic] = []

    /// The picture in a README, with its link.
    private struct Opening {
        let line: Int
        let file: String, alternativeText: String, lesson: String

        init?(_ readme: Markdown) {
            for block in readme.children where block.kind == .paragraph && block.children.count == 1 {
                guard case .link(let lesson, _) = block.children[0].kind, block.children[0].children.count == 1,
                    case .image(let file, _) = block.children[0].children[0].kind, file.hasSuffix(".svg")
                else { continue }
                line = block.lines.lowerBound
                (self.file, self.lesson) = (file, lesson)
                alternativeText = block.children[0].children[0].children.map(\.plainText).joined()
                return
            }
            return nil
        }
    }

    /// Reads the READMEs of the parts; a part whose README shows no such picture has no cover.
    init(root: String, parts: [PartText]) {
        for part in parts {
            let folder = "\(root)/Lessons/\(part.part.folder)"
            guard let readme = try? Files.read("\(folder)/README.md"),
                let opening = Opening(Markdown(String(decoding: readme, as: UTF8.self))),
                let lesson = part.lessons.first(where: { $0.text.path.fileName == opening.lesson }),
                lesson.report.hasPassed
            else { continue }
            let number = lesson.report.file.number
            let verdict = lesson.report.verdicts.first { verdict in
                verdict.execution?.figures.contains { $0.alternativeText == opening.alternativeText } == true
            }
            let figure = verdict?.execution?.figures.first { $0.alternativeText == opening.alternativeText }
            let file = try? Files.read("\(folder)/\(opening.file)")
            guard let verdict, let figure, SVGReader.isHarmless(figure.svg),
                file?.elementsEqual(figure.standaloneSVG.utf8) == true
            else {
                let fault =
                    figure == nil
                    ? "No figure of lesson \(number) has this alternative text."
                    : "\(opening.file) is not what lesson \(number) draws."
                problems.append(
                    Diagnostic(
                        file: "Lessons/\(part.part.folder)/README.md", line: opening.line,
                        message: "\(fault) Draw it again with ‘lessons run \(number) --figures DIR’."))
                continue
            }
            covers[part.part.folder] = PartCover(
                svg: figure.svg,
                address: lesson.text.path.dropLast(3).description.percentEncoded + ".html#"
                    + CellBlocks.id(of: verdict.cell),
                title: "\(number) \(lesson.text.title ?? lesson.report.file.name)")
        }
    }

    /// The figure that opens a part; `root` is the path from the page to the site's folder; nil if the part has no
    /// cover.
    func html(of part: Course.Part, root: String) -> String? {
        covers[part.folder]?.html(root: root)
    }
}

/// The figure that opens a part.
private struct PartCover {
    let svg: String
    /// The path of the lesson's page below the site's folder, with the cell's id.
    let address: String
    let title: String

    func html(root: String) -> String {
        "<figure class=\"cover\">\n\(svg)\n<figcaption>From <a href=\"\((root + address).hrefEscaped)\">"
            + "\(title.htmlEscaped)</a></figcaption>\n</figure>\n"
    }
}
