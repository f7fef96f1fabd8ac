/// What compiles the libraries of a course for WebAssembly, in which live cells run.
public struct LiveLibrary: Sendable {
    /// A Swift module.
    public struct Module: Sendable {
        /// Its name.
        public var name: String
        /// The folder of its sources. What lies in a folder called Native there is left out.
        public var folder: String

        /// Describes a module.
        public init(name: String, folder: String) { (self.name, self.folder) = (name, folder) }
    }

    /// The folder with what every program needs there: `CPage`, `Prelude`, `program.js` and `run.mjs`.
    public var support: String
    /// The modules, each after those that it imports.
    public var modules: [Module]
    /// C headers that they import, by the names of their modules.
    public var headers: [String: String]
    /// Tells somebody who waits what is being done.
    public var tell: @Sendable (String) -> Void

    /// Describes libraries.
    public init(
        support: String, modules: [Module], headers: [String: String] = [:],
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.support, self.modules, self.headers, self.tell) = (support, modules, headers, tell)
    }

    /// The script with which a page runs a program, and that which runs it in Node.js.
    var loader: String { support + "/program.js" }
    var runner: String { support + "/run.mjs" }

    /// All modules, with what every program needs first.
    var allModules: [Module] { [Module(name: "Prelude", folder: support + "/Prelude")] + modules }

    /// The Swift files of a module.
    static func sources(of module: Module) -> [String] {
        Files.all(in: module.folder).filter { path in
            path.hasSuffix(".swift") && !path.dropFirst(module.folder.count).split(separator: "/").contains("Native")
        }.sorted()
    }

    /// All files that decide what is built.
    var files: [String] {
        allModules.flatMap(Self.sources) + headers.values.sorted() + Files.all(in: support + "/CPage").sorted()
    }
}
