/// The programs and files with which live cells are compiled for WebAssembly and run there.
struct LiveTools: Sendable {
    let compiler: String, clang: String, linker: String
    let node: String, gzip: String
    let cHeaders: String, cLibrary: String
    /// What every program is linked with.
    let libraries: [String]

    /// What installs all but Swift's own.
    static let remedy = "apt-get install wasi-libc libclang-rt-14-dev-wasm32 nodejs gzip"

    /// Finds them; `root` is the folder of the Swift toolchain.
    init(root: String) throws(MissingRequirement) {
        compiler = root + "/bin/swiftc"
        clang = root + "/bin/clang"
        linker = root + "/bin/wasm-ld"
        cHeaders = "/usr/include/wasm32-wasi"
        cLibrary = "/usr/lib/wasm32-wasi/libc.a"
        let unicode = root + "/lib/swift/embedded/wasm32-unknown-none-wasm/libswiftUnicodeDataTables.a"
        for path in [linker, unicode] where !Files.isFile(path) {
            throw MissingRequirement(
                description:
                    "Live cells need Swift's toolchain with WebAssembly, but there is no \(path); install Swift 6.3 "
                    + "or later from swift.org/install.")
        }
        // Clang's own routines, whatever its version.
        let versions = Files.names(in: "/usr/lib").filter { $0.hasPrefix("llvm-") }.sorted().flatMap { llvm in
            Files.names(in: "/usr/lib/\(llvm)/lib/clang").sorted().map { "/usr/lib/\(llvm)/lib/clang/\($0)" }
        }
        let routines = versions.map { $0 + "/lib/wasi/libclang_rt.builtins-wasm32.a" }.last(where: Files.isFile)
        let node = ["/usr/bin/node", "/usr/bin/nodejs", "/usr/local/bin/node"].first(where: Files.isFile)
        let gzip = ["/usr/bin/gzip", "/bin/gzip"].first(where: Files.isFile)
        guard let routines, let node, let gzip, Files.isFile(cLibrary) else {
            throw MissingRequirement(
                description:
                    "Live cells are compiled for WebAssembly with a C library and run in Node.js, which are not all "
                    + "here; install them with ‘\(Self.remedy)’.")
        }
        (self.node, self.gzip) = (node, gzip)
        libraries = ["-L/usr/lib/wasm32-wasi", "-lc", unicode, routines]
    }
}
