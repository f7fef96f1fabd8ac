import Foundation

/// The folder with the files that other libraries have written.
let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")

func fixture(_ name: String) -> String { fixtures.appending(path: "files/" + name).path }

/// In memory where the system has a place for that: the tests of broken files write many thousands.
private let temporaryFolder =
    FileManager.default.isWritableFile(atPath: "/dev/shm")
    ? URL(filePath: "/dev/shm") : FileManager.default.temporaryDirectory

/// Calls `body` with the path of a file that has these bytes, and removes it.
func withFile<Result>(_ bytes: some Sequence<UInt8>, _ body: (String) throws -> Result) throws -> Result {
    let url = temporaryFolder.appending(path: UUID().uuidString)
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
}

func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
