import LessonKit

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a page's scripts are told of a live cell.
struct LiveBlock: Encodable {
    /// What sets one of its parameters.
    struct Parameter: Encodable {
        var name: String
        var type: String
        var kind: String
        /// Its line in the cell, from 0.
        var line: Int
        /// Its value as the lesson has it, as numbers; a word is its place among the words.
        var written: [Double]
        var lower: Double?
        var upper: Double?
        var step: Double?
        var log: Bool?
        var words: [String]?
        /// How many numbers a row of a grid has.
        var columns: Int?

        init(_ parameter: LiveParameter) {
            name = parameter.name
            type = parameter.type.rawValue
            line = parameter.line
            written = parameter.written.numbers(of: parameter.control)
            if case .grid(let rows) = parameter.written { columns = rows.first?.count }
            switch parameter.control {
            case .slider(let range):
                (kind, lower, upper, step, log) = ("slider", range.lower, range.upper, range.step, range.isLogarithmic)
            case .toggle: kind = "switch"
            case .choice(let all): (kind, words) = ("choice", all)
            case .grid(let range): (kind, lower, upper, step) = ("grid", range.lower, range.upper, range.step)
            case .pad(let range): (kind, lower, upper, step) = ("pad", range.lower, range.upper, range.step)
            }
        }
    }

    /// The cell's index in its program, and its number for readers.
    var cell: Int, number: Int
    /// Whether it runs only when it is asked to.
    var waits: Bool
    var parameters: [Parameter]
    /// The scripts with its program and with the data that this reads, by their paths below `assets/live`.
    var scripts: [String]

    init(_ cell: Cell, of report: Report, _ assets: LiveAssets) {
        self.cell = cell.index
        number = cell.number
        waits = cell.timeout != nil
        parameters = cell.parameters.map(Parameter.init)
        scripts = [report.file.livePath] + assets.data.keys.sorted()
    }

    /// The attribute of the cell's element.
    var attribute: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return " data-live=\"\(json.htmlEscaped)\""
    }
}

extension Course.LessonFile {
    /// The name of the script with the program of the lesson's live cells.
    var livePath: String { String(SiteMap.path(of: self).dropLast(3)) }
}

/// The files with which pages run live cells. A site without such cells has none of them.
enum LiveFiles {
    /// The scripts, each after those that it uses.
    private static let scripts = [
        "program.js", "values.js", "controls.js", "pad.js", "code.js", "address.js", "shown.js", "engine.js", "live.js",
    ]

    /// What the head of a page with live cells has besides that of others.
    static func head(root: String) -> String {
        "<link rel=\"stylesheet\" href=\"\(root)assets/live/live.css\">\n"
            + scripts.map { "<script src=\"\(root)assets/live/\($0)\" defer></script>\n" }.joined()
    }

    /// What the policy of such a page allows besides the site's own scripts: WebAssembly, and a worker made of them.
    static let policy = " 'wasm-unsafe-eval'; worker-src blob:"

    /// The files for the live cells of some lessons, by their paths below the site's folder; `root` is the course's folder.
    static func files(_ reports: [Report], root: String) -> [String: Site.Content] {
        var files: [String: Site.Content] = [:]
        for report in reports {
            guard let live = report.live else { continue }
            files["assets/live/\(report.file.livePath).js"] = script(report.file.livePath, live.program)
            for (name, path) in live.data { files["assets/live/\(name).js"] = script(name, path) }
            for name in scripts + ["live.css"] {
                files["assets/live/\(name)"] =
                    (name == "program.js" ? live.loader : SiteFiles.path("Live/\(name)", in: root)).map {
                        .copy(of: $0)
                    }
            }
        }
        return files
    }

    /// A script that holds a file's bytes, since a page that was opened as a file can load nothing else. It is UTF-16, of which a
    /// character holds two bytes: base64 would be a quarter longer.
    private static func script(_ name: String, _ path: String) -> Site.Content {
        .bytes {
            let held = characters(holding: [UInt8](try Files.read(path)))
            let key = (try? JSONEncoder().encode(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let text = Array("\u{FEFF}LiveEngine.loaded[\(key)] = \"".utf16) + held + Array("\";\n".utf16)
            return text.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        }
    }

    /// How many bytes the last character has too many, 0 or 1; then two bytes in each character, the first of them the lower. One
    /// that a script cannot hold between quotes comes after a mark, with its first bit turned.
    private static func characters(holding bytes: [UInt8]) -> [UInt16] {
        let mark: UInt16 = 1
        let unfit = Set([0, mark, 0x2028, 0x2029] + Array("\"\\\n\r".utf16)).union(0xD800...0xDFFF)
        var characters: [UInt16] = [bytes.count % 2 == 0 ? 0x30 : 0x31]
        for index in stride(from: 0, to: bytes.count, by: 2) {
            let character = UInt16(bytes[index]) | (index + 1 < bytes.count ? UInt16(bytes[index + 1]) << 8 : 0)
            characters += unfit.contains(character) ? [mark, character ^ 0x8000] : [character]
        }
        return characters
    }
}
