import ArgumentParser
import LessonKit

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

extension CompletionKind {
    /// The names of lessons and parts, and Markdown files.
    static let lessons = CompletionKind.custom { _, _, word in
        guard let folder = getcwd(nil, 0) else { return [] }
        defer { free(folder) }
        return Course.names(completing: word, from: String(cString: folder))
    }
}
