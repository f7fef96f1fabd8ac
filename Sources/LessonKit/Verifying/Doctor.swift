#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What `lessons doctor` finds on this machine.
public struct Finding: Sendable {
    /// What was looked at.
    public let subject: String
    /// What there is, or what is missing.
    public let state: String
    /// Whether it is as it should be.
    public let isGood: Bool
    /// What to do, where it is not.
    public let remedy: String?
    /// Whether lessons cannot be run without it.
    public let isNeeded: Bool

    /// Looks at all that lessons and site need.
    public static func all(in course: Course) -> [Finding] {
        var findings: [Finding] = []
        func add(_ subject: String, _ state: String, isGood: Bool, remedy: String, isNeeded: Bool = true) {
            findings.append(
                Finding(
                    subject: subject, state: state, isGood: isGood, remedy: isGood ? nil : remedy, isNeeded: isNeeded))
        }
        var visible = course.data
        do {
            let libraries = try Libraries()
            let newer = libraries.newerSource(in: course.root)
            add(
                "Libraries", newer.map { "older than \($0.fileName)" } ?? libraries.folder, isGood: newer == nil,
                remedy: "swift build", isNeeded: false)
            let toolchain = try Toolchain(libraries: libraries, scratch: libraries.scratch)
            visible += toolchain.visible
            add("Toolchain", toolchain.version(), isGood: true, remedy: "")
            add(
                "Cache", libraries.scratch, isGood: FileManager.default.isWritableFile(atPath: libraries.scratch),
                remedy: "make \(libraries.scratch) writable", isNeeded: false)
        } catch {
            add("Toolchain and libraries", "\(error)", isGood: false, remedy: "see above")
        }
        let data = Files.names(in: course.root + "/Lessons/Data").count
        add("Lessons", "\(course.lessons.count) in \(course.root)/Lessons", isGood: true, remedy: "")
        add(
            "Data", data == 0 ? "none" : "\(data) \(data == 1 ? "file" : "files") in Lessons/Data", isGood: true,
            remedy: "")
        let locale = "/usr/lib/locale/C.utf8"
        add(
            "Locale", "C.UTF-8", isGood: Files.isFolder(locale) || !Files.isFolder("/usr/lib/locale"),
            remedy: "apt-get install libc-bin", isNeeded: false)
        let level = Sandbox.closestLevel(showing: visible)
        add("Sandbox", level.description, isGood: level.isClosed, remedy: "apt-get install bubblewrap", isNeeded: false)
        for (subject, path, package) in Typesetter.needs {
            let isThere = FileManager.default.fileExists(atPath: path)
            add(
                subject, isThere ? path : "missing", isGood: isThere, remedy: "apt-get install \(package)",
                isNeeded: false)
        }
        return findings
    }
}
