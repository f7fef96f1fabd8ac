import Foundation
import Testing

/// What the other commands do and print.
@Suite struct CommandTests {
    @Test func aLearnerTriesAnExercise() throws {
        let course = try Samples.goodAndBad(["1-part/03-exercise.md": Samples.exercise])
        #expect(try course.lessons("verify", "exercise").output == "1 passed, 0 failed, 0 skipped\n")
        #expect(try course.lessons("try", "exercise").status == 0)
        let path = "../Attempts/1-part/03-exercise/exercise-1.swift"
        #expect(try course.text(of: path).contains("func half(_ n: Int) -> Int {\n    0\n}\n"))
        let starter = try course.lessons("try", "exercise")
        #expect(starter.status == 1 && starter.output.contains("expected | 4 4\n    actual | 0 0"))
        // The starter and what does not compile cost no hint.
        #expect(starter.output.hasSuffix("\(path.dropFirst(3)) still holds the starter: write your answer there.\n"))
        try course.write("func half(_ n: Int) -> Int {\n    m / 2\n}\n", to: path)
        let misspelt = try course.lessons("try", "exercise")
        #expect(
            misspelt.output.hasPrefix(
                "Attempts/1-part/03-exercise/exercise-1.swift:2:5: error: cannot find 'm' in scope\n2 |     m / 2\n  |     ^\n"
            ))
        #expect(!misspelt.output.contains("hint"))
        for hint in ["Divide.", "Divide by two.", "Divide by two."] {
            try course.write("func half(_ n: Int) -> Int {\n    n\n}\n", to: path)
            #expect(try course.lessons("try", "exercise").output.hasSuffix("A hint: \(hint)\n"))
        }
        try course.write("func half(_ n: Int) -> Int {\n    n / 2\n}\n", to: path)
        let passed = try course.lessons("try", "exercise")
        #expect(passed.output.hasSuffix("✓ Well done: your answer passes the check.\n"))
        #expect(passed.errors.contains("Compiling your answer and running the check …\n"))
        #expect(try course.lessons("list").output.contains("exercise solved"))
        // A learner's files do not count as the course's.
        try course.write("nonsense", to: path)
        #expect(try course.lessons("verify", "exercise").status == 0)
        #expect(try course.lessons("try", "good").status == 5)
    }

    @Test func aNewLessonPasses() throws {
        let course = try Samples.goodAndBad()
        #expect(
            try course.lessons("new", "part/more-words").output == course.root + "/Lessons/1-part/03-more-words.md\n")
        #expect(try course.lessons("verify", "more-words").status == 0)
        #expect(try course.lessons("new", "2-second/first").status == 0)
        #expect(try course.lessons("list").output.contains("2 · Second\n  2.1   first"))
    }

    @Test(arguments: [
        ("words", "‘words’ cannot name a new lesson; write its part and name, as in ‘3-convolution/dilation’.\n"),
        ("1/.x", "‘1/.x’ cannot name a new lesson; write its part and name, as in ‘3-convolution/dilation’.\n"),
        ("part/foo.md", "‘part/foo.md’ names a file; write the name alone, as in ‘part/foo’.\n"),
        ("part/foo.MD", "‘part/foo.MD’ names a file; write the name alone, as in ‘part/foo’.\n"),
        ("1-other/x", "Part 1 is 1-part; name that, or choose a number that no part has.\n"),
        ("01-other/x", "Part 1 is 1-part; name that, or choose a number that no part has.\n"),
        ("part/good", "Lessons/1-part/01-good.md already has that name; choose another.\n"),
        (
            "prat/x",
            "There is no part ‘prat’; did you mean ‘part’? A new part's name begins with its number, as in "
                + "‘7-transformers’.\n"
        ),
    ]) func noNewLessonTakesAnUnfitName(_ name: String, _ message: String) throws {
        let course = try Samples.goodAndBad()
        let result = try course.lessons("new", name)
        #expect(result.status == 5 && result.errors.hasSuffix(message), "\(result.errors)")
        #expect(try FileManager.default.subpathsOfDirectory(atPath: course.root + "/Lessons").count == 3)
    }

    @Test func aCellThatIsNotThereIsNamed() throws {
        let course = try Samples.goodAndBad()
        let result = try course.lessons("run", "good", "--cell", "99")
        #expect(result.status == 64)
        #expect(
            result.errors.contains("There is no cell 99: Lessons/1-part/01-good.md has 2 cells."), "\(result.errors)")
        #expect(try course.lessons("run", "good", "--cell", "2").status == 0)
    }

    /// Completion as the shells' scripts request it: the number of the word, the position of the cursor in it, and all
    /// words.
    @Test(arguments: [
        ("run", "pa", "parting"), ("verify", "1-", "1-words"), ("export", "gree", "greeting"), ("try", "x", ""),
        ("verify", "Lessons/1-words/01", "Lessons/1-words/01-greeting.md"),
    ]) func aNameIsCompleted(_ command: String, _ word: String, _ completed: String) throws {
        let result = try Samples.words().lessons(
            "---completion", command, "--", "positional@0", "2", "\(word.count)", "lessons", command, word,
            environment: ["SAP_SHELL": "fish", "SAP_SHELL_VERSION": "3.6"])
        #expect(result.output.split(separator: "\n").joined(separator: " ") == completed, "\(result.errors)")
    }

    @Test func theDoctorTellsWhatThereIs() throws {
        let course = try Samples.goodAndBad(["Data/number.txt": "1\n"])
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

    @Test(arguments: ["bash", "zsh", "fish"]) func theShellTakesItsCompletions(_ shell: String) throws {
        guard try Command.run("/bin/sh", ["-c", "command -v \(shell)"]).status == 0 else {
            try Test.cancel("\(shell) is not installed here")
        }
        let script = try Samples.goodAndBad().lessons("--generate-completion-script", shell).output
        #expect(script.contains("verify") && script.contains("durations"))
        let course = try Samples.goodAndBad()
        try course.write(script, to: "../completions")
        let result = try Command.run("/usr/bin/env", [shell, "-n", "completions"], in: course.root)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    }

    @Test func buildWritesAPageALesson() throws {
        let course = try Samples.words()
        try FileManager.default.createDirectory(atPath: course.root + "/Site", withIntermediateDirectories: true)
        for name in ["page.html", "style.css"] {
            try FileManager.default.copyItem(
                atPath: "\(Command.root)/Site/\(name)", toPath: "\(course.root)/Site/\(name)")
        }
        let result = try course.lessons("build")
        #expect(result.status == 0, "\(result.errors)")
        let page = try String(contentsOfFile: course.root + "/Site/public/1-words/01-greeting.html", encoding: .utf8)
        #expect(page.contains("<samp>Hello, reader\n</samp>"))
        #expect(page.contains("<a rel=\"next\" href=\"../1-words/02-parting.html\">"))
        #expect(page.contains("<a rel=\"prev\" href=\"../1-words/index.html\">"))

        // A folder that the command did not write stays unchanged, and so does the old site when a lesson fails.
        #expect(try course.lessons("build", "--output", "Lessons").status == 2)
        #expect(try course.text(of: "1-words/01-greeting.md") == Samples.greeting)
        try course.write(Samples.greeting.replacing("Hello, reader", with: "Hello"), to: "1-words/01-greeting.md")
        #expect(try course.lessons("build").status == 1)
        #expect(
            try String(contentsOfFile: course.root + "/Site/public/1-words/01-greeting.html", encoding: .utf8) == page)
    }

    @Test func eachExerciseHasAFile() throws {
        let two =
            Samples.exercise
            + Samples.exercise.replacing("half", with: "third").replacing("/ 2", with: "/ 3")
            .replacing("4 4", with: "2 3")
        let course = try TemporaryCourse(["1-part/01-two.md": two])
        #expect(try course.lessons("verify").status == 0)
        let which = try course.lessons("try", "two")
        #expect(which.status == 64 && which.errors.contains("The lesson has 2 exercises; choose one"))
        #expect(try course.lessons("try", "two", "--exercise", "3").status == 64)
        #expect(
            try course.lessons("try", "two", "--exercise", "2").output.contains(
                "Attempts/1-part/01-two/exercise-2.swift"))
        let path = "../Attempts/1-part/01-two/exercise-2.swift"
        try course.write("func third(_ n: Int) -> Int { n / 3 }\n", to: path)
        #expect(try course.lessons("try", "two", "--exercise", "2").status == 0)
        #expect(try course.lessons("try", "two", "--exercise", "2", "--again").status == 0)
        #expect(try course.text(of: path).contains("    0\n"))
    }

    @Test func cleaningForgetsAll() throws {
        let course = try Samples.words()
        // This uses a separate command, since all others share a cache.
        let command = try course.ownCommand()
        func run(_ word: String) throws -> Command.Result { try Command.run(command, [word], in: course.root) }
        #expect(try run("verify").status == 0)
        #expect(try run("list").output.contains(/1\.1 +greeting +verified\n/))
        #expect(try run("clean").status == 0)
        #expect(try run("list").output.contains(/1\.1 +greeting +not run\n/))
    }

    @Test func helpNamesWhatThereIs() throws {
        #expect(try Command.lessons("--version").output == "lessons 0.1\n")
        let all = try Command.lessons("--help").output
        for name in ["list", "run", "verify", "try", "build", "serve", "new", "export", "doctor", "clean"] {
            #expect(all.contains("\n  \(name) "), "\(name)")
        }
        let options = try Command.lessons("help", "verify").output
        for name in [
            "update", "each", "failed", "no-cache", "explain", "durations", "jobs", "timeout", "shard", "timings",
            "repeat",
            "format", "junit",
        ] {
            #expect(options.contains("\n  --\(name) "), "\(name)")
        }
    }
}
