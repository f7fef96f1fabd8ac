import Foundation
import Testing

/// The documents of a package are compiled against the package itself.
@Suite struct PackageTests {
    /// A package with a library of each kind, a C target, a resource, and a macro whose program needs no library of others.
    static func manifold() throws -> TemporaryPackage {
        try TemporaryPackage([
            "Package.swift": TemporaryPackage.manifest(
                """
                .library(name: "Alpha", targets: ["Alpha"]), .library(name: "Beta", type: .static, targets: ["CBeta"]),
                .library(name: "Delta", type: .dynamic, targets: ["Delta"]), .library(name: "Answer", targets: ["Answer"]),
                """,
                """
                .target(name: "Alpha", dependencies: ["CBeta"], resources: [.copy("greeting.txt")]), .target(name: "CBeta"),
                .target(name: "Delta"), .target(name: "Answer", dependencies: ["AnswerMacro"]), .macro(name: "AnswerMacro"),
                """),
            "Sources/Alpha/alpha.swift": """
            import CBeta
            import Foundation

            public func alpha() -> Int32 { beta() + 1 }
            public func greeting() -> String {
                let file = Bundle.module.url(forResource: "greeting", withExtension: "txt")
                return file.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? "no greeting"
            }
            """,
            "Sources/Alpha/greeting.txt": "Good morning",
            "Sources/CBeta/include/beta.h": "int beta(void);\n",
            "Sources/CBeta/beta.c": "#include \"beta.h\"\nint beta(void) { return 40; }\n",
            "Sources/Delta/delta.swift": "public let delta = 5\n",
            "Sources/Answer/answer.swift":
                #"@freestanding(expression) public macro answer() -> Int = #externalMacro(module: "AnswerMacro", type: "Answer")"#,
            "Sources/AnswerMacro/main.swift": macroProgram,
        ])
    }

    /// What the compiler and a macro's program say to each other: a length of eight bytes, then JSON.
    static let macroProgram = """
        import Foundation

        while true {
            let head = FileHandle.standardInput.readData(ofLength: 8)
            guard head.count == 8 else { break }
            let count = head.reversed().reduce(0) { $0 << 8 | Int($1) }
            let message = String(decoding: FileHandle.standardInput.readData(ofLength: count), as: UTF8.self)
            let answer = message.contains("getCapability")
                ? #"{"getCapabilityResult":{"capability":{"protocolVersion":7}}}"#
                : #"{"expandMacroResult":{"expandedSource":"42","diagnostics":[]}}"#
            let length = (0..<8).map { UInt8(truncatingIfNeeded: answer.utf8.count >> (8 * $0)) }
            FileHandle.standardOutput.write(Data(length) + Data(answer.utf8))
        }
        """

    @Test func librariesOfEachKindAreLinkedWithWhatTheyNeed() throws {
        let package = try Self.manifold()
        try package.write(
            """
            ```swift
            import Alpha
            print(alpha(), greeting())
            ```

            ```output
            41 Good morning
            ```

            ```swift
            import CBeta
            import Delta
            print(beta() + Int32(delta))
            ```

            ```output
            45
            ```

            ```swift
            import Answer
            print(#answer)
            ```

            ```output
            42
            ```
            """, to: "README.md")
        let result = try package.lessons("verify", "--each", "README.md")
        #expect(result.output == "3 passed, 0 failed, 0 skipped\n", "\(result.errors)")
        #expect(result.errors.contains("Building Alpha, Answer, Beta, Delta\n"), "\(result.errors)")
        let again = try package.lessons("verify", "--each", "README.md")
        #expect(again.output == "3 passed, 0 failed, 0 skipped\n")
        #expect(!again.errors.contains("Building"))
        // The resource is part of what was run.
        try package.write("Good evening", to: "Sources/Alpha/greeting.txt")
        let changed = try package.lessons("verify", "--each", "README.md")
        #expect(changed.output.contains("actual | 41 Good evening"), "\(changed.output)\(changed.errors)")
    }

    /// Nobody can import a program's module, and no other has what its comments speak of.
    @Test func commentsOfAProgramAreLeftOut() throws {
        let package = try TemporaryPackage([
            "Package.swift": TemporaryPackage.manifest(
                #".library(name: "Counting", targets: ["Counting"])"#,
                #".target(name: "Counting"), .executableTarget(name: "tool", dependencies: ["Counting"])"#),
            "Sources/Counting/count.swift":
                "/// ```swift\n/// print(one)\n/// ```\n///\n/// ```output\n/// 1\n/// ```\npublic let one = 1\n",
            "Sources/tool/main.swift":
                "import Counting\n\n/// ```swift\n/// print(two())\n/// ```\nfunc two() -> Int { one + 1 }\n",
        ])
        let result = try package.lessons("verify", "--docs", "Sources")
        #expect(result.output == "1 passed, 0 failed, 0 skipped\n", "\(result.output)\(result.errors)")
        #expect(result.errors.contains("One Swift file is left out, whose target nobody can import.\n"))
        #expect(try package.lessons("verify", "--docs", "Package.swift", "nowhere").status == 5)
    }

    /// What is built with some flags does not serve without them.
    @Test func flagsDecideWhatIsBuilt() throws {
        let package = try TemporaryPackage.small([
            "Sources/Counting/count.swift":
                "#if LOUD\npublic let word = \"ONE\"\n#else\npublic let word = \"one\"\n#endif\n",
            "README.md": "```swift\nimport Counting\nprint(word)\n```\n\n```output\none\n```\n",
        ])
        #expect(try package.lessons("verify", "--each", "README.md").status == 0)
        let loud = try package.lessons("verify", "--each", "README.md", "-Xswiftc", "-DLOUD")
        #expect(loud.status == 1 && loud.output.contains("actual | ONE"), "\(loud.output)\(loud.errors)")
        #expect(try package.lessons("verify", "--each", "README.md").status == 0)
    }

    @Test func onlyWhatIsImportedIsBuilt() throws {
        let package = try TemporaryPackage([
            "Package.swift": TemporaryPackage.manifest(
                #".library(name: "Good", targets: ["Good"]), .library(name: "Bad", targets: ["Bad"])"#,
                #".target(name: "Good"), .target(name: "Bad")"#),
            "Sources/Good/good.swift": "public let good = 1\n",
            "Sources/Bad/bad.swift": "public let bad: Int = true\n",
            "README.md": "```swift\nimport Good\nprint(good)\n```\n\n```output\n1\n```\n",
            "bad.md": "```swift\nimport Bad\nprint(bad)\n```\n",
        ])
        #expect(try package.lessons("verify", "--each", "README.md").status == 0)
        let bad = try package.lessons("verify", "--each", "bad.md")
        #expect(bad.status == 1)
        #expect(
            bad.output
                == "Sources/Bad/bad.swift:1:23: error: cannot convert value of type 'Bool' to specified type 'Int'\n")
        let named = try package.lessons("verify", "--each", "README.md", "--product", "Bed")
        #expect(named.status == 5)
        #expect(named.errors.contains("has no library product ‘Bed’; did you mean ‘Bad’?"), "\(named.errors)")
    }

    /// Two products with the same module would each hold a copy of it, and a value of one copy is none of the other's types.
    @Test func aModuleIsTakenFromOneProduct() throws {
        let package = try TemporaryPackage([
            "Package.swift": TemporaryPackage.manifest(
                #".library(name: "Many", type: .dynamic, targets: ["Core", "Extra"]), "#
                    + #".library(name: "Others", type: .dynamic, targets: ["Core", "Shapes"])"#,
                #".target(name: "Core"), .target(name: "Extra"), .target(name: "Shapes", dependencies: ["Core"])"#),
            "Sources/Core/core.swift":
                "public protocol Named {}\npublic struct A: Named { public init() {} }\npublic let made: Any = A()\n",
            "Sources/Extra/extra.swift": "public let extra = 1\n",
            "Sources/Shapes/shapes.swift":
                "import Core\npublic func isNamed(_ x: Any) -> Bool { x is any Named && x is A }\n",
            "README.md":
                "```swift\nimport Core\nimport Shapes\nprint(isNamed(A()), isNamed(made))\n```\n\n```output\ntrue true\n```\n",
        ])
        let result = try package.lessons("verify", "--each", "README.md")
        #expect(result.output == "1 passed, 0 failed, 0 skipped\n", "\(result)")
        #expect(result.errors.contains("Building Others\n"), "\(result.errors)")
    }

    @Test func aChangedSourceIsBuiltAgainAndOnlyThen() throws {
        let readme = "```swift\nimport Counting\nprint(next(after: 1))\n```\n\n```output\n2\n```\n"
        let package = try TemporaryPackage.small(["README.md": readme])
        #expect(try package.lessons("verify", "--each", "README.md").status == 0)
        // A comment changes nothing that is built, so nothing runs again.
        let source = "Sources/Counting/count.swift"
        try package.write("/// Counts.\npublic func next(after n: Int) -> Int { n + 1 }\n", to: source)
        let commented = try package.lessons("verify", "--each", "--explain", "README.md")
        #expect(commented.errors.contains("Building Counting") && !commented.errors.contains("ran because"))
        try package.write("public func next(after n: Int) -> Int { n + 2 }\n", to: source)
        let changed = try package.lessons("verify", "--each", "--explain", "README.md")
        #expect(changed.status == 1)
        #expect(changed.errors.contains("cell 1: ran because the libraries were rebuilt"))
        #expect(changed.output.contains("actual | 3"))
        // The text of a document asks for no build.
        try package.write("# Counting\n\n" + readme, to: "README.md")
        #expect(try !package.lessons("verify", "--each", "README.md").errors.contains("Building"))
    }

    /// As where files are unpacked with their old times: the package manager takes such a source for the one that it knows.
    @Test func aSourceOfTheSameTimeAndSizeIsBuiltAgain() throws {
        let source = "Sources/Counting/count.swift"
        let package = try TemporaryPackage.small([
            "README.md": "```swift\nimport Counting\nprint(next(after: 1))\n```\n\n```output\n2\n```\n"
        ])
        func write(_ code: String, at date: Date) throws {
            try package.write(code, to: source)
            let file = "\(package.root)/\(source)"
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file)
        }
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        try write("public func next(after n: Int) -> Int { n + 1 }\n", at: date)
        #expect(try package.lessons("verify", "--each", "README.md").status == 0)
        try write("public func next(after n: Int) -> Int { n + 2 }\n", at: date)
        let changed = try package.lessons("verify", "--each", "README.md")
        #expect(changed.status == 1 && changed.output.contains("actual | 3"), "\(changed)")
    }

    @Test func aChangeInALocalDependencyCounts() throws {
        let base = try TemporaryPackage.small()
        let name = URL(filePath: base.root).lastPathComponent
        let package = try TemporaryPackage([
            "Package.swift": TemporaryPackage.manifest(
                #".library(name: "Twice", targets: ["Twice"])"#,
                #".target(name: "Twice", dependencies: [.product(name: "Counting", package: "\#(name)")])"#,
                dependencies: #".package(path: "\#(base.root)")"#),
            "Sources/Twice/twice.swift": "import Counting\npublic func twice(_ n: Int) -> Int { 2 * next(after: n) }\n",
            "README.md": "```swift\nimport Twice\nprint(twice(1))\n```\n\n```output\n4\n```\n",
        ])
        #expect(try package.lessons("verify", "--each", "README.md").status == 0)
        try base.write("public func next(after n: Int) -> Int { n + 2 }\n", to: "Sources/Counting/count.swift")
        let changed = try package.lessons("verify", "--each", "README.md")
        #expect(changed.output.contains("actual | 6"), "\(changed.output)\(changed.errors)")
    }

    @Test func blocksSeeTheModulesThatTheirFileImports() throws {
        let package = try TemporaryPackage.small([
            "README.md": """
            ```swift
            .package(url: "https://example.com/counting", from: "1.0.0")
            ```

            ```swift
            import Counting
            ```

            ```swift
            let two = next(after: 1)
            ```

            ```swift
            print(next(after: 2))
            ```

            ```swift skip
            next(after: …)
            ```
            """
        ])
        let result = try package.lessons("verify", "--each", "README.md")
        #expect(result.output == "3 passed, 0 failed, 0 skipped\n", "\(result.output)\(result.errors)")
        #expect(result.errors.contains("2 fragments left out"), "\(result.errors)")
    }

    /// Sample is the package's name, and ‘swift-’ and hyphens are no part of it.
    @Test(arguments: [("Sample", "sample"), ("Sample", "swift-sample"), ("BigSample", "swift-big-sample")])
    func blocksWithoutImportsSeeTheModuleOfThePackagesName(_ module: String, _ name: String) throws {
        let manifest = TemporaryPackage.manifest(
            #".library(name: "Other", targets: ["Other"]), .library(name: "Main", targets: ["\#(module)"])"#,
            #".target(name: "Other"), .target(name: "\#(module)")"#)
        let package = try TemporaryPackage([
            "Package.swift": manifest.replacing("name: \"Sample\",", with: "name: \"\(name)\","),
            "Sources/Other/other.swift": "public let other = 2\n",
            "Sources/\(module)/one.swift": "public let one = 1\n",
            "README.md": "```swift\nprint(one)\n```\n\n```output\n1\n```\n",
            "docs/other.md": "```swift\nimport Other\nprint(other)\n```\n\n```swift\nprint(other + 1)\n```\n",
        ])
        let result = try package.lessons("verify", "--each", "README.md", "docs")
        #expect(result.output.hasSuffix("3 passed, 0 failed, 0 skipped\n"), "\(result)")
    }

    @Test func aCourseImportsTheLibrariesOfItsPackage() throws {
        let package = try TemporaryPackage.small([
            "Lessons/1-counting/01-next.md": """
            # Next

            ```swift
            import Counting
            print(next(after: 41))
            ```

            ```output
            42
            ```
            """
        ])
        let result = try package.lessons("verify")
        #expect(result.output == "1 passed, 0 failed, 0 skipped\n", "\(result.errors)")
        #expect(try package.lessons("run", "next").output.contains("42"))
    }
}
