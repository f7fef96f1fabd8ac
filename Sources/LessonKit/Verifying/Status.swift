extension Verifier {
    /// What is known about a lesson without running it.
    public enum Status: String, Sendable {
        /// Every cell passed when it last ran, and nothing has changed since.
        case verified
        /// It ran, nothing has changed since, and a cell failed or did not compile.
        case failing
        /// Something changed since it ran.
        case stale
        /// It never ran to its end.
        case notRun = "not run"
        /// Its Markdown must be corrected first.
        case malformed
    }

    /// Looks up what is known about a lesson.
    public func status(of file: Course.LessonFile) -> Status {
        switch prepare(file) {
        case .failure: return .malformed
        case .success(let prepared):
            if prepared.isComplete { return report(on: prepared).hasPassed ? .verified : .failing }
            let kept = cache.entries(for: file).compactMap { $0 }
            let inputs = prepared.programs.map { self.inputs(of: $0) }
            if inputs.allSatisfy({ program in kept.contains { $0.inputs.suffice(for: program) } }) { return .failing }
            return kept.isEmpty ? .notRun : .stale
        }
    }
}
