/// The library that the lessons of a course import, and what belongs to it. The runner knows none by name: it is given one.
public struct CourseLibrary: Sendable {
    /// The file that programs are linked with and load.
    public var file: String
    /// The folder of its Swift modules.
    public var modules: String
    /// The module maps of C headers that its modules need.
    public var moduleMaps: [String]
    /// The folders of its sources, and the folders of what was built from them.
    public var sources: [(source: String, built: String)]
    /// What the names of the environment variables begin with by which it may be told how to work.
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

    /// The ending of a dynamic library's file name here.
    #if os(Linux)
        public static let fileExtension = "so"
    #else
        public static let fileExtension = "dylib"
    #endif

    /// Throws where the library has not been built.
    func requireFile() throws(MissingRequirement) {
        guard Files.exists(file) else {
            throw MissingRequirement(
                description: "There is no \(file); build the course's libraries with ‘make build’.")
        }
    }

    /// The name by which the linker knows the file: `LessonRuntime` for `libLessonRuntime.so`.
    var linkerName: String { String(file.fileName.dropFirst("lib".count).prefix { $0 != "." }) }

    /// Tells this build of the library from any other.
    var identity: String { Files.stamp(of: file) }

    /// The variables of the runner's environment that programs are handed on.
    func variables(of environment: [String: String]) -> [String: String] {
        environment.filter { name, _ in environmentPrefix.map { name.hasPrefix($0) } ?? false }
    }

    /// The first source file that is newer than the library; nil where it is up to date.
    public var newerSource: String? {
        for (source, built) in sources {
            // A build that changes nothing in a library leaves that alone, but not the folder of the object files.
            let time = max(Files.modificationTime(of: file), Files.modificationTime(of: built))
            let newer = Files.all(in: source).first {
                $0.hasSuffix(".swift") && Files.modificationTime(of: $0) > time
            }
            if let newer { return newer }
        }
        return nil
    }
}
