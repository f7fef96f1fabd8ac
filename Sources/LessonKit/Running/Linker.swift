import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Links programs of lessons by calling the linker as clang would call it. Starting clang each time would take longer
/// than linking.
final class Linker: Sendable {
    private let root: String
    /// The folder of the files in which the linker commands that clang prints are kept.
    private let cacheFolder: String
    /// Those commands, by the files of the libraries.
    private let cachedCommands = Mutex<[[String]: [String]]>([:])

    /// What an object file is linked to.
    enum Form: String {
        /// A program that runs as it is.
        case program
        /// A program whose declarations other cells may use that are loaded later.
        case base
        /// Cells that are loaded into such a program.
        case tail

        /// The compiler's flags without which others cannot use all its declarations.
        var flags: [String] { self == .base ? ["-enable-testing", "-enable-private-imports"] : [] }

        /// The linker's flags.
        fileprivate var linkerFlags: [String] {
            switch self {
            case .program: ["-pie"]
            case .base: ["-pie", "-Wl,--export-dynamic"]
            case .tail: ["-shared"]
            }
        }

        /// The names that others see: of a program none, or a function of a lesson might take the place of one that the
        /// libraries call, such as `write`.
        fileprivate var exportedNames: String {
            switch self {
            case .program: ""
            // Names that Swift makes of declarations in the module Lesson.
            case .base: "global: $s*6Lesson*; "
            case .tail: "global: \(Program.tailEntryName); "
            }
        }
    }

    init(root: String, cacheFolder: String) {
        self.root = root
        self.cacheFolder = cacheFolder
    }

    var clang: String { root + "/bin/clang" }

    /// The placeholders for the object file and the executable in the kept command.
    private static let object = "/LESSON-OBJECT.o", executable = "/LESSON-EXECUTABLE"

    /// The file by which the linker keeps a program's names to itself.
    private func versionScript(_ form: Form) throws -> String {
        let path = "\(cacheFolder)/\(form.rawValue).version"
        if !Files.isFile(path) { try Files.write("{ \(form.exportedNames)local: *; };\n", to: path) }
        return path
    }

    /// Links an object file to a program or a part of one.
    func link(
        _ object: String, as form: Form, with libraries: [CourseLibrary.Binary], to executable: String,
        in folder: String,
        limit: Duration
    ) throws -> Tool.Output {
        let arguments = try arguments(object, form, libraries, executable)
        let command = try command(
            for: arguments, object, [form.rawValue] + libraries.map(\.file), executable, in: folder, limit: limit)
        if let command, let linker = command.first {
            let filled = command.dropFirst().map {
                $0 == Self.object ? object : $0 == Self.executable ? executable : $0
            }
            let linked = try Tool.run(linker, filled, in: folder, limit: limit)
            if linked.termination == .exited(0) { return linked }
        }
        // Some lessons import more than most. An object file names the libraries that it needs, but extracting the
        // names takes longer than linking.
        let response = folder + "/main.autolink"
        _ = try Tool.run(
            root + "/bin/swift-autolink-extract", [object, "-o", response], in: folder, limit: limit)
        let more = Files.isFile(response) ? ["@" + response] : []
        return try Tool.run(clang, arguments + more, in: folder, limit: limit)
    }

    /// The command by which clang would link, with placeholders for object file and executable; nil if clang does not
    /// print one.
    private func command(
        for arguments: [String], _ object: String, _ key: [String], _ executable: String, in folder: String,
        limit: Duration
    ) throws -> [String]? {
        if let command = cachedCommands.withLock({ $0[key] }) { return command }
        let inputs = arguments.filter { $0 != object && $0 != executable }
        let commandFile = "\(cacheFolder)/link-\(uniqueFileName(for: ([root] + inputs).joined(separator: " "))).json"
        var command = (try? Files.read(commandFile)).flatMap { try? JSONDecoder().decode([String].self, from: $0) }
        // The linker, or a start-up file among its arguments, may have been removed since.
        if command?.allSatisfy({ !$0.hasPrefix("/") || $0.hasPrefix("/LESSON-") || Files.exists($0) }) != true {
            // clang prints no command for a missing object file, so this names the real one; placeholders replace it in
            // the kept command.
            let dryRun = try Tool.run(clang, ["-###"] + arguments, in: folder, limit: limit)
            command = dryRun.output.split(separator: "\n").last { $0.contains("\"") }.map(Self.words)?
                .map { $0 == object ? Self.object : $0 == executable ? Self.executable : $0 }
            guard let command, command.contains(Self.object), command.contains(Self.executable) else { return nil }
            if let data = try? JSONEncoder().encode(command) { try? Files.write(data, to: commandFile) }
        }
        cachedCommands.withLock { [command] in $0[key] = command }
        return command
    }

    /// The quoted words of a line, in which backslashes precede quotes and backslashes.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var current: String?
        var isEscaped = false
        for character in line {
            if isEscaped {
                current?.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                if let word = current { words.append(word) }
                current = current == nil ? "" : nil
            } else {
                current?.append(character)
            }
        }
        return words
    }

    private func arguments(
        _ object: String, _ form: Form, _ libraries: [CourseLibrary.Binary], _ executable: String
    ) throws -> [String] {
        let linked = libraries.flatMap { library in
            [
                "-L", library.file.folder, "-l" + library.linkerName, "-Xlinker", "-rpath", "-Xlinker",
                library.file.folder,
            ]
        }
        let common = [object] + linked
        #if os(Linux)
            let swift = root + "/lib/swift/linux"
            let names = ["SwiftOnoneSupport", "Core", "_Concurrency", "_StringProcessing", "_RegexParser", "Glibc"]
            return [
                "-fuse-ld=lld", "-Wl,--version-script=\(try versionScript(form))",
                "\(swift)/\(Self.architecture)/swiftrt.o",
            ] + form.linkerFlags + common
                + ["-Xlinker", "-rpath", "-Xlinker", swift, "-L", swift] + names.map { "-lswift" + $0 }
                + ["-lm", "-o", executable]
        #else
            return common + ["-L", "/usr/lib/swift", "-lswiftCore", "-o", executable]
        #endif
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #else
            "aarch64"
        #endif
    }
}
