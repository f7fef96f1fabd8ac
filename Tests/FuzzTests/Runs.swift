import Foundation

@testable import LessonKit
@testable import LessonSite

/// What a program sends to its runner: a byte that determines the length of the chunks, then messages that begin with
/// the token `t`.
func fuzzChannel(_ bytes: [UInt8]) {
    guard let size = bytes.first.map({ Int($0) + 1 }) else { return }
    let sent = Array(bytes.dropFirst())
    func read(inChunksOf size: Int) -> [ChannelReader.Message] {
        var reader = ChannelReader(token: "t")
        return stride(from: 0, to: sent.count, by: size).flatMap { start in
            sent[start..<min(start + size, sent.count)].withUnsafeBytes { reader.receive($0) }
        }
    }
    let messages = read(inChunksOf: max(sent.count, 1))
    precondition(messages == read(inChunksOf: size), "other messages in chunks of \(size)")
    precondition(
        !messages.dropLast().contains(.protocolViolation), "a message was understood after a violation of the protocol")
    var figures = [Figure(svg: String(decoding: sent, as: UTF8.self), alternativeText: "", text: "")]
    for case .shows(let figure) in messages { figures.append(figure) }
    for figure in figures {
        if SVGReader.isHarmless(figure.svg) { checkPicture(figure.svg) }
        // This compares code points: a carriage return at the picture's end and the line feed after it would be one
        // character.
        var block = FigureBlock(figure: figure).html.unicodeScalars
        if SVGReader.isHarmless(figure.svg) {
            block.replace(figure.svg.unicodeScalars, with: "".unicodeScalars, maxReplacements: 1)
        }
        checkMarkup(String(block), isStrict: true)
    }
}

/// A file of stored Runs: whatever is read from it can be stored again, judged and shown.
func fuzzCache(_ bytes: [UInt8]) {
    let process = ProcessInfo.processInfo.processIdentifier
    let folder = "\(FileManager.default.temporaryDirectory.path)/fuzz-cache-\(process)"
    let cache = RunCache(folder: folder)
    try? Files.makeFolder(folder)
    let path = "\(folder)/\(uniqueFileName(for: someFile.path)).json"
    guard (try? Data(bytes).write(to: URL(filePath: path))) != nil else { fatalError("\(path) cannot be written") }
    _ = TypesetCache.fields(of: bytes)
    _ = try? JSONReport.seconds(inFile: path)
    let entries = cache.entries(for: someFile)
    guard !entries.isEmpty else { return }
    cache.store(entries, for: someFile)
    precondition(cache.entries(for: someFile).count == entries.count, "entries are lost")
    let runs = zip(somePrograms, entries).compactMap { $1?.run.fits($0) == true ? $1?.run : nil }
    guard runs.count == somePrograms.count else { return }
    var report = Report(
        file: someFile, lesson: somePrograms[0].lesson, programs: somePrograms, runs: runs, warningsFail: true)
    report.date = entries.compactMap { $0?.date }.min() ?? 0
    show(report)
    checkPage(report)
}

/// The programs of a lesson with cells of most kinds.
private let somePrograms: [Program] = {
    let text =
        "# X\n```swift\nprint(1)\n```\n```output\n1\n```\n```swift trap\n[][0]\n```\n```output\nFatal error\n```\n"
        + "```swift error\nx\n```\n```output\n1: error: no x\n```\n```swift\n```\n"
    do { return Program.all(of: try Lesson(SourceText(name: "x.md", text: text))) } catch { fatalError("\(error)") }
}()
