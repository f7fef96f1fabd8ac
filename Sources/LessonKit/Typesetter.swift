#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Sets formulas by KaTeX and colours code by Prism, when the site is built: a page needs no script for either. What has
/// been set once is kept.
final class Typesetter {
    /// What the site needs of the machine.
    private static let katex = "/usr/share/javascript/katex"
    private static let fonts = "/usr/share/fonts/truetype/katex"
    private static let prism = "/usr/share/nodejs/prismjs/components"

    /// What the site needs: what it is, where it is, and the Debian package that brings it.
    static let needs = [
        ("KaTeX", katex + "/katex.min.js", "libjs-katex"),
        ("KaTeX's fonts", fonts + "/KaTeX_Main-Regular.woff2", "fonts-katex"),
        ("Prism", prism + "/prism-swift.min.js", "node-prismjs"),
    ]

    /// A formula that KaTeX does not understand.
    struct FormulaError: Error {
        /// KaTeX's words.
        let message: String
    }

    private let keptIn: String
    private var kept: [String: String]
    private var hasNew = false
    private var engine: ScriptEngine?

    /// Takes up what earlier builds have kept.
    init(scratch: String) {
        let stamp = [Self.katex + "/katex.min.js", Self.prism + "/prism-swift.min.js"].map(Files.stamp(of:)).joined(
            separator: "-")
        keptIn = "\(scratch)/typeset \(stamp.filter { $0.isNumber || $0 == "-" }).json"
        kept = (try? Files.read(keptIn)).flatMap { try? JSONDecoder().decode([String: String].self, from: $0) } ?? [:]
    }

    /// The HTML and MathML of a formula.
    func formula(_ tex: String, isDisplayed: Bool) throws -> String {
        let result = try set("formula", tex, isDisplayed ? "display" : "inline")
        guard !result.hasPrefix("!") else { throw FormulaError(message: String(result.dropFirst())) }
        return result
    }

    /// Code as HTML, its words in spans that name what they are.
    func code(_ code: String, language: String) throws -> String {
        language == "swift" ? try set("code", code, language) : code.htmlEscaped
    }

    private func set(_ function: String, _ text: String, _ kind: String) throws -> String {
        let key = "\(function) \(kind) \(text)"
        if let known = kept[key] { return known }
        let engine = try self.engine ?? Self.makeEngine()
        self.engine = engine
        let result = try engine.call(function, text, kind)
        kept[key] = result
        hasNew = true
        return result
    }

    private static func makeEngine() throws -> ScriptEngine {
        let libraries = [katex + "/katex.min.js"] + ["core", "clike", "swift"].map { "\(prism)/prism-\($0).min.js" }
        var scripts = [("before", before)]
        for path in libraries {
            guard let text = try? String(decoding: Files.read(path), as: UTF8.self) else {
                throw Toolchain.Missing(
                    description: "There is no \(path), which sets the site's formulas and code; install it with "
                        + "‘apt-get install libjs-katex fonts-katex node-prismjs’.")
            }
            scripts.append((path, text))
        }
        return try ScriptEngine(scripts: scripts + [("after", after)])
    }

    /// What the libraries expect of a browser.
    private static let before = """
        var Prism = { manual: true, disableWorkerMessageHandler: true };
        if (!Array.prototype.fill) Array.prototype.fill = function (value) {
            for (var i = 0; i < this.length; i++) this[i] = value;
            return this;
        };
        """

    private static let after = """
        function formula(tex, kind) {
            try {
                return katex.renderToString(tex, { displayMode: kind === 'display', trust: false, maxExpand: 1000 });
            } catch (error) {
                return '!' + error.message;
            }
        }
        function code(text, language) { return Prism.highlight(text, Prism.languages[language], language); }
        """

    /// The style sheet and fonts of the formulas: where each is, and its place below the site's assets.
    static func assets() -> [(source: String, target: String)] {
        [(katex + "/katex.min.css", "katex.min.css")]
            + Files.names(in: fonts).filter { $0.hasSuffix(".woff2") }.map { ("\(fonts)/\($0)", "fonts/\($0)") }
    }

    /// Keeps for later builds what was set anew.
    func keep() {
        guard hasNew, let data = try? JSONEncoder().encode(kept) else { return }
        try? Files.write(data, to: keptIn)
    }
}

extension String {
    /// The text with the characters escaped that mean something in HTML, in and outside attributes.
    var htmlEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
