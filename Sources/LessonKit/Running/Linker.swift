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
    private let library: CourseLibrary
    /// The file in which the linker command that clang prints is kept.
    private let commandFile: String
    private let cachedCommand = Mutex<[String]?>(nil)

    init(root: String, library: CourseLibrary, cacheFolder: String) {
        self.root = root
        self.library = library
        commandFile = "\(cacheFolder)/link-\(uniqueFileName(for: "\(root) \(library.file)")).json"
    }

    var clang: String { root + "/bin/clang" }

    /// The placeholders for the object file and the executable in the kept command.
    private static let object = "/LESSON-OBJECT.o", executable = "/LESSON-EXECUTABLE"

    /// Links an object file to a program.
    func link(
        _ object: String, to executable: String, in folder: String, deadline: ContinuousClock.Instant
    ) throws -> Tool.Output {
        let command = try command(for: object, executable, in: folder, deadline: deadline)
        if let command, let linker = command.first {
            let arguments = command.dropFirst().map {
                $0 == Self.object ? object : $0 == Self.executable ? executable : $0
            }
            let linked = try Tool.run(linker, arguments, in: folder, deadline: deadline)
            if linked.termination == .exited(0) { return linked }
        }
        // Some lessons import more than most. An object file names the libraries that it needs, but extracting the
        // names takes longer than linking.
        let response = folder + "/main.autolink"
        _ = try Tool.run(
            root + "/bin/swift-autolink-extract", [object, "-o", response], in: folder, deadline: deadline)
        let more = Files.isFile(response) ? ["@" + response] : []
        return try Tool.run(clang, arguments(object, executable) + more, in: folder, deadline: deadline)
    }

    /// The command by which clang would link, with placeholders for object file and executable; nil if clang does not
    /// print one.
    private func command(
        for object: String, _ executable: String, in folder: String, deadline: ContinuousClock.Instant
    ) throws -> [String]? {
        if let command = cachedCommand.withLock({ $0 }) { return command }
        var command = (try? Files.read(commandFile)).flatMap { try? JSONDecoder().decode([String].self, from: $0) }
        // The linker, or a start-up file among its arguments, may have been removed since.
        if command?.allSatisfy({ !$0.hasPrefix("/") || $0.hasPrefix("/LESSON-") || Files.exists($0) }) != true {
            // clang prints no command for a missing object file, so this names the real one; placeholders replace it in
            // the kept command.
            let dryRun = try Tool.run(clang, ["-###"] + arguments(object, executable), in: folder, deadline: deadline)
            command = dryRun.output.split(separator: "\n").last { $0.contains("\"") }.map(Self.words)?
                .map { $0 == object ? Self.object : $0 == executable ? Self.executable : $0 }
            guard let command, command.contains(Self.object), command.contains(Self.executable) else { return nil }
            if let data = try? JSONEncoder().encode(command) { try? Files.write(data, to: commandFile) }
        }
        cachedCommand.withLock { [command] in $0 = command }
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

    private func arguments(_ object: String, _ executable: String) -> [String] {
        let common = [
            object, "-L", library.file.folder, "-l" + library.linkerName, "-Xlinker", "-rpath", "-Xlinker",
            library.file.folder,
        ]
        #if os(Linux)
            let swift = root + "/lib/swift/linux"
            let names = ["SwiftOnoneSupport", "Core", "_Concurrency", "_StringProcessing", "_RegexParser", "Glibc"]
            return ["-fuse-ld=lld", "-pie", "\(swift)/\(Self.architecture)/swiftrt.o"] + common
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
