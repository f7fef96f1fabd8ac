import Foundation
import Testing

/// What the machine may do to the runner: a full disk, inaccessible files, signals at any time.
@Suite struct HostileMachineTests {
    // MARK: Writing

    /// A library that makes writing to some files fail after half of the bytes, or take a long time.
    private func fault(in root: String) throws -> String {
        try Data(
            """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <errno.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <unistd.h>
            ssize_t write(int file, const void *bytes, size_t count) {
                ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
                char link[64], path[4096];
                snprintf(link, sizeof link, "/proc/self/fd/%d", file);
                ssize_t length = readlink(link, path, sizeof path - 1);
                path[length < 0 ? 0 : length] = 0;
                if (file <= 2 || !strstr(path, getenv("FAULT_PATH"))) return real(file, bytes, count);
                int fault = atoi(getenv("FAULT"));
                if (!fault) {
                    real(file, bytes, count / 2);
                    while (access(getenv("FAULT_UNTIL"), F_OK)) usleep(10000);
                    return real(file, (const char *)bytes + count / 2, count - count / 2) + count / 2;
                }
                real(file, bytes, count / 2);
                errno = fault;
                return -1;
            }

            """.utf8
        ).write(to: URL(filePath: root + "/fault.c"))
        let library = root + "/fault.so"
        let result = try Command.run(
            "/usr/bin/env", ["clang", "-shared", "-fPIC", root + "/fault.c", "-o", library, "-ldl"])
        try #require(result.status == 0, "\(result.errors)")
        return library
    }

    private static let site = ["page.html", "style.css"]
    private func addSite(to course: TemporaryCourse) throws {
        try FileManager.default.createDirectory(atPath: course.root + "/Site", withIntermediateDirectories: true)
        for name in Self.site {
            try FileManager.default.copyItem(
                atPath: "\(Command.root)/Site/\(name)", toPath: "\(course.root)/Site/\(name)")
        }
    }

    private func leftovers(in course: TemporaryCourse) -> [String] {
        (FileManager.default.enumerator(atPath: course.root)?.allObjects as? [String] ?? []).filter {
            $0.hasSuffix(".partial")
        }
    }

    /// 28: no space left on the device; 5: input/output error.
    @Test(arguments: [Int32(28), 5]) func writingMayFail(_ error: Int32) throws {
        let (course, _) = try TemporaryCourse.withFolder(["1-part/01-x.md": Samples.wrong])
        try addSite(to: course)
        let library = try fault(in: course.root)
        func run(_ path: String, _ words: String...) throws -> Command.Result {
            try Command.run(
                Command.root + "/.build/debug/lessons", words, in: course.root,
                environment: ["LD_PRELOAD": library, "FAULT": "\(error)", "FAULT_PATH": path])
        }
        let update = try run("/Lessons/", "verify", "--update")
        #expect(
            update.status == 3 && update.errors.contains("cannot write \(course.root)/Lessons/1-part/01-x.md: "),
            "\(update.errors)")
        #expect(try course.text(of: "1-part/01-x.md") == Samples.wrong)
        // What is stored for later runs may be lost.
        try course.write(Samples.plain.replacing("(1)", with: "(2 - 1)"), to: "1-part/01-x.md")
        #expect(try run("/lessons.cache/runs", "verify").status == 0)
        #expect(try course.lessons("verify", "--explain").errors.contains("01-x.md: ran because"))
        // First there is no site, then half of a second one.
        #expect(try run("/Site/", "build").status == 3)
        #expect(!FileManager.default.fileExists(atPath: course.root + "/Site/public"))
        #expect(try course.lessons("build").status == 0)
        let page = try course.text(of: "../Site/public/1-part/01-x.html")
        try course.write(Samples.plain + "\nMore.\n", to: "1-part/01-x.md")
        let build = try run("/1-part/", "build")
        #expect(build.status == 3, "\(build.errors)")
        #expect(try course.text(of: "../Site/public/1-part/01-x.html") == page)
        #expect(leftovers(in: course) == [])
        #expect(try course.lessons("build").status == 0)
    }

    @Test func aFullDiskIsToldOf() throws {
        let (course, temporary) = try TemporaryCourse.withFolder(["1-part/01-x.md": Samples.plain])
        let script = """
            mount -t tmpfs -o size=16k none '\(temporary)' || exit 99
            dd if=/dev/zero of='\(temporary)/full' bs=4k 2>/dev/null
            exec '\(Command.root)/.build/debug/lessons' verify --no-cache
            """
        let result = try Command.run(
            "/usr/bin/unshare", ["--mount", "/bin/sh", "-c", script], in: course.root,
            environment: ["TMPDIR": temporary])
        if result.status == 99 || result.errors.contains("unshare failed") {
            try Test.cancel("nothing can be mounted here")
        }
        #expect(result.status == 3 && result.errors.contains("No space left on device"), "\(result)")
    }

    @Test func inATreeThatIsReadOnlyLessonsAreVerified() throws {
        guard getuid() == 0 else { try Test.cancel("only root can become another user") }
        let (course, temporary) = try TemporaryCourse.withFolder([
            "1-part/01-x.md": Samples.plain, "1-part/02-y.md": Samples.wrong,
        ])
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: temporary)
        let words = ["--reuid", "65534", "--regid", "65534", "--clear-groups", Command.root + "/.build/debug/lessons"]
        func run(_ more: String...) throws -> Command.Result {
            try Command.run("/usr/bin/setpriv", words + more, in: course.root, environment: ["TMPDIR": temporary])
        }
        let verify = try run("verify")
        if verify.errors.contains("failed to execute") {
            try Test.cancel("others than root cannot read what is built here")
        }
        #expect(verify.output.hasSuffix("\n1 passed, 1 failed, 0 skipped\n"), "\(verify.errors)")
        let update = try run("verify", "--update")
        #expect(
            update.status == 2
                && update.errors.contains("02-y.md:1: error: The file is not updated, because it is read-only"),
            "\(update.errors)")
        #expect(try course.text(of: "1-part/02-y.md") == Samples.wrong)
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == ["lessons.cache-65534"])
    }

    /// The cache may be inaccessible to the user who runs lessons; it is then treated as empty.
    @Test(arguments: ["runs/*", "runs", "ModuleCache", "."]) func aCacheMayBeClosed(_ name: String) throws {
        let (course, temporary) = try TemporaryCourse.withFolder(["1-part/01-x.md": Samples.plain])
        let command = try course.ownCommand()
        let cache = course.root + "/build/lessons.cache"
        try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        for folder in [cache, temporary] {
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
        }
        // Nothing is inaccessible to root.
        let user = getuid() == 0 ? ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : []
        func run(_ words: String...) throws -> Command.Result {
            try Command.run(
                "/usr/bin/env", user + words, in: course.root,
                environment: ["TMPDIR": temporary, "HOME": course.root])
        }
        let first = try run(command, "verify", "--explain")
        if first.errors.contains("failed to execute") {
            try Test.cancel("others than root cannot read what is built here")
        }
        #expect(first.status == 0, "\(first.errors)")
        #expect(try run(command, "verify", "--explain").errors.contains("nothing changed since it ran"))
        #expect(
            try run("/bin/sh", "-c", "chmod 000 '\(cache)'/\(name)").status == (name == "." && getuid() == 0 ? 1 : 0))
        if name == "." { try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: cache) }
        let code = Samples.plain.replacing("(1)", with: "(2 - 1)")
        try course.write(name == "ModuleCache" ? code : Samples.plain, to: "1-part/01-x.md")
        let closed = try run(command, "verify", "--explain")
        #expect(closed.status == 0 && closed.errors.contains("01-x.md: ran because"), "\(closed)")
        #expect(try run(command, "verify").status == 0)
        for path in [cache, cache + "/runs", cache + "/ModuleCache"] {
            try? FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
        }
    }

    // MARK: Signals

    @Test(arguments: ["INT", "KILL"]) func aSignalWhileWritingLeavesTheLessonWhole(_ signal: String) throws {
        let (course, _) = try TemporaryCourse.withFolder(["1-part/01-x.md": Samples.wrong])
        let library = try fault(in: course.root)
        let script = """
            export LD_PRELOAD='\(library)' FAULT=0 FAULT_PATH=/Lessons/ FAULT_UNTIL="$PWD/signalled"
            '\(Command.root)/.build/debug/lessons' verify --update & runner=$!
            until ls Lessons/1-part/.*.partial > /dev/null 2>&1; do kill -0 $runner || break; sleep 0.1; done
            kill -\(signal) $runner; touch signalled; wait $runner; echo $?
            """
        let result = try Command.run("/bin/bash", ["-c", "set -m\n" + script], in: course.root)
        #expect(result.output.hasSuffix(signal == "INT" ? "130\n" : "137\n"))
        // When it is killed, it has written half of the text beside the lesson, which is unchanged.
        let text = try course.text(of: "1-part/01-x.md")
        #expect(text == Samples.wrong || signal == "INT" && text == Samples.plain)
        #expect(leftovers(in: course).count == (signal == "INT" ? 0 : 1))
        try course.write(Samples.wrong, to: "1-part/01-x.md")
        #expect(try course.lessons("verify", "--update").status == 0)
        #expect(try course.text(of: "1-part/01-x.md") == Samples.plain)
        #expect(leftovers(in: course) == [])
    }

    /// A killed run loses none of its results.
    @Test func anUpdateWritesEachLessonAtOnce() throws {
        let (course, temporary) = try TemporaryCourse.withFolder([
            "1-part/01-x.md": Samples.wrong, "1-part/02-loop.md": "# Loop\n\n```swift\nwhile true {}\n```\n",
            "1-part/03-y.md": Samples.wrong,
        ])
        let script = """
            '\(Command.root)/.build/debug/lessons' verify --update --jobs 2 & runner=$!
            while kill -0 $runner && grep -q '^2$' Lessons/1-part/01-x.md Lessons/1-part/03-y.md; do sleep 0.1; done
            kill -KILL $runner; wait $runner; echo $?
            """
        let result = try Command.run("/bin/bash", ["-c", script], in: course.root, environment: ["TMPDIR": temporary])
        #expect(result.output.hasSuffix("137\n"), "\(result)")
        for name in ["01-x", "03-y"] { #expect(try course.text(of: "1-part/\(name).md") == Samples.plain) }
    }

    // MARK: Several at once

    @Test func severalRunnersMayWorkOnOneLesson() throws {
        let (course, temporary) = try TemporaryCourse.withFolder([
            "1-part/01-x.md": Samples.wrong, "1-part/02-y.md": Samples.plain,
        ])
        let script = """
            for i in 1 2 3; do '\(Command.root)/.build/debug/lessons' verify --update & '\(Command.root)/.build/debug/lessons' verify --no-cache & done
            wait
            """
        _ = try Command.run("/bin/bash", ["-c", script], in: course.root, environment: ["TMPDIR": temporary])
        #expect(
            try course.text(of: "1-part/01-x.md") == Samples.plain && course.text(of: "1-part/02-y.md") == Samples.plain
        )
        #expect(try course.lessons("verify").output == "2 passed, 0 failed, 0 skipped\n")
        #expect(leftovers(in: course) == [])
        try expectNothingLeft(in: temporary)
    }

    @Test func aSiteIsThereWhileItIsReplaced() throws {
        let (course, _) = try TemporaryCourse.withFolder(["1-part/01-x.md": Samples.plain])
        try addSite(to: course)
        #expect(try course.lessons("build").status == 0)
        let script = """
            (for i in 1 2 3 4 5; do '\(Command.root)/.build/debug/lessons' build > /dev/null 2>&1 || echo failed; done; touch ended) &
            while [ ! -e ended ]; do tail -n 1 Site/public/1-part/01-x.html || echo missing; done | sort | uniq
            """
        let result = try Command.run("/bin/bash", ["-c", script], in: course.root)
        #expect(
            result.output.trimmingCharacters(in: .whitespacesAndNewlines) == "</html>",
            "\(result.output) \(result.errors)")
    }

    @Test(arguments: [
        "", "{\"entries\":[{", "\0\0\0", "{\"version\":99,\"entries\":{}}", String(repeating: "[", count: 100_000),
        "folder",
    ])
    func aCacheMayBeBroken(_ contents: String) throws {
        let (course, _) = try TemporaryCourse.withFolder(["1-part/01-x.md": Samples.plain])
        #expect(try course.lessons("verify").status == 0)
        let folder = Command.root + "/.build/debug/lessons.cache/runs"
        let name = URL(filePath: course.root).lastPathComponent
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.contains(name) {
            let path = "\(folder)/\(file)"
            try FileManager.default.removeItem(atPath: path)
            if contents == "folder" {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            } else {
                try Data(contents.utf8).write(to: URL(filePath: path))
            }
        }
        let result = try course.lessons("verify", "--explain")
        #expect(result.status == 0 && result.errors.contains("01-x.md: ran because it has not run yet"))
    }
}
