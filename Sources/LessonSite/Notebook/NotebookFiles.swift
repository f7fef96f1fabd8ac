import LessonKit

/// The files with which a served page becomes a notebook. The site that is built has none of them.
enum NotebookFiles {
    /// The notebook's own scripts, each after those that it uses.
    private static let scripts = [
        "connection.js", "assistance.js", "editor.js", "drafts.js", "yours.js", "exercise.js", "cell.js", "notebook.js",
    ]

    /// Where Debian and Homebrew put CodeMirror, the editor.
    private static let editorFolders = [
        "/usr/share/javascript/codemirror", "/opt/homebrew/share/codemirror", "/usr/local/share/codemirror",
    ]

    /// The file to which an address below `/.lessons/` leads; nil if there is none.
    static func file(_ name: String, root: String) -> String? {
        let editor = [
            "codemirror.js": ["lib/codemirror.js", "codemirror.js"],
            "codemirror.css": ["lib/codemirror.css", "codemirror.css"],
            "swift.js": ["mode/swift/swift.js"], "matchbrackets.js": ["addon/edit/matchbrackets.js"],
            "closebrackets.js": ["addon/edit/closebrackets.js"],
            "show-hint.js": ["addon/hint/show-hint.js"], "show-hint.css": ["addon/hint/show-hint.css"],
        ]
        if name == "notebook.css" || scripts.contains(name) {
            return SiteFiles.path("Notebook/\(name)", in: root)
        }
        let candidates = editorFolders.flatMap { folder in (editor[name] ?? []).map { "\(folder)/\($0)" } }
        return candidates.first(where: Files.isFile)
    }

    /// What the head of a served page has besides the site's own.
    static let head =
        ["codemirror.css", "show-hint.css", "notebook.css"]
        .map { "<link rel=\"stylesheet\" href=\"/.lessons/\($0)\">\n" }.joined()
        + (["codemirror.js", "swift.js", "matchbrackets.js", "closebrackets.js", "show-hint.js"] + scripts)
        .map { "<script src=\"/.lessons/\($0)\" defer></script>\n" }.joined() + "</head>"

    /// What `doctor` says of the editor.
    static var healthChecks: [HealthCheck] {
        let place = file("codemirror.js", root: "") ?? editorFolders[0] + "/codemirror.js"
        return [.file(place, "The notebook’s editor", package: "libjs-codemirror")]
    }
}
