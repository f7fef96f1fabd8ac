/// Of the arguments with which the package manager compiles a target, those by which the compiler finds what it depends on.
struct ClientArguments {
    /// The maps of C modules.
    private(set) var moduleMaps: [String] = []
    /// The programs that expand macros.
    private(set) var macros: [String] = []
    /// The others, as the compiler itself takes them rather than its driver.
    private(set) var others: [String] = []

    init(_ arguments: [String]) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "-Xcc": if let flag = rest.popFirst() { addC(flag, &rest) }
            case "-load-plugin-executable":
                if rest.first == "-Xfrontend" { rest.removeFirst() }
                guard let plugin = rest.popFirst() else { continue }
                others += [word, plugin]
                macros.append(String(plugin.prefix { $0 != "#" }))
            case "-I", "-F":
                if let folder = rest.popFirst() { others += [word, folder] }
            default:
                let isNeeded = ["-I", "-F", "-cxx-interoperability-mode="].contains { word.hasPrefix($0) }
                if isNeeded { others.append(word) }
            }
        }
    }

    /// Adds a flag for headers.
    private mutating func addC(_ flag: String, _ rest: inout ArraySlice<String>) {
        let map = "-fmodule-map-file="
        if flag.hasPrefix(map) {
            moduleMaps.append(String(flag.dropFirst(map.count)))
        } else if ["-I", "-isystem", "-iquote", "-F", "-D"].contains(flag) {
            if rest.first == "-Xcc" { rest.removeFirst() }
            if let value = rest.popFirst() { others += ["-Xcc", flag, "-Xcc", value] }
        } else if ["-I", "-isystem", "-D", "-std="].contains(where: { flag.hasPrefix($0) }) {
            others += ["-Xcc", flag]
        }
    }
}

extension ModuleMap {
    /// The modules that the map declares.
    var moduleNames: [String] {
        let text = (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        return zip(words, words.dropFirst()).filter { $0.0 == "module" }.map { String($0.1) }
    }
}
