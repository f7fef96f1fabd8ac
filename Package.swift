// swift-tools-version: 6.2
import PackageDescription

/// Optimised in debug builds too, so that `swift build` and `swift test` run the networks at full speed; with frame
/// pointers, so that a trap inside the library can be traced to the line of the lesson that called it. Square roots that
/// need not set C's errno are one instruction. The modules are compiled whole, which takes a quarter less time than file by
/// file, where each file optimises its own copies of the same generic code; with several threads, because SwiftPM wants an
/// object for each file.
let optimised: [SwiftSetting] = [
    .unsafeFlags([
        "-O", "-whole-module-optimization", "-num-threads", "4", "-disable-batch-mode",
        "-Xcc", "-fno-omit-frame-pointer", "-Xcc", "-fno-math-errno",
    ])
]

/// CNN's and Figures' counterparts of what lies in their folders called Native, for WebAssembly, which the runner compiles.
let wasm = ["Compute/Wasm", "Files/Wasm", "Layers/Wasm", "Tensor/Wasm"]

/// The innermost loops of CNN once more, for processors that have more than the plain instruction set. They are given addresses and
/// counts that their callers have checked, and need not ask at each step whether a product of two counts is too large.
#if arch(x86_64)
    let loops = optimised + [.unsafeFlags(["-Ounchecked"])]
    let processors: [Target] = [
        .target(
            name: "CNNAVX2", dependencies: ["CPrefetch"],
            swiftSettings: loops + [.define("CNN_AVX2"), .unsafeFlags(["-Xcc", "-mavx2", "-Xcc", "-mfma"])]),
        .target(
            name: "CNNAVX512", dependencies: ["CPrefetch"],
            swiftSettings: loops + [
                .define("CNN_AVX512"), .unsafeFlags(["-Xcc", "-mavx512f", "-Xcc", "-mavx512vl", "-Xcc", "-mfma"]),
            ]),
    ]
#else
    let processors: [Target] = []
#endif

/// The fuzz targets are a test or, where FUZZ is set, the program that `make fuzz` runs.
let fuzzing: Target =
    Context.environment["FUZZ"] == nil
    ? .testTarget(
        name: "FuzzTests", dependencies: ["CNN", "JPEG", "LessonSite", "TerminalText"],
        exclude: ["main.swift", "README.md", "Seeds"])
    : .executableTarget(
        name: "fuzz", dependencies: ["CNN", "JPEG", "LessonSite", "TerminalText"], path: "Tests/FuzzTests",
        exclude: ["FuzzTests.swift", "README.md", "Seeds"])

let package = Package(
    name: "lessons",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "lessons", targets: ["lessons"]),
        // One product: two would each hold a copy of CNN.
        .library(name: "LessonRuntime", type: .dynamic, targets: ["CNN", "Figures"]),
        // Linked with every lesson's program, whatever library its course has.
        .library(name: "LessonChannel", type: .dynamic, targets: ["LessonChannel"]),
        // Apart, since only a few lessons import it: it shares no code with the other but a C header.
        .library(name: "LessonRuntime64", type: .dynamic, targets: ["CNN64"]),
        // For programs in other packages that read JPEG pictures: CNN and the reader, in place of LessonRuntime, with which it
        // would be a second copy of CNN. Apart, since it needs the system's library.
        .library(name: "JPEG", targets: ["CNN", "JPEG"]),
        // `swift package verify-docs`, in packages that depend on this one.
        .plugin(name: "VerifyDocs", targets: ["VerifyDocs"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
        .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
    ],
    targets: processors + [
        fuzzing,
        .target(name: "CPrefetch"),
        .target(name: "CProcess"),
        .target(name: "CIndexStore"),
        .target(
            name: "CNN", dependencies: ["CPrefetch"] + processors.map { .byName(name: $0.name) }, exclude: wasm,
            swiftSettings: optimised),
        // The same sources in double precision, for numerical gradients.
        .target(
            name: "CNN64", dependencies: ["CPrefetch"], exclude: wasm,
            swiftSettings: optimised + [.define("CNN_DOUBLE")]),
        // What a lesson's program says to the runner.
        .target(
            name: "LessonChannel", dependencies: ["CProcess"],
            swiftSettings: optimised + [.unsafeFlags(["-Xcc", "-D_GNU_SOURCE"], .when(platforms: [.linux]))]),
        .target(name: "Figures", dependencies: ["CNN", "TerminalText"], exclude: ["Wasm"], swiftSettings: optimised),
        .target(name: "TerminalText", swiftSettings: optimised),
        .systemLibrary(name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
        .systemLibrary(name: "CDuktape", pkgConfig: "duktape", providers: [.apt(["duktape-dev"]), .brew(["duktape"])]),
        .target(
            name: "LessonKit", dependencies: ["CCmark", "CIndexStore", "CProcess", "TerminalText"],
            // Glibc declares pipe2 and posix_spawn_file_actions_addchdir_np only where GNU extensions are asked for.
            swiftSettings: optimised + [.unsafeFlags(["-Xcc", "-D_GNU_SOURCE"], .when(platforms: [.linux]))]),
        .target(
            name: "LessonSite",
            dependencies: ["LessonKit", "TerminalText", .product(name: "FlyingFox", package: "FlyingFox")],
            swiftSettings: optimised + [.unsafeFlags(["-Xcc", "-D_GNU_SOURCE"], .when(platforms: [.linux]))]),
        .executableTarget(
            name: "lessons",
            dependencies: [
                "LessonSite", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // Starts all other programs, under limits. In C alone: to load Swift's libraries would take longer than its work.
        // No test depends on it, or these flags would be the test's too.
        .executableTarget(
            name: "confine",
            linkerSettings: [.unsafeFlags(["-static-executable", "-nostartfiles"], .when(platforms: [.linux]))]),
        // Apart from the command: a formula without end cannot be stopped from within.
        .executableTarget(
            name: "typeset", dependencies: ["CDuktape"],
            swiftSettings: [.unsafeFlags(["-Xcc", "-D_GNU_SOURCE"], .when(platforms: [.linux]))]),
        // It depends on none of the other targets: their unsafe flags would forbid its use in packages that ask for a version.
        .plugin(
            name: "VerifyDocs",
            capability: .command(
                intent: .custom(
                    verb: "verify-docs",
                    description: "Compile and run the code in README, guides and comments, and check what it prints."))),
        .executableTarget(
            name: "Benchmark", dependencies: ["CNN"], path: "Benchmarks/Ours", swiftSettings: optimised),
        .systemLibrary(
            name: "CTurboJPEG", pkgConfig: "libturbojpeg",
            providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
        // Apart from CNN, which stays free of C.
        .target(name: "JPEG", dependencies: ["CNN", "CTurboJPEG"], swiftSettings: optimised),
        .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
        .target(name: "TestSupport", path: "Tests/Support"),
        .testTarget(name: "CNNTests", dependencies: ["CNN", "CNN64", "AllocationCounter"], exclude: ["Fixtures"]),
        .testTarget(name: "JPEGTests", dependencies: ["CNN", "JPEG"]),
        .testTarget(name: "FiguresTests", dependencies: ["Figures"]),
        .testTarget(name: "LessonKitTests", dependencies: ["LessonKit", "TerminalText", "lessons", "TestSupport"]),
        .testTarget(
            name: "SiteTests", dependencies: ["LessonSite", "lessons", "typeset", "TestSupport"],
            exclude: ["Browser", "Course"]),
    ]
)
