extension HealthCheck {
    /// Tries whether an edited lesson runs from the edited cell on.
    static func snapshots(in course: Course, library: CourseLibrary, cacheFolder: String) -> HealthCheck {
        func check(_ state: String, isHealthy: Bool) -> HealthCheck {
            HealthCheck(
                "Snapshots", state, isHealthy: isHealthy,
                remedy: "see the lines above; without snapshots every change runs its lesson from the beginning",
                isRequired: false)
        }
        do {
            let runner = try Runner(course: course, library: library, sandbox: .auto, cacheFolder: cacheFolder)
            let snapshots = SnapshotRunner(runner: runner, memoryBudget: 1 << 28)
            defer { snapshots.close() }
            _ = try snapshots.run(program(printing: 1))
            let (run, origin) = try snapshots.run(program(printing: 2))
            switch origin {
            case .snapshot where run.execution?.cells.last?.output == "2\n":
                return check("an edited cell runs from where it stands", isHealthy: true)
            case .snapshot: return check("wrong output", isHealthy: false)
            case .cold(let reason): return check("none: \(reason)", isHealthy: false)
            }
        } catch {
            return check("none: \(error)", isHealthy: false)
        }
    }

    private static func program(printing number: Int) throws -> Program {
        let text = "```swift\nlet one = 1\n```\n\n```swift\nprint(one * \(number))\n```\n"
        return Program.all(of: try Lesson(SourceText(name: "doctor.md", text: text)))[0]
    }
}
