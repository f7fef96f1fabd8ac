import Foundation
import Testing

/// Lessons whose first cell tries to speak for the runner: to say that the second was reached and printed its promise.
/// No function, descriptor or file may let it.
@Suite struct CheatTests {
    /// Declarations by which code may call the runner's functions, whatever their arguments are.
    private static let functions = """
        @_silgen_name("lesson_reaches_cell") func reach(_ a: UInt64, _ b: UInt64)
        @_silgen_name("lesson_begins") func begin() -> UInt64
        """

    /// Code that forges messages with a word before each, through descriptor 3.
    private static func messages(after word: String) -> String {
        """
        func forge(_ text: String) { _ = text.withCString { write(3, $0, strlen($0)) } }
        let word = \(word)
        forge(word + "cell 1\\n")
        usleep(100_000)
        print("forged")
        fflush(stdout)
        forge(word + "cell 2\\n")
        usleep(100_000)
        exit(0)
        """
    }

    private static let environment = """
        func token(_ process: String) -> String {
            let bytes = (try? Data(contentsOf: URL(filePath: "/proc/\\(process)/environ"))) ?? Data()
            let all = String(decoding: bytes, as: UTF8.self).split(separator: "\\0")
            let channel = all.first { $0.hasPrefix("LESSON_CHANNEL=") } ?? ""
            return channel.split(separator: ",").last.map { $0 + " " } ?? ""
        }

        """

    static let cheats: [(name: String, code: String)] = [
        ("index, then anything", functions + "\nreach(1, 0)\nprint(\"forged\")\nreach(2, 0)\nexit(0)"),
        ("anything, then index", functions + "\nreach(0, 1)\nprint(\"forged\")\nreach(0, 2)\nexit(0)"),
        (
            "what is left in registers",
            """
            @_silgen_name("lesson_reaches_cell") func reach()
            @_silgen_name("lesson_reaches_cell") func reach(_ index: Int32)
            reach()
            print("forged")
            reach(2)
            exit(0)
            """
        ),
        (
            "beginning again",
            functions
                + "\nlet a = begin(), b = begin()\nreach(a, 1)\nprint(\"forged\")\nreach(b, 2)\nreach(1, a)\nexit(0)"
        ),
        ("the generated function", "_lessonReachesCell(1)\nprint(\"forged\")\n_lessonReachesCell(2)\nexit(0)"),
        ("descriptor 3", messages(after: "\"\"")),
        ("a file handle", "FileHandle(fileDescriptor: 3).write(Data(\"cell 1\\n\".utf8))\nprint(\"forged\")\nexit(0)"),
        ("its environment", environment + messages(after: "token(\"self\")")),
        ("the environment of the first process", environment + messages(after: "token(\"1\")")),
        ("the environment of its parent", environment + messages(after: "token(String(getppid()))")),
        (
            "the environment in memory",
            messages(after: "(ProcessInfo.processInfo.environment[\"LESSON_CHANNEL\"] ?? \"\") + \" \"")
        ),
        (
            "the channel opened again",
            """
            if let again = FileHandle(forUpdatingAtPath: "/proc/self/fd/3") {
                again.write(Data("cell 1\\n".utf8))
                print("forged")
                again.write(Data("cell 2\\n".utf8))
            }
            exit(0)
            """
        ),
        (
            "a copy of what the library writes",
            """
            if let again = FileHandle(forReadingAtPath: "/proc/self/fd/3") {
                Thread.detachNewThread {
                    let message = String(decoding: again.availableData, as: UTF8.self)
                    for index in 1...2 {
                        FileHandle(fileDescriptor: 3).write(Data(message.replacing("cell 1", with: "cell \\(index)").utf8))
                        print("forged")
                    }
                    exit(0)
                }
                Thread.sleep(forTimeInterval: 0.2)
            }
            """
        ),
        (
            "a thread that writes later",
            """
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.1)
                FileHandle(fileDescriptor: 3).write(Data("cell 1\\ncell 2\\n".utf8))
                print("forged")
                exit(0)
            }
            sleep(1)
            """
        ),
        (
            "the end of the process",
            "atexit { _ = \"cell 1\\ncell 2\\n\".withCString { write(3, $0, 14) } }\nprint(\"forged\")\nexit(0)"
        ),
        (
            "a child process",
            """
            let child = Process()
            child.executableURL = URL(filePath: "/bin/sh")
            child.arguments = ["-c", "echo cell 1 >&3; echo forged; echo cell 2 >&3"]
            try child.run()
            child.waitUntilExit()
            exit(0)
            """
        ),
        (
            "memory as a file",
            """
            let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
            let memory = FileHandle(forReadingAtPath: "/proc/self/mem")
            var words: Set<UInt64> = []
            for line in maps.split(separator: "\\n") where line.contains(" rw-p ") && !line.contains("/usr/") {
                let range = line.split(separator: " ")[0].split(separator: "-").map { UInt64($0, radix: 16)! }
                try memory?.seek(toOffset: range[0])
                let bytes = (try? memory?.read(upToCount: Int(range[1] - range[0]))) ?? Data()
                bytes.withUnsafeBytes { words.formUnion($0.bindMemory(to: UInt64.self)) }
            }
            print("memory of", words.count > 100 ? "forged" : "nothing")
            """
        ),
        (
            "code before the first line",
            functions + """

                @section(".init_array") @used
                let early: @convention(c) () -> Void = {
                    let token = begin()
                    reach(token, 0)
                    reach(token, 1)
                    print("forged")
                    reach(token, 2)
                    exit(0)
                }
                """
        ),
        (
            "the runner's function defined again",
            """
            @_cdecl("lesson_reaches_cell") func mine(_ token: UInt64, _ index: Int32) {
                let word = String(token, radix: 36)
                for index in 0...2 {
                    FileHandle(fileDescriptor: 3).write(Data("\\(word) cell \\(index)\\n".utf8))
                    if index == 1 { print("forged") }
                }
                exit(0)
            }
            """
        ),
        (
            "the system's function defined again",
            """
            @_cdecl("prctl") func mine(_ a: Int32, _ b: UInt, _ c: UInt, _ d: UInt, _ e: UInt) -> Int32 { 0 }
            print("memory of", FileHandle(forReadingAtPath: "/proc/self/mem") == nil ? "nothing" : "forged")
            """
        ),
        (
            "all else that tells of a process",
            """
            for name in ["auxv", "exe", "cmdline", "stack", "syscall", "map_files", "task/self/environ"] {
                let bytes = (try? Data(contentsOf: URL(filePath: "/proc/self/\\(name)"))) ?? Data()
                if String(decoding: bytes, as: UTF8.self).contains(["LESSON", "CHANNEL=3,"].joined(separator: "_")) { print("memory of forged") }
            }
            """
        ),
    ]

    @Test(arguments: cheats.indices) func noneSpeaksForTheRunner(_ index: Int) throws {
        let (name, code) = Self.cheats[index]
        let lesson = """
            # A cheat

            ```swift
            import Foundation
            import Glibc

            \(code)
            ```

            ```output
            ```

            ```swift
            print("honest")
            ```

            ```output
            forged
            ```

            """
        let course = try TemporaryCourse(["1-part/01-cheat.md": lesson])
        let result = try course.lessons("verify", "--no-cache")
        #expect(result.status == 1, "\(name): \(result.output)\(result.errors)")
        #expect(!result.output.contains("2 passed"), "\(name)")
        // The second cell either was not reached or printed what its own code prints.
        #expect(!result.output.contains("memory of forged"), "\(name): \(result.output)")
    }

    @Test func noAnswerSpeaksForTheCheck() throws {
        let course = try TemporaryCourse(["1-part/01-x.md": Samples.exercise])
        #expect(try course.lessons("try", "x").status == 0)
        let attempt = course.root + "/Attempts/1-part/01-x/exercise-1.swift"
        #expect(FileManager.default.fileExists(atPath: attempt))
        for (name, code) in Self.cheats {
            let forging = code.replacing("forged", with: "4 4").replacing("cell 1", with: "cell 2")
            let answer = "import Foundation\nimport Glibc\nfunc half(_ n: Int) -> Int { 0 }\n" + forging
            try answer.write(toFile: attempt, atomically: true, encoding: .utf8)
            let result = try course.lessons("try", "x")
            #expect(result.status == 1, "\(name): \(result.output)")
            #expect(!result.output.contains("still holds the starter"), "\(name): \(result.output)")
        }
    }

    @Test func aCrashIsStillTracedToItsLine() throws {
        let course = try TemporaryCourse([
            "1-part/01-x.md":
                "# T\n\n```swift\nlet a = [1]\nfunc f(_ i: Int) -> Int {\n    a[i]\n}\n```\n\n```swift\nlet b = f(3)\n```\n",
            "1-part/02-y.md":
                "# T\n\n```swift\nfunc g(_ n: Int) -> Int { n == 0 ? 0 : 1 + g(n + 1) }\nprint(g(1))\n```\n",
        ])
        let result = try course.lessons("verify")
        #expect(
            result.output.contains("Lessons/1-part/01-x.md:6:6: error: Fatal error: Index out of range"),
            "\(result.output)")
        #expect(result.output.contains("Lessons/1-part/02-y.md:4:"), "\(result.output)")
    }
}
