import LessonKit

extension SiteBuilder {
    /// The pages of the reference, and how their texts are made.
    func sources(of reference: CourseReference) -> [Source] {
        let map = SiteMap(folder: map.folder, pages: map.pages.merging(reference.pages) { own, _ in own })
        return reference.files.map { [typesetter] file in
            let markdown = reference.markdown(of: file), code = reference.source(of: file)
            let path = file.markdownPath
            return Source(path: path, inputs: [markdown, code ?? ""]) {
                let source = SourceText(name: path, text: markdown)
                var text = PageText(generated: source, path: path, map: map, typesetter: typesetter)
                // Which lessons use a declaration is told in small letters.
                text.html.replace("<p>Used in <a", with: "<p class=\"uses\">Used in <a")
                if let code {
                    let name = (file.file ?? file.name).htmlEscaped
                    text.html +=
                        "<details class=\"source\"><summary>The source, \(name)</summary>\n"
                        + "<pre class=\"code\" tabindex=\"0\" id=\"site.source\"><code>"
                        + "\(typesetter.code(code, language: "swift"))</code></pre></details>\n"
                }
                return text
            }
        }
    }
}
