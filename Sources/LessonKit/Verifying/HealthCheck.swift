#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Something that lessons or the site need of the machine, looked at by `lessons doctor`.
public struct HealthCheck: Sendable {
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

    /// Says how something is; `remedy` counts where it is not good.
    package init(_ subject: String, _ state: String, isGood: Bool = true, remedy: String = "", isNeeded: Bool = true) {
        self.subject = subject
        self.state = state
        self.isGood = isGood
        self.remedy = isGood ? nil : remedy
        self.isNeeded = isNeeded
    }

    /// Looks at all that running lessons needs.
    public static func all(in course: Course, library: CourseLibrary) -> [HealthCheck] {
        let scratch = Installation.here.scratch
        var checks: [HealthCheck] = []
        var visible = CourseData(of: course).visiblePaths + library.binaries.map(\.file)
        do {
            let newer = library.newerSource
            checks.append(
                HealthCheck(
                    "Libraries", newer.map { "older than \($0.fileName)" } ?? library.modules.folder,
                    isGood: newer == nil,
                    remedy: "make build", isNeeded: false))
            let toolchain = try Toolchain(library: library, scratch: scratch)
            visible += toolchain.visiblePaths
            checks.append(HealthCheck("Toolchain", toolchain.version()))
            checks.append(
                HealthCheck(
                    "Cache", scratch, isGood: FileManager.default.isWritableFile(atPath: scratch),
                    remedy: "make \(scratch) writable", isNeeded: false))
        } catch {
            checks.append(HealthCheck("Toolchain and libraries", "\(error)", isGood: false, remedy: "see above"))
        }
        let data = Files.names(in: CourseData(of: course).folder).count
        checks.append(HealthCheck("Lessons", "\(course.lessons.count) in \(course.root)/Lessons"))
        let files = "\(data) \(data == 1 ? "file" : "files") in Lessons/Data"
        checks.append(HealthCheck("Data", data == 0 ? "none" : files))
        let locales = "/usr/lib/locale"
        checks.append(
            HealthCheck(
                "Locale", "C.UTF-8", isGood: Files.isFolder(locales + "/C.utf8") || !Files.isFolder(locales),
                remedy: "apt-get install libc-bin", isNeeded: false))
        let level = Sandbox.closestLevel(showing: visible)
        checks.append(
            HealthCheck(
                "Sandbox", level.description, isGood: level.isClosed, remedy: "apt-get install bubblewrap",
                isNeeded: false))
        return checks
    }

    /// A file of a Debian package that the site needs.
    package static func file(_ path: String, _ subject: String, package: String) -> HealthCheck {
        let isThere = Files.exists(path)
        return HealthCheck(
            subject, isThere ? path : "missing", isGood: isThere, remedy: "apt-get install \(package)",
            isNeeded: false)
    }
}
