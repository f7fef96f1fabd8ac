import Foundation
import Testing

@testable import LessonKit
@testable import LessonSite

/// What a page has of live cells, where it can run them and where it cannot.
@Suite struct LivePageTests {
    private static let text = """
        # A

        ```swift live
        let f = 3  // 1...7
        let rate = 0.1  // 0.001...1 log
        let isLoud = true  // switch
        let rule = "b"  // one of "<a>", "b"
        let kernel: [[Float]] = [[1, 0], [-1, 2]]  // -3...3
        print(f)
        ```

        ```output
        3
        ```

        """

    /// A program beside the same packed, of which only the packed one is read.
    private static let program: String = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try? Data("packed".utf8).write(to: URL(filePath: folder + "/a.wasm.gz"))
        return folder + "/a.wasm"
    }()

    /// A report on a lesson with a live cell, which ran as WebAssembly if there is a file of its program.
    private func report(program: String?, stop: String? = nil, text: String = Self.text) throws -> Report {
        let lesson = try Lesson(SourceText(name: "01-a.md", text: text))
        let file = Course.LessonFile(
            path: "/01-a.md", displayName: "01-a.md", part: "1-x", number: "1.1", name: "a")
        let programs = Program.all(of: lesson)
        let runs = programs.map { program in
            let cells = program.cells.map { Execution.CellExecution(index: $0.index, output: "3\n") }
            return Run(execution: Execution(cells: cells, termination: .finished))
        }
        var all = runs
        if let program {
            all[1].live = LiveRun(failure: stop, program: program, loader: "/program.js", files: ["Data/x.png"])
        }
        var report = Report(file: file, lesson: lesson, programs: programs, runs: all, warningsFail: true)
        report.live = LiveAssets(programs: programs, runs: all, folder: "/course")
        return report
    }

    private func html(_ report: Report) throws -> String {
        let map = SiteMap(folder: "/none", pages: [:])
        let typesetter = Typesetter(cacheFolder: "/none", coloursCode: false)
        return PageText(report: report, lesson: try #require(report.lesson), map: map, typesetter: typesetter).html
    }

    @Test func itIsToldWhatTheReaderMayChange() throws {
        let html = try html(report(program: Self.program))
        let attribute = try #require(html.firstMatch(of: /data-live="([^"]*)"/)).1
        let json = attribute.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        let told = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(told["cell"] as? Int == 0)
        #expect(told["number"] as? Int == 1)
        #expect(told["waits"] as? Bool == false)
        #expect(told["scripts"] as? [String] == ["1-x/01-a", "Data/x.png"])
        let parameters = try #require(told["parameters"] as? [[String: Any]])
        #expect(parameters.map { $0["name"] as? String } == ["f", "rate", "isLoud", "rule", "kernel"])
        #expect(parameters.map { $0["kind"] as? String } == ["slider", "slider", "switch", "choice", "grid"])
        #expect(parameters.map { $0["written"] as? [Double] } == [[3], [0.1], [1], [1], [1, 0, -1, 2]])
        #expect(parameters.map { $0["line"] as? Int } == [0, 1, 2, 3, 4])
        #expect(parameters[0]["step"] as? Double == 1)
        #expect(parameters[1]["log"] as? Bool == true)
        #expect(parameters[3]["words"] as? [String] == ["<a>", "b"])
        #expect(parameters[4]["columns"] as? Int == 2)
    }

    @Test func aCellThatTakesLongWaits() throws {
        let text = Self.text.replacing("swift live", with: "swift live timeout=9s")
        #expect(try html(report(program: Self.program, text: text)).contains("&quot;waits&quot;:true"))
    }

    @Test(arguments: [nil, "/no/such/file", #filePath]) func withoutAProgramItIsAnyOtherCell(_ program: String?) throws
    {
        let html = try html(report(program: program))
        #expect(!html.contains("data-live"))
        #expect(html.contains("<samp>3\n</samp>"))
    }

    @Test func aProgramThatDoesNotRunIsNotShown() throws {
        #expect(try report(program: Self.program, stop: "it stops").live == nil)
    }

    @Test func onlyPagesWithLiveCellsMayRunThem() throws {
        let template = try Template(
            String(decoding: Data(contentsOf: URL(filePath: Rendering.Course.root + "/Site/page.html")), as: UTF8.self))
        var page = Page(path: "1-x/01-a.html", title: "A", kind: "lesson", main: "")
        let plain = template.html(of: page)
        page.runLiveCells()
        let live = template.html(of: page)
        #expect(plain.contains("script-src 'self'; style-src 'self';"))
        #expect(!plain.contains("assets/live"))
        #expect(live.contains("script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; style-src 'self';"))
        #expect(live.contains("<script src=\"../assets/live/live.js\" defer></script>"))
        var answer = PageResponse()
        answer.allowLiveCells()
        #expect(
            answer.headers["Content-Security-Policy"]?.contains(
                "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; ")
                == true)
    }

    @Test func theSiteHasTheFilesThatTheyNeed() throws {
        let reports = [try report(program: Self.program), try report(program: nil)]
        let files = LiveFiles.files(Array(reports.prefix(1)), root: Rendering.Course.root)
        #expect(files.keys.contains("assets/live/Data/x.png.js"))
        #expect(try source(of: "assets/live/program.js", in: files) == "/program.js")
        let style = try source(of: "assets/live/live.css", in: files)
        #expect(style == Rendering.Course.root + "/Site/Live/live.css")
        // The six bytes, two in a character.
        let script = try #require(files["assets/live/1-x/01-a.js"])
        #expect(try text(of: script) == "LiveEngine.loaded[\"1-x\\/01-a\"] = \"0慰正摥\";\n")
        #expect(LiveFiles.files([reports[1]], root: Rendering.Course.root).isEmpty)
    }

    /// An empty script would leave the page waiting; one that is missing it reports.
    @Test func aScriptOfAFileThatIsMissingIsAnError() throws {
        let files = LiveFiles.files([try report(program: Self.program)], root: Rendering.Course.root)
        let script = try #require(files["assets/live/Data/x.png.js"])
        #expect(throws: (any Error).self) { try text(of: script) }
    }

    private func source(of name: String, in files: [String: Site.Content]) throws -> String {
        guard case .copy(let source) = try #require(files[name], "no \(name)") else {
            throw Client.Failure(words: name)
        }
        return source
    }

    private func text(of content: Site.Content) throws -> String {
        guard case .bytes(let make) = content else { throw Client.Failure(words: "no bytes") }
        return try #require(String(bytes: make(), encoding: .utf16))
    }
}
