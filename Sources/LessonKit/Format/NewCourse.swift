/// A course to begin with: a package with a library, a part with two lessons, and what a site and CI need.
public struct NewCourse: Sendable {
    /// The folder's name, by which the package goes.
    let name: String
    /// The name of the library and its module.
    let module: String

    /// A course in a folder of this name; the module's name is made of the words in it.
    public init(named name: String) {
        self.name = name
        let words = name.split { !$0.isASCII || !$0.isLetter && !$0.isNumber }
        let joined = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        // Lessons import these, or their program is one of them.
        let taken = SwiftNames.systemModules.union(SwiftNames.words).union(["CNN", "Figures", "Lesson"])
        let isName =
            joined.first?.isLetter == true && !taken.contains(where: { $0.lowercased() == joined.lowercased() })
        module = isName ? joined : "Course" + joined
    }

    /// The course's title, until its author finds another.
    var title: String { name.prefix(1).uppercased() + name.dropFirst().replacing("-", with: " ") }

    /// Writes the course to a folder that is new or empty, and returns the paths of its files.
    public func write(to folder: String) throws -> [String] {
        guard !Files.exists(folder) || Files.isFolder(folder) else {
            throw Refusal(description: "\(folder) is a file; name a folder that is new or empty.")
        }
        // A new repository holds nothing else.
        guard Files.names(in: folder).allSatisfy({ $0 == ".git" }) else {
            throw Refusal(
                description: "\(folder) is not empty, so nothing is written; name a folder that is new or empty.")
        }
        for (path, text) in files {
            try Files.makeFolder("\(folder)/\(path)".folder)
            try Files.writeWithoutReplacing(text, to: "\(folder)/\(path)")
        }
        return files.map(\.path)
    }

    /// The files, by their paths in the folder.
    var files: [(path: String, text: String)] {
        [
            ("Package.swift", manifest), (".gitignore", ".build/\nSite/public/\nAttempts/\n"), ("README.md", readme),
            ("Sources/\(module)/InsertionSort.swift", Self.library),
            ("Lessons/README.md", "# About this course\n\nWhat it is about, for whom, and where to begin.\n"),
            ("Lessons/1-sorting/README.md", "# Sorting\n\nWhat the lessons of this part have in common.\n"),
            ("Lessons/1-sorting/01-insertion.md", firstLesson), ("Lessons/1-sorting/02-cost.md", secondLesson),
            ("Site/title.txt", title + "\n"), ("Site/own.css", Self.style),
            (".github/workflows/lessons.yml", Self.workflow),
        ]
    }

    private var manifest: String {
        """
        // swift-tools-version: 6.0
        import PackageDescription

        let package = Package(
            name: \(name.swiftLiteral),
            products: [.library(name: "\(module)", targets: ["\(module)"])],
            targets: [.target(name: "\(module)")])

        """
    }

    private static let library = """
        /// Sorts numbers by insertion, and counts how often it compares two of them.
        ///
        /// ```swift
        /// print(insertionSort([2, 1]).sorted)
        /// ```
        ///
        /// ```output
        /// [1, 2]
        /// ```
        public func insertionSort(_ numbers: [Int]) -> (sorted: [Int], comparisons: Int) {
            var sorted = numbers
            var comparisons = 0
            for end in sorted.indices.dropFirst() {
                var place = end
                while place > 0 {
                    comparisons += 1
                    guard sorted[place - 1] > sorted[place] else { break }
                    sorted.swapAt(place - 1, place)
                    place -= 1
                }
            }
            return (sorted, comparisons)
        }

        """

    private var readme: String {
        """
        # \(title)

        Lessons in Markdown whose Swift code is compiled, run and checked.

            lessons list                        the lessons, and what is known of each
            lessons run insertion               runs one
            lessons verify                      runs all, and compares what they print with what they say
            lessons verify --update             writes what was printed into the output blocks; read `git diff` after it
            lessons verify --docs Sources       checks the code in the library's own comments
            lessons serve                       shows the lessons as notebooks in the browser
            lessons build                       writes the site to Site/public
            lessons new 1-sorting/merging       begins the next lesson

        ## Where things go

        | what | where |
        |---|---|
        | the library that the lessons import | `Sources/\(module)`, or any package that its target depends on in `Package.swift` |
        | a part | a folder `Lessons/2-name`, opened by its `README.md` |
        | a lesson | a file `Lessons/2-name/01-topic.md`; its first heading is its title |
        | data that lessons read | `Lessons/Data`, which a lesson sees as `Data` |
        | the site's title | `Site/title.txt` |
        | colours and other style | `Site/own.css`, after the site's own style |
        | the template of all pages | `Site/page.html`, in place of the one that comes with the command |

        """
    }

    private var firstLesson: String {
        """
        # Insertion

        **How are cards sorted in a hand?** Each new card goes to its place among those that are already in order.

        ```swift
        import \(module)

        print(insertionSort([3, 1, 2]).sorted)
        ```

        ```output
        [1, 2, 3]
        ```

        The library also counts the comparisons of two numbers.

        ```swift
        print(insertionSort([3, 1, 2]).comparisons)
        ```

        ```output
        3
        ```

        """
    }

    private var secondLesson: String {
        """
        # The cost of order

        **How many comparisons does sorting by insertion take at most?** The worst case is a list in reverse order.

        ```swift
        import Figures
        import \(module)

        let sizes = [0, 10, 20, 30, 40]
        let comparisons = sizes.map { insertionSort((0..<$0).reversed()).comparisons }
        print(comparisons)
        show(
            LinePlot(
                Series("reverse order", x: sizes.map(Double.init), y: comparisons.map(Double.init)),
                xAxis: "numbers", yAxis: "comparisons",
                alternativeText: "The comparisons grow faster than the list, to 780 for 40 numbers."))
        ```

        ```output
        [0, 45, 190, 435, 780]
        ```

        The first number is compared with none, the second with one, the last with all before it.

        ```swift exercise
        func worstCase(_ count: Int) -> Int {
            count
        }
        ```

        ```hint
        What is 0 + 1 + 2 + 3, and how does it follow from 4?
        ```

        ```swift wrong
        func worstCase(_ count: Int) -> Int { count * count / 2 }
        ```

        ```swift solution
        func worstCase(_ count: Int) -> Int { count * (count - 1) / 2 }
        ```

        ```swift check
        print([1, 40, 100].map(worstCase))
        ```

        ```output
        [0, 780, 4950]
        ```

        """
    }

    private static let style = """
        /* What differs from the site's own style. Its colours have names, each with a light and a dark form: */
        :root {
            --accent: light-dark(#7a3b00, #f0b070);
        }

        """

    private static let workflow = """
        name: lessons
        on: [push, pull_request]
        jobs:
          verify:
            runs-on: ubuntu-24.04
            container: swift:6.3-bookworm
            steps:
              - uses: actions/checkout@v4
              - run: apt-get update && apt-get install -y --no-install-recommends git make
              # The command that checks lessons: its repository's address is a variable of this repository, made under Settings,
              # Secrets and variables, Actions, Variables.
              - run: |
                  [ -n "$REPOSITORY" ] || { echo "::error::Set the variable LESSONS_REPOSITORY."; exit 1; }
                  git clone --depth 1 "$REPOSITORY" /tmp/lessons && make -C /tmp/lessons install PREFIX=/usr/local
                env: { REPOSITORY: "${{ vars.LESSONS_REPOSITORY }}" }
              - run: lessons verify --format github
              - run: lessons build
              - uses: actions/upload-artifact@v4
                with: { name: site, path: Site/public }

        """
}
