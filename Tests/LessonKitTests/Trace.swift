import Foundation

/// What the programs of a command opened and were given, as `strace` tells it.
struct Trace {
    /// The files opened, by the name of the program.
    var opened: [String: Set<String>] = [:]
    /// The names of the variables in its environment, by the name of the program.
    var environments: [String: Set<String>] = [:]

    /// Traces a command; needs Linux and `strace`.
    init(of command: String, _ arguments: [String], in folder: String, environment: [String: String]) throws {
        let file = folder + "/trace"
        let calls = [
            "-f", "--seccomp-bpf", "-qq", "-s", "4096", "-e", "trace=process,open,openat", "-e", "abbrev=none",
        ]
        let result = try Command.run(
            "/usr/bin/strace", calls + ["-o", file, command] + arguments, in: folder, environment: environment)
        guard result.status == 0 else { throw Failure(description: result.output + result.errors) }
        read(String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self))
    }

    struct Failure: Error, CustomStringConvertible { var description: String }

    private mutating func read(_ text: String) {
        var programs: [Substring: String] = [:], unfinished: [Substring: String] = [:]
        for line in text.split(separator: "\n") {
            let process = line.prefix { $0 != " " }
            var call = String(line.dropFirst(process.count).drop { $0 == " " })
            if let end = call.range(of: " <unfinished ...>") {
                unfinished[process] = String(call[..<end.lowerBound])
                continue
            }
            if call.hasPrefix("<... "), let end = call.range(of: " resumed>") {
                call = (unfinished.removeValue(forKey: process) ?? "") + call[end.upperBound...]
            }
            guard let equals = call.range(of: " = ", options: .backwards) else { continue }
            // What failed has no number of digits alone.
            let result = call[equals.upperBound...].prefix { $0.isNumber }
            let strings = call.split(separator: "\"", omittingEmptySubsequences: false)
            guard !result.isEmpty else { continue }
            if call.hasPrefix("execve("), let mark = call.range(of: "], ["), strings.count > 1 {
                let name = URL(filePath: String(strings[1])).lastPathComponent
                programs[process] = name
                let variables = call[mark.upperBound...].split(separator: "\"").filter { $0.contains("=") }
                environments[name, default: []].formUnion(
                    variables.filter { $0.first?.isLetter == true }.map { String($0.prefix { $0 != "=" }) })
            } else if call.hasPrefix("open"), strings.count > 1, let program = programs[process] {
                opened[program, default: []].insert(String(strings[1]))
            } else if call.hasPrefix("clone") || call.hasPrefix("fork") || call.hasPrefix("vfork") {
                programs[result] = programs[process]
            }
        }
    }
}
