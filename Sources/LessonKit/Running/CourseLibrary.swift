import Synchronization

/// Locked while a library is built.
private let building = Mutex(())

/// The libraries that the lessons of a course import, and their surroundings. The runner knows no library by name; its caller
/// describes them.
public struct CourseLibrary: Sendable {
    /// A dynamic library.
    public struct Binary: Sendable {
        /// The file that programs are linked with and load.
        public var file: String
        /// The Swift modules in it, if it is linked only with programs that import one of them; nil for all programs.
        public var modules: [String]?

        /// Describes a dynamic library.
        public init(file: String, modules: [String]? = nil) { (self.file, self.modules) = (file, modules) }

        /// The name by which the linker knows the file: `LessonRuntime` for `libLessonRuntime.so`.
        var linkerName: String { String(file.fileName.dropFirst("lib".count).prefix { $0 != "." }) }
    }

    /// All of them, each with those before it linked first.
    public var binaries: [Binary]
    /// The folder of their Swift modules.
    public var modules: String
    /// The module maps of C headers that their modules need.
    public var moduleMaps: [String]
    /// The folders of their sources, and the folders of what was built from them.
    public var sources: [(source: String, built: String)]
    /// Builds a library that is not there, or throws why it cannot.
    public var build: @Sendable (Binary) throws -> Void
    /// The prefix of the environment variables that configure them; nil if there are none.
    public var environmentPrefix: String?
    /// The variables with which a program computes what live cells show, on every machine the same numbers.
    public var liveEnvironment: [String: String]
    /// What compiles them for WebAssembly; nil for a course without live cells.
    public var live: LiveLibrary?
    /// The first cell of a new lesson, and what it prints.
    public var sample: (code: String, output: String)
    /// More flags by which the compiler finds headers and macros.
    public var compilerFlags: [String] = []
    /// The folders of resources that programs read.
    public var resources: [String] = []
    /// Files that decide what a program does that is linked with one of the libraries, apart from these themselves; where there
    /// are any, what is in the folder of the modules does not count besides.
    public var decidingFiles: [String]?
    /// The folders of sources whose changes ask for a new build of the libraries.
    public var watchedFolders: [String] = []
    /// The flags for the language of blocks that are programs of their own; nil for that of lessons.
    public var blockLanguage: [String]?
    /// The modules that such blocks of a file, known by its path, see where they import none of the libraries' own.
    public var blockImports: @Sendable (String) -> [String] = { _ in [] }

    /// Describes libraries; one that is missing is an error where no way to build it is given.
    public init(
        binaries: [Binary], modules: String, moduleMaps: [String] = [],
        sources: [(source: String, built: String)] = [], environmentPrefix: String? = nil,
        liveEnvironment: [String: String] = [:], live: LiveLibrary? = nil,
        sample: (code: String, output: String),
        build: (@Sendable (Binary) throws -> Void)? = nil
    ) {
        self.binaries = binaries
        self.modules = modules
        self.moduleMaps = moduleMaps
        self.sources = sources
        self.environmentPrefix = environmentPrefix
        self.liveEnvironment = liveEnvironment
        self.live = live
        self.sample = sample
        self.build =
            build ?? { throw MissingRequirement(description: "There is no \($0.file); build it with ‘make build’.") }
    }

    /// The file name extension of dynamic libraries on this system.
    public static var fileExtension: String {
        #if os(Linux)
            "so"
        #else
            "dylib"
        #endif
    }

    /// The runner's own library, on which a program says which cell it has reached and what it shows.
    private static let channel = Binary(file: "\(Installation.current.folder)/libLessonChannel.\(fileExtension)")

    /// The libraries that a program is linked with.
    func binaries(for program: Program) -> [Binary] {
        [Self.channel] + binaries.filter { $0.modules?.contains { program.imports($0) } ?? true }
    }

    /// What a program reads of them when it runs.
    func readablePaths(for program: Program) -> [String] {
        let linked = binaries(for: program).map(\.file)
        return linked.count > 1 ? linked + resources : linked
    }

    /// Builds those of a program's libraries that are not there.
    func prepare(_ program: Program) throws {
        for binary in binaries(for: program) where !Files.exists(binary.file) {
            // Of several programs that wait for it, the first builds it.
            try building.withLock { _ in if !Files.exists(binary.file) { try build(binary) } }
        }
    }

    /// The hashes of a program's libraries and of all by which the compiler knows them and whatever else the program
    /// imports from their folder.
    func contents(for program: Program, _ hashes: ContentHashes) -> String {
        let linked = binaries(for: program)
        if let decidingFiles {
            let files = linked.map(\.file) + (linked.count > 1 ? decidingFiles : [])
            return files.map { "\($0.fileName) \(hashes.hash(of: $0))" }.joined(separator: ", ")
        }
        let seen = program.importedNames.union(sources.map(\.source.fileName) + binaries.flatMap { $0.modules ?? [] })
        let found = Files.names(in: modules).filter { name in
            // Beside the modules that are built there may lie headers, which the compiler would find there.
            guard let kind = Self.moduleFiles.first(where: name.hasSuffix) else { return true }
            return seen.contains(String(name.dropLast(kind.count))) && !Self.unread.contains(kind)
        }
        let files = linked.map(\.file) + found.map { "\(modules)/\($0)" }
        let contents = files.map { "\($0.fileName) \(hashes.hash(of: $0))" }
        return (contents + moduleMaps.flatMap { ModuleMap(path: $0).contents(hashes) }).joined(separator: ", ")
    }

    /// The endings of what is built for a module.
    private static let moduleFiles = [".swiftmodule", ".swiftdoc", ".swiftsourceinfo", ".abi.json"]
    /// Those that the compiler does not read: the places of declarations, which `Toolchain.flags` leaves out, and a list
    /// for other tools.
    private static let unread = [".swiftsourceinfo", ".abi.json"]

    /// The variables of the runner's environment that are passed on to programs.
    func variables(of environment: [String: String]) -> [String: String] {
        environment.filter { name, _ in environmentPrefix.map { name.hasPrefix($0) } ?? false }
    }

    /// The first source file that is newer than the libraries; nil where they are up to date.
    public var newerSource: String? {
        for (source, built) in sources {
            // A build that changes nothing in a library does not write the library, but it does touch the folder of the
            // object files.
            let time = max(
                binaries.first.map { Files.modificationTime(of: $0.file) } ?? 0, Files.modificationTime(of: built))
            let newer = Files.all(in: source).first {
                $0.hasSuffix(".swift") && Files.modificationTime(of: $0) > time
            }
            if let newer { return newer }
        }
        return nil
    }
}
