import Foundation
import TestSupport
import Testing

/// What a runner that is killed leaves behind.
@Suite struct KilledRunnerTests {
    @Test func itsChildrenDieAndTheNextClearsAway() throws {
        let course = try TemporaryCourse(["1-part/01-loop.md": "# Loop\n\n```swift\nwhile true {}\n```\n"])
        let folder = course.root + "/tmp"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        let run = try course.begin("verify", environment: ["TMPDIR": folder])
        try run.waitForAProgram(below: folder)
        run.signal(SIGKILL)
        #expect(try run.result().status == 137)
        // Nobody is left to wait for them.
        try waiting(for: "its programs to end") { Command.processes(with: folder) == [] }
        try course.write("# Good\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n", to: "1-part/01-loop.md")
        #expect(try course.lessons("verify", environment: ["TMPDIR": folder]).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }

    private static let count = 8
    private static func lesson(_ number: Int, prints output: Int) -> String {
        "# Lesson \(number)\n\n```swift\nprint(\(number))\n```\n\n```output\n\(output)\n```\n"
    }

    /// How often each command is killed; KILLS=200 sets another number.
    private static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) } ?? 12

    /// Starts the command and kills it after some seconds; returns whether it had ended before.
    private func kill(_ words: [String], in course: TemporaryCourse, after seconds: Double) throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: Command.root + "/.build/debug/lessons")
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: course.root)
        process.environment = ProcessInfo.processInfo.environment.merging(["CI": "", "TMPDIR": course.root + "/tmp"]) {
            $1
        }
        (process.standardInput, process.standardOutput, process.standardError) =
            (FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        usleep(UInt32(seconds * 1e6))
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // What it had started dies a moment after it, and may still write into the folder that the next run clears away.
        try waiting(for: "its programs to end") { Command.processes(with: course.root) == [] }
        return process.terminationReason == .exit
    }

    /// The texts of all files below a folder, by their paths.
    private func texts(in folder: String) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                (try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))).map { (name, $0) }
            })
    }

    @Test func atAnyMomentNoLessonAndNoSiteIsHalfThere() throws {
        let right = Dictionary(
            uniqueKeysWithValues: (1...Self.count).map { ("1-part/0\($0)-l.md", Self.lesson($0, prints: $0)) })
        let wrong = Dictionary(
            uniqueKeysWithValues: (1...Self.count).map { ("1-part/0\($0)-l.md", Self.lesson($0, prints: 99)) })
        let course = try TemporaryCourse(right)
        for folder in ["tmp", "Site"] {
            try FileManager.default.createDirectory(
                atPath: "\(course.root)/\(folder)", withIntermediateDirectories: true)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: course.root + "/tmp")
        for name in ["page.html", "style.css"] {
            try FileManager.default.copyItem(
                atPath: "\(Command.root)/Site/\(name)", toPath: "\(course.root)/Site/\(name)")
        }
        func write(_ files: [String: String]) throws { for (path, text) in files { try course.write(text, to: path) } }
        // How long each takes that is not killed, and what it leaves: it may be killed at any moment, and these are spread
        // over all of it.
        let clock = ContinuousClock()
        #expect(try course.lessons("verify").status == 0)
        try write(wrong)
        let update = try clock.measure { _ = try course.lessons("verify", "--update") } / .seconds(1)
        #expect(try course.lessons("build").status == 0)
        let build = try clock.measure { _ = try course.lessons("build") } / .seconds(1)
        let site = try texts(in: course.root + "/Site/public")
        var whole: Set<String> = []
        // Of many, some find each of the three.
        let needsAll = Self.kills >= 100
        for round in 1...(needsAll ? 10 * Self.kills : Self.kills) {
            if round > Self.kills && whole.count == 3 { break }
            try write(wrong)
            if round.isMultiple(of: 4) { try? FileManager.default.removeItem(atPath: Self.cache(of: course)) }
            let hasEnded = try kill(["verify", "--update"], in: course, after: .random(in: 0...update * 1.2))
            for (path, text) in wrong {
                let now = try course.text(of: path)
                #expect(now == text || now == right[path], "\(now)")
                if hasEnded { #expect(now == right[path]) }
            }
            #expect(try course.lessons("verify", "--update", environment: ["TMPDIR": course.root + "/tmp"]).status == 0)
            for (path, text) in right { #expect(try course.text(of: path) == text) }

            // Each site has a different word.
            try course.write(Self.lesson(1, prints: 1) + "\nword\(round)\n", to: "1-part/01-l.md")
            if round.isMultiple(of: 5) { try FileManager.default.removeItem(atPath: course.root + "/Site/public") }
            _ = try kill(["build"], in: course, after: .random(in: 0...build * 1.2))
            let now = try? texts(in: course.root + "/Site/public")
            if let now {
                #expect(now.keys.sorted() == site.keys.sorted())
                let page = String(decoding: now["1-part/01-l.html"] ?? Data(), as: UTF8.self)
                let words = (0...round).filter { page.contains("word\($0)\n") || page.contains("word\($0)<") }
                #expect(
                    words.count == 1 || round == 1
                        || page == site["1-part/01-l.html"].map { String(decoding: $0, as: UTF8.self) })
                whole.insert(words.last == round ? "new" : "old")
            } else {
                #expect(round.isMultiple(of: 5), "the site was lost")
                whole.insert("none")
            }
            #expect(try course.lessons("build", environment: ["TMPDIR": course.root + "/tmp"]).status == 0)
            #expect(try course.text(of: "../Site/public/1-part/01-l.html").contains("word\(round)"))
        }
        // Nothing is left after the following runs have ended.
        let left = try FileManager.default.subpathsOfDirectory(atPath: course.root).filter { $0.hasSuffix(".partial") }
        #expect(left == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: course.root + "/tmp") == [])
        #expect(Command.processes(with: course.root) == [])
        if needsAll { #expect(whole == ["new", "old", "none"]) }
    }

    /// The cache file of a course's second lesson.
    private static func cache(of course: TemporaryCourse) -> String {
        let folder = Command.root + "/.build/debug/lessons.cache/runs"
        let name = URL(filePath: course.root).lastPathComponent
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return folder + "/" + (names.first { $0.contains(name + "-Lessons-1-part-02-l") } ?? "none")
    }
}
