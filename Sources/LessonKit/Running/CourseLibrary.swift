/// The library that the lessons of a course import, and its surroundings. The runner knows no library by name; its
/// caller describes one.
public struct CourseLibrary: Sendable {
    /// The dynamic library that programs are linked with.
    public var file: String
    /// The folder of its Swift modules.
    public var modules: String
    /// The module maps of the C headers that its modules need.
    public var moduleMaps: [String]
    /// The folders of its sources, each with the folder of what was built from it.
    public var sources: [(source: String, built: String)]
    /// The prefix of the environment variables that configure it; nil if there are none.
    public var environmentPrefix: String?
    /// The first cell of a new lesson, and what it prints.
    public var sample: (code: String, output: String)

    /// Describes a library.
    public init(
        file: String, modules: String, moduleMaps: [String] = [], sources: [(source: String, built: String)] = [],
        environmentPrefix: String? = nil, sample: (code: String, output: String)
    ) {
        self.file = file
        self.modules = modules
        self.moduleMaps = moduleMaps
        self.sources = sources
        self.environmentPrefix = environmentPrefix
        self.sample = sample
    }

    /// The file name extension of dynamic libraries on this system.
    public static var fileExtension: String {
        #if os(Linux)
            "so"
        #else
            "dylib"
        #endif
    }

    /// Throws if the library has not been built.
    func requireFile() throws(MissingRequirement) {
        guard Files.exists(file) else {
            throw MissingRequirement(
                description: "\(file) does not exist; build the course's libraries with ‘make build’.")
        }
    }

    /// The name that the linker uses for the file: `LessonRuntime` for `libLessonRuntime.so`.
    var linkerName: String { String(file.fileName.dropFirst("lib".count).prefix { $0 != "." }) }

    /// Tells this build of the library from every other.
    var fingerprint: String { Files.fingerprint(of: file) }

    /// The variables of the runner's environment that are passed on to programs.
    func variables(of environment: [String: String]) -> [String: String] {
        environment.filter { name, _ in environmentPrefix.map { name.hasPrefix($0) } ?? false }
    }

    /// The first source file that is newer than the library; nil if the library is up to date.
    public var newerSource: String? {
        for (source, built) in sources {
            // A build that changes nothing in a library does not write the library, but it does touch the folder of the
            // object files.
            let time = max(Files.modificationTime(of: file), Files.modificationTime(of: built))
            let newer = Files.all(in: source).first {
                $0.hasSuffix(".swift") && Files.modificationTime(of: $0) > time
            }
            if let newer { return newer }
        }
        return nil
    }
}
