import LessonKit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A book as a PDF file, which Chromium makes of one HTML file.
struct PrintedBook {
    let book: Book

    /// The size of a page and its margins; the title has no number.
    private static let paper = """
        @page { size: 170mm 240mm; margin: 20mm 18mm 22mm 20mm; @bottom-center { content: counter(page); font: 9pt "Charis"; } }
        @page title { @bottom-center { content: none; } }
        .title { page: title; }

        """

    /// Writes the files to a folder and prints them; returns the path of the PDF.
    func write(in folder: String) throws -> String {
        try Book.write(book.files, to: folder)
        // The first time to learn on which page everything is.
        try print(pages: [:], in: folder)
        try print(pages: try pages(in: folder), in: folder)
        return folder + "/book.pdf"
    }

    private func print(pages: [Substring: Substring], in folder: String) throws {
        try Files.write(html(pages), to: folder + "/book.html")
        let isRoot = geteuid() == 0
        let result = try Book.run(
            ["chromium", "chromium-browser", "google-chrome"],
            // Chromium's own sandbox does not work for root.
            (isRoot ? ["--no-sandbox"] : []) + [
                "--headless", "--disable-gpu", "--user-data-dir=\(folder)/profile", "--no-pdf-header-footer",
                "--generate-pdf-document-outline", "--print-to-pdf=\(folder)/book.pdf", "file://\(folder)/book.html",
            ], package: "chromium", in: folder)
        guard result.termination == .exited(0), Files.isFile(folder + "/book.pdf") else {
            throw Refusal(description: "Chromium could not print the book. \(result.output.suffix(1000))")
        }
    }

    /// The page of each id.
    private func pages(in folder: String) throws -> [Substring: Substring] {
        let result = try Book.run(["pdfinfo"], ["-dests", "book.pdf"], package: "poppler-utils", in: folder)
        guard result.termination == .exited(0) else {
            throw Refusal(description: "pdfinfo could not read the book. \(result.output.suffix(1000))")
        }
        var pages: [Substring: Substring] = [:]
        for line in result.output.split(separator: "\n") {
            // `  12 [ XYZ   57  650 null ] "3.2.top"`
            let quoted = line.split(separator: "\"", omittingEmptySubsequences: false)
            guard quoted.count > 1, let page = line.split(separator: " ").first else { continue }
            pages[quoted[1]] = page
        }
        return pages
    }

    private func html(_ pages: [Substring: Substring]) -> String {
        let chapters = book.chapters.map {
            "<section class=\"chapter\" id=\"\($0.id)\">\n\($0.html)</section>\n"
        }
        let contents =
            "<section class=\"chapter\" id=\"contents.top\">\n<h1>Contents</h1>\n<nav>\n\(book.contents)</nav>\n</section>\n"
        let body = book.titlePage + contents + chapters.joined()
        // Three figures have the width of any number.
        let numbered = body.replacingPageNumbers { Book.pageNumber(of: String($0), pages[$0] ?? "000") }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>\(book.title.htmlEscaped)</title>
            <link rel="stylesheet" href="style/katex.css">
            <link rel="stylesheet" href="style/book.css">
            <style>\(Self.paper)</style>
            </head>
            <body class="printed">
            \(numbered)</body>
            </html>

            """
    }
}
