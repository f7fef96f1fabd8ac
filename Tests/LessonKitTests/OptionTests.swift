import Foundation
import FoundationXML
import Testing

@testable import LessonKit

/// What the options of the commands do, tried with the real binary.
@Suite struct OptionTests {
    private static let good = "# Good\n\n```swift\nprint(1)\n```\n\n```output\n1\n```\n\n```swift\nlet n = 2\n```\n"
    private static let bad = "# Bad <&>\n\n```swift\nprint(\"a]]>\", 1 + 1)\n```\n\n```output\na]]> 3\n```\n"
    private static let exercise = """
        # Exercise

        ```swift exercise
        func half(_ n: Int) -> Int {
            0
        }
        ```

        ```hint
        Divide.
        ```

        ```hint
        Divide by two.
        ```

        ```swift solution
        func half(_ n: Int) -> Int { n / 2 }
        ```

        ```swift check
        print(half(8), half(9))
        ```

        ```output
        4 4
        ```

        """

    private func course(_ more: [String: String] = [:]) throws -> TemporaryCourse {
        try TemporaryCourse(["1-part/01-good.md": Self.good, "1-part/02-bad.md": Self.bad].merging(more) { $1 })
    }

    // MARK: Reports

    @Test func theJSONReportIsRead() throws {
        let course = try course(["1-part/03-malformed.md": "```output\n```\n"])
        let result = try course.lessons("verify", "--format", "json")
        #expect(result.status == 2)
        let root = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(root["version"] as? Int == 1)
        #expect((root["toolchain"] as? String)?.hasPrefix("Swift version") == true)
        #expect(root["summary"] as? [String: Int] == ["passed": 2, "failed": 2, "skipped": 0])
        #expect(root["coverage"] as? [String: Int] == ["checked": 2, "run": 1, "compiled": 0, "unseen": 0])
        let lessons = try #require(root["lessons"] as? [[String: Any]])
        #expect(
            lessons.map { $0["file"] as? String }
                == (1...3).map { "Lessons/1-part/0\($0)-\(["good", "bad", "malformed"][$0 - 1]).md" })
        #expect(lessons.map { $0["outcome"] as? String } == ["passed", "failed", "malformed"])
        let cell = try #require((lessons[1]["cells"] as? [[String: Any]])?.first)
        #expect(cell["outcome"] as? String == "failed" && cell["line"] as? Int == 3)
        let problem = try #require((cell["problems"] as? [[String: Any]])?.first)
        #expect(problem["line"] as? Int == 8 && problem["column"] as? Int == 6)
    }

    @Test func theJUnitReportIsRead() throws {
        let course = try course()
        #expect(try course.lessons("verify", "--junit", "report.xml").status == 1)
        let document = try XMLDocument(contentsOf: URL(filePath: course.root + "/report.xml"))
        #expect(try document.nodes(forXPath: "//testcase").count == 3)
        let failures = try document.nodes(forXPath: "//testsuite[@name='Lessons/1-part/02-bad.md']/testcase/failure")
        #expect(failures.count == 1)
        #expect(failures[0].stringValue?.contains("expected | a]]> 3\n    actual | a]]> 2") == true)
        #expect(try document.nodes(forXPath: "/testsuites/@failures").first?.stringValue == "1")
    }

    @Test func annotationsStandAtTheLine() throws {
        let course = try course()
        let summary = course.root + "/summary.md"
        let result = try course.lessons("verify", "--format", "github", environment: ["GITHUB_STEP_SUMMARY": summary])
        #expect(
            result.output.hasPrefix(
                "::error file=Lessons/1-part/02-bad.md,line=8,col=6::The output is not what the lesson promises."))
        #expect(result.output.contains("%0A  expected | a]]> 3%0A"))
        #expect(result.output.hasSuffix("\n2 passed, 1 failed, 0 skipped\n"))
        #expect(
            try String(contentsOfFile: summary, encoding: .utf8).hasPrefix(
                "### Lessons: 2 passed, 1 failed, 0 skipped\n\n- `Lessons/1-part/02-bad.md:8:6"))
    }

    // MARK: Which lessons run

    @Test func shardsShareTheLessons() throws {
        let files = (1...7).map {
            ("1-part/0\($0)-l\($0).md", "# \($0)\n" + String(repeating: "word ", count: $0 * $0 * 10))
        }
        let course = try TemporaryCourse(Dictionary(uniqueKeysWithValues: files))
        let parts = try (1...3).map { try course.lessons("verify", "--shard", "\($0)/3", "--explain") }
        let lessons = parts.map {
            $0.errors.split(separator: "\n").filter { $0.hasPrefix("Lessons/") }.map(String.init)
        }
        #expect(Set(lessons.joined()).count == 7 && lessons.joined().count == 7)
        #expect(parts.allSatisfy { $0.status == 0 })
        // By size: 7 | 6, 1 … | 5, 4 …
        #expect(lessons.contains { $0.count == 1 && $0[0].contains("07-l7") })
        #expect(try course.lessons("verify", "--shard", "9/9").output == "0 passed, 0 failed, 0 skipped\n")
        #expect(try course.lessons("verify", "--shard", "4/3").status == 64)
    }

    @Test func shardsGoByTheSecondsOfAReport() {
        let files = (1...4).map {
            Course.LessonFile(path: "/\($0)", displayName: "\($0)", part: "", number: "", name: "\($0)")
        }
        let seconds = ["1": 1.0, "2": 5, "3": 3, "4": 1]
        #expect(Shard("1/2")?.lessons(of: files, seconds: seconds).map(\.name) == ["2"])
        #expect(Shard("2/2")?.lessons(of: files, seconds: seconds).map(\.name) == ["1", "3", "4"])
        #expect(Shard("0/2") == nil && Shard("1/0") == nil && Shard("x") == nil && Shard("1/2/3") == nil)
    }

    @Test func theFailedOnesAlone() throws {
        let course = try course()
        #expect(try course.lessons("verify").status == 1)
        #expect(try course.lessons("verify", "--failed").output.hasSuffix("\n0 passed, 1 failed, 0 skipped\n"))
        try course.write(Self.bad.replacing(" 3", with: " 2"), to: "1-part/02-bad.md")
        #expect(try course.lessons("verify", "--failed").output == "1 passed, 0 failed, 0 skipped\n")
        #expect(try course.lessons("verify", "--failed").errors.contains("Nothing failed last time."))
    }

    @Test func repetitionNamesWhatVaries() throws {
        let course = try course([
            "1-part/02-bad.md":
                "# Varies\n\n```swift\nprint(\"same\")\nprint(\"number\", UInt64.random(in: 0 ... .max))\n```\n\n```output\nsame\nnumber ...\n```\n"
        ])
        let result = try course.lessons("verify", "--repeat", "3")
        #expect(result.status == 0)
        #expect(
            result.errors.contains(
                "Lessons/1-part/02-bad.md:3:1: note: The cell's output varies: 3 different ones in 3 runs.\n  run 1 | number "
            ))
        #expect(!result.errors.contains("01-good.md:3:1: note"))
    }

    @Test func everyBlockIsAProgram() throws {
        let course = try course()
        let foreign = """
            # A package

            ``` Swift
            import NoSuchModule
            ```

            ```swift
            let a = 1
            ```

            ```swift {linenos=true}
            let a = "the same name"
            ```

            - ```swift
              let b: Int = "text"
              ```

            ```output
            An output of something else.
            ```

            ```swift
            open {
            """
        try course.write(foreign, to: "../README.md")
        let result = try course.lessons("verify", "--each", "README.md")
        #expect(result.status == 1)
        let errors = result.output.split(separator: "\n").filter { $0.contains(": error:") }
        // The last block gives two: a name that is not there, and a brace that is not closed.
        #expect(errors.count == 4)
        #expect(errors.first?.hasPrefix("README.md:4:8: error: no such module 'NoSuchModule'") == true)
        #expect(
            errors.dropFirst().first
                == "README.md:16:16: error: cannot convert value of type 'String' to specified type 'Int'")
        #expect(errors.last?.hasPrefix("README.md:24:") == true)
        #expect(result.output.hasSuffix("\n2 passed, 3 failed, 0 skipped\n"))
        #expect(try course.lessons("verify", "--each").status == 64)
    }

    // MARK: Statuses

    @Test func updateIsForAuthors() throws {
        let course = try course()
        #expect(try course.lessons("verify", "--update", environment: ["CI": "true"]).status == 64)
        #expect(try course.text(of: "1-part/02-bad.md") == Self.bad)
        try course.write("<<<<<<< ours\n" + Self.bad, to: "1-part/02-bad.md")
        let result = try course.lessons("verify", "--update")
        #expect(result.status == 2 && result.errors.contains("conflict markers"))
    }

    @Test func withoutACompilerItSaysWhatToInstall() throws {
        let result = try course().lessons("verify", environment: ["PATH": "/nowhere"])
        #expect(result.status == 4)
        #expect(result.errors.contains("install Swift"))
    }

    @Test func aFaultOfOursHasAStatus() throws {
        let course = try TemporaryCourse(["1-part/01-good.md": Self.good])
        // No template, so that no page can be written.
        #expect(try course.lessons("build").status == 3)
    }

    @Test func anInterruptEndsAllAndLeavesNothing() throws {
        let mark = "loop\(UInt32.random(in: 0 ... .max))"
        let course = try TemporaryCourse(["1-part/01-\(mark).md": "# Loop\n\n```swift\nwhile true {}\n```\n"])
        let script = """
            '\(Command.root)/.build/debug/lessons' verify & sleep 1.5; kill -INT $!; wait $!; echo $?
            ls -d "$TMPDIR"/lessons-* 2>/dev/null
            """
        let folder = course.root + "/tmp"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let result = try Command.run(
            "/bin/bash", ["-c", "set -m\n" + script], in: course.root, environment: ["TMPDIR": folder])
        #expect(result.output == "130\n")
        #expect(Command.processes(with: folder) == [])
    }

    /// Training gives the same bits with any number of threads, on the kernels of any processor apart.
    @Test func threadsChangeNothing() throws {
        let course = try TemporaryCourse([
            "1-part/01-training.md": """
            ```swift
            import CNN

            var generator = RandomGenerator(seed: 1)
            let images = Tensor(normal: [48, 17, 15, 3], mean: 0, deviation: 1, using: &generator)
            let targets = Tensor(normal: [48, 10], mean: 0, deviation: 1, using: &generator)
            var network = try Network(input: [17, 15, 3], seed: 2) {
                Convolution(24, kernel: 3, padding: .same)
                BatchNormalization()
                ReLU()
                Residual { Convolution(24, kernel: 3, padding: .same) }
                MaxPooling(2)
                Convolution(40, kernel: 3, stride: 2)
                ReLU()
                GlobalAveragePooling()
                Dense(10)
            }
            var descent = GradientDescent(learningRate: 0.05, weightDecay: 0.01)
            for _ in 0..<4 {
                network.zeroGradients()
                let (_, gradient) = Loss.squaredError(network.forward(images), targets)
                network.backward(gradient)
                descent.update(&network)
            }
            var bits: UInt32 = 0
            for (_, parameter) in network.parameters {
                for scalar in parameter.value.scalars { bits = bits &* 31 &+ scalar.bitPattern }
            }
            print(bits)
            ```

            ```output
            ...
            ```

            """
        ])
        for kernels in ["portable", ""] {
            let outputs = try ["1", "2", "3"].map { threads in
                let result = try course.lessons(
                    "run", "training", environment: ["CNN_THREADS": threads, "CNN_KERNELS": kernels])
                #expect(result.status == 0, "\(result.output)")
                return result.output.split(separator: "\n").first { $0.hasPrefix("  │ ") }
            }
            #expect(outputs[0] != nil && outputs[0] == outputs[1] && outputs[1] == outputs[2])
        }
    }

    // MARK: Other commands

    @Test func aFigureIsShownAndKept() throws {
        let course = try TemporaryCourse([
            "1-part/01-figure.md": """
            # Figure

            ```swift
            import Figures

            struct Dot: Figure {
                var svg: String { "<svg xmlns=\\"http://www.w3.org/2000/svg\\"></svg>" }
                var alternativeText: String { "A dot" }
                var text: String { "·" }
            }
            print("before")
            show(Dot())
            print("after")
            ```

            ```output
            before
            after
            ```

            """
        ])
        let result = try course.lessons("run", "figure", "--figures", "out")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("  │ before\n  │ ·\n  │ after\n"))
        #expect(try String(contentsOfFile: course.root + "/out/figure-cell1-1.svg", encoding: .utf8).hasPrefix("<svg"))
    }

    @Test func aLessonRunsUpToACell() throws {
        let result = try course().lessons("run", "good", "--cell", "1")
        #expect(result.output.hasSuffix("1 passed, 0 failed, 0 skipped\n"))
        #expect(!result.output.contains("let n = 2"))
        #expect(try course().lessons("run", "good", "--cell", "0").status == 64)
    }

    @Test func aWatchedLessonRunsAgainWhenItIsSaved() throws {
        let course = try course()
        let file = "Lessons/1-part/01-good.md"
        // Waits, a minute at most, until the lesson has run so many times.
        let script = """
            '\(Command.root)/.build/debug/lessons' run good --watch > out.txt 2>&1 & watcher=$!
            ran() { for i in $(seq 600); do [ "$(grep -c '^Waiting for a change' out.txt)" = $1 ] && return; sleep 0.1; done; }
            ran 1; sleep 0.5; [ "$(grep -c '^Waiting for a change' out.txt)" = 1 ] || echo "It ran without a change."
            sed -i 's/print(1)/print(7)/; s/^1$/7/' \(file); ran 2
            kill -INT $watcher; wait $watcher; echo $?
            """
        let result = try Command.run("/bin/bash", ["-c", "set -m\n" + script], in: course.root)
        #expect(result.output == "130\n", "\(result.errors)")
        let runs = try course.text(of: "../out.txt").split(separator: "Waiting for a change; Ctrl-C ends.")
        try #require(runs.count == 3)
        #expect(runs[0].contains("  │ 1\n") && !runs[0].contains("  │ 7\n"))
        #expect(runs[1].contains("  │ 7\n") && runs[1].contains("2 passed, 0 failed, 0 skipped"))
    }

    @Test func aSlowLessonIsNamedWhileItRuns() throws {
        let course = try course([
            "1-part/02-bad.md": "# Slow\n\n```swift\nimport Glibc\n\nusleep(11_500_000)\n```\n"
        ])
        let result = try course.lessons("verify")
        #expect(result.status == 0)
        let lines = result.errors.split(separator: "\n")
        let slow = lines.firstIndex { $0.contains(/^Lessons\/1-part\/02-bad\.md is still running after 1[0-2] s$/) }
        let end = lines.firstIndex { $0.hasPrefix("Lessons/1-part/02-bad.md: 1 passed") }
        #expect(slow != nil && end != nil && slow! < end!, "\(result.errors)")
        #expect(!result.errors.contains("01-good.md is still running"))
    }

    @Test func theSlowestCellsAreListed() throws {
        let course = try course([
            "1-part/02-bad.md":
                "# Slow\n\n```swift\nimport Glibc\n```\n\n```swift\nusleep(600_000)\n```\n\n```swift\nusleep(300_000)\n```\n"
        ])
        let errors = try course.lessons("verify", "--durations").errors
        let list = try #require(errors.firstMatch(of: /(?s)Slowest cells\n(.*)Longest compilations\n(.*)/))
        let (cells, compilations) = (list.1.split(separator: "\n"), list.2.split(separator: "\n"))
        try #require(cells.count == 5)
        #expect(cells[0].contains(/^ +(0\.[6-9]|[1-9])\S* s  Lessons\/1-part\/02-bad\.md:7 cell 2$/), "\(cells)")
        #expect(cells[1].contains(/^ +(0\.[3-9]|[1-9])\S* s  Lessons\/1-part\/02-bad\.md:11 cell 3$/), "\(cells)")
        let names = compilations.prefix(2).map { $0.split(separator: " ").last ?? "" }
        #expect(names.sorted() == ["Lessons/1-part/01-good.md", "Lessons/1-part/02-bad.md"])
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func theShellTakesItsCompletions(_ shell: String) throws {
        guard try Command.run("/bin/sh", ["-c", "command -v \(shell)"]).status == 0 else {
            try Test.cancel("\(shell) is not installed here")
        }
        let script = try course().lessons("--generate-completion-script", shell).output
        #expect(script.contains("verify") && script.contains("durations"))
        let course = try course()
        try course.write(script, to: "../completions")
        let result = try Command.run("/usr/bin/env", [shell, "-n", "completions"], in: course.root)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    }

    @Test func theDoctorTellsWhatThereIs() throws {
        let course = try course(["Data/number.txt": "1\n"])
        let result = try course.lessons("doctor")
        #expect(result.status == 0)
        #expect(result.output.contains(/✓ Toolchain: Swift version 6\.\d/))
        #expect(result.output.contains("✓ Lessons: 2 in \(course.root)/Lessons\n✓ Data: 1 file in Lessons/Data\n"))
        for subject in ["Libraries", "Cache", "Locale", "Sandbox", "KaTeX", "Prism"] {
            #expect(result.output.contains(" \(subject): "), "\(subject)")
        }
        let none = try course.lessons("doctor", environment: ["PATH": "/nowhere"])
        #expect(none.status == 4 && none.output.contains("✗ Toolchain and libraries: "))
        #expect(none.output.contains("install Swift"))
    }

    @Test func aLearnerTriesAnExercise() throws {
        let course = try course(["1-part/03-exercise.md": Self.exercise])
        #expect(try course.lessons("verify", "exercise").output == "1 passed, 0 failed, 0 skipped\n")
        #expect(try course.lessons("try", "exercise").status == 0)
        let path = "../Attempts/1-part/03-exercise.swift"
        #expect(try course.text(of: path).contains("func half(_ n: Int) -> Int {\n    0\n}\n"))
        let starter = try course.lessons("try", "exercise")
        #expect(starter.status == 1 && starter.output.contains("expected | 4 4\n    actual | 0 0"))
        #expect(starter.output.hasSuffix("A hint: Divide.\n"))
        try course.write("func half(_ n: Int) -> Int {\n    m / 2\n}\n", to: path)
        let misspelt = try course.lessons("try", "exercise")
        #expect(
            misspelt.output.hasPrefix(
                "Attempts/1-part/03-exercise.swift:2:5: error: cannot find 'm' in scope\n2 |     m / 2\n  |     ^\n"))
        #expect(misspelt.output.hasSuffix("A hint: Divide by two.\n"))
        try course.write("func half(_ n: Int) -> Int {\n    n / 2\n}\n", to: path)
        #expect(try course.lessons("try", "exercise").output.contains("passes the check"))
        // What a learner writes is none of the course's business.
        try course.write("nonsense", to: path)
        #expect(try course.lessons("verify", "exercise").status == 0)
        #expect(try course.lessons("try", "good").status == 5)
    }

    @Test func aNewLessonPasses() throws {
        let course = try course()
        #expect(
            try course.lessons("new", "part/more-words").output == course.root + "/Lessons/1-part/03-more-words.md\n")
        #expect(try course.lessons("verify", "more-words").status == 0)
        #expect(try course.lessons("new", "part/good").status == 5)
        #expect(try course.lessons("new", "nowhere/x").status == 5)
        #expect(try course.lessons("new", "2-second/first").status == 0)
        #expect(try course.lessons("list").output.contains("2 · Second\n  2.1   first"))
    }

    @Test func anExportCompilesByItself() throws {
        let course = try course(["1-part/03-exercise.md": Self.exercise])
        let file = course.root + "/export.swift"
        try course.write(try course.lessons("export", "exercise").output, to: "../export.swift")
        let swiftc = try Command.run("/usr/bin/env", ["swiftc", file, "-o", course.root + "/export"])
        #expect(swiftc.status == 0, "\(swiftc.errors)")
        #expect(try Command.run(course.root + "/export", []).output == "4 4\n")
    }

    @Test func aNotebookHoldsTheOutputs() throws {
        let course = try course()
        let text = try course.lessons("export", "good", "--format", "ipynb").output
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let cells = try #require(root["cells"] as? [[String: Any]])
        #expect(cells.map { $0["cell_type"] as? String } == ["markdown", "code", "code"])
        #expect(((cells[1]["outputs"] as? [[String: Any]])?.first?["text"] as? String) == "1\n")
        #expect(try course.lessons("export", "bad", "--format", "ipynb").status == 1)
    }
}
