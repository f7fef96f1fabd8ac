#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The check, by `lessons doctor`, of something that lessons or the site need of the machine.
public struct HealthCheck: Sendable {
    /// What was checked.
    public let subject: String
    /// What was found, or what is missing.
    public let state: String
    /// Whether nothing is wrong with it.
    public let isHealthy: Bool
    /// What to do about it; nil if nothing is wrong.
    public let remedy: String?
    /// Whether lessons cannot be run without it.
    public let isRequired: Bool

    /// Describes the state of something; `remedy` is ignored if nothing is wrong.
    public init(
        _ subject: String, _ state: String, isHealthy: Bool = true, remedy: String = "", isRequired: Bool = true
    ) {
        self.subject = subject
        self.state = state
        self.isHealthy = isHealthy
        self.remedy = isHealthy ? nil : remedy
        self.isRequired = isRequired
    }

    /// Checks everything that running lessons needs.
    public static func all(in course: Course, library: CourseLibrary) -> [HealthCheck] {
        let cacheFolder = Installation.current.cacheFolder
        var checks: [HealthCheck] = []
        var visible = CourseData(of: course).readablePaths + library.binaries.map(\.file)
        do {
            let newer = library.newerSource
            checks.append(
                HealthCheck(
                    "Libraries", newer.map { "older than \($0.fileName)" } ?? library.modules.folder,
                    isHealthy: newer == nil,
                    remedy: "make build", isRequired: false))
            let toolchain = try Toolchain(library: library, cacheFolder: cacheFolder)
            visible += toolchain.readablePaths
            checks.append(HealthCheck("Toolchain", toolchain.version()))
            checks.append(.webAssembly(toolchain))
            checks.append(
                HealthCheck(
                    "Cache", cacheFolder, isHealthy: FileManager.default.isWritableFile(atPath: cacheFolder),
                    remedy: "make \(cacheFolder) writable", isRequired: false))
        } catch {
            checks.append(HealthCheck("Toolchain and libraries", "\(error)", isHealthy: false, remedy: "see above"))
        }
        let data = Files.names(in: CourseData(of: course).folder).count
        checks.append(HealthCheck("Lessons", "\(course.lessons.count) in \(course.root)/Lessons"))
        let files = "\(data) \(data == 1 ? "file" : "files") in Lessons/Data"
        checks.append(HealthCheck("Data", data == 0 ? "none" : files))
        let locales = "/usr/lib/locale"
        checks.append(
            HealthCheck(
                "Locale", "C.UTF-8", isHealthy: Files.isFolder(locales + "/C.utf8") || !Files.isFolder(locales),
                remedy: "apt-get install libc-bin", isRequired: false))
        let level = Sandbox.closestLevel(readable: visible)
        checks.append(
            HealthCheck(
                "Sandbox", level.description, isHealthy: level.isIsolated,
                remedy: level.isIsolated ? "" : Sandbox.remedy,
                isRequired: false))
        checks.append(.snapshots(in: course, library: library, cacheFolder: cacheFolder))
        return checks
    }

    /// Checks for what live cells are compiled with for WebAssembly, and run in.
    private static func webAssembly(_ toolchain: Toolchain) -> HealthCheck {
        do {
            return HealthCheck("WebAssembly", try LiveTools(root: toolchain.root).linker)
        } catch {
            return HealthCheck(
                "WebAssembly", "missing, so that live cells are checked natively alone", isHealthy: false,
                remedy: LiveTools.remedy, isRequired: false)
        }
    }

    /// Checks for a file of a Debian package that the site needs.
    package static func file(_ path: String, _ subject: String, package: String) -> HealthCheck {
        let isThere = Files.exists(path)
        return HealthCheck(
            subject, isThere ? path : "missing", isHealthy: isThere, remedy: "apt-get install \(package)",
            isRequired: false)
    }
}
