import LessonKit

/// The files with which pages show what a name is. A site whose lessons' names nobody knows has none of them.
enum NameFiles {
    /// What the head of a page has for the reference's style.
    static func style(root: String) -> String { "<link rel=\"stylesheet\" href=\"\(root)assets/names.css\">\n" }

    /// What the head of a lesson's page has besides.
    static func head(root: String) -> String {
        style(root: root) + "<script src=\"\(root)assets/names.js\" defer></script>\n"
    }

    /// The scripts with the cards of some lessons, and the files that they need, by their paths below the site's folder.
    static func files(_ reports: [Report], _ pages: ReferencePages, root: String) -> [String: Site.Content] {
        var files: [String: Site.Content] = [:]
        let (reference, addresses) = (pages.reference, pages.addresses)
        for report in reports where !report.names.isEmpty {
            files["assets/names/\(report.file.livePath).js"] = .text {
                NameCards(report, reference: reference, addresses: addresses)?.script ?? "lessonNames([], {});\n"
            }
        }
        guard !files.isEmpty || !reference.files.isEmpty else { return [:] }
        for name in ["names.js", "names.css"] {
            files["assets/\(name)"] = SiteFiles.path(name, in: root).map { .copy(of: $0) }
        }
        return files
    }
}
