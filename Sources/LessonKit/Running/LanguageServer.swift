import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The toolchain's sourcekit-lsp and one document, a program that is being written: what may be written at a place, and what
/// is there. It speaks the Language Server Protocol 3.17.
package final class LanguageServer: @unchecked Sendable {
    /// The server did not answer in time, or has ended.
    package enum Failure: Error { case late, ended }

    /// Only one thread at a time uses what is below.
    private let turn = Mutex(())
    private let process: ChildProcess
    private let folder: TemporaryFolder
    private let input: FileDescriptor, output: PipeReader
    private let received: Received
    private var lastRequest = 0, version = 0
    private var document = ""
    private var hasBegun = false

    /// The bytes that have come and were not read yet.
    private final class Received { var bytes: [UInt8] = [] }

    /// Starts the server; nil if the toolchain has none.
    package init?(of toolchain: Toolchain) throws {
        guard Files.isFile(toolchain.languageServer) else { return nil }
        folder = try TemporaryFolder()
        let file = folder.path + "/main.swift"
        let command = CompileCommand(
            directory: folder.path, file: file, arguments: ["swiftc"] + toolchain.languageServerFlags + [file])
        try Files.write(JSONEncoder().encode([command]), to: folder.path + "/compile_commands.json")
        try Files.write("", to: file)
        let input = try FileDescriptor.pipe(), output = try FileDescriptor.pipe()
        let received = Received()
        (self.input, self.received) = (input.write, received)
        self.output = PipeReader(output.read, limit: .max) { received.bytes.append(contentsOf: $0) }
        process = try ChildProcess(
            ChildProcess.Command(
                executable: toolchain.languageServer, arguments: ["--default-workspace-type", "compilationDatabase"],
                environment: Tool.environment(folder: folder.path), directory: folder.path),
            descriptors: [input.read, output.write, .null()])
    }

    /// What may be written at a place of the program: the line and the column are counted from 0, in UTF-16. The first request
    /// takes seconds, later ones a few hundredths of one.
    package func completions(
        in text: String, line: Int, column: Int, within limit: Duration
    ) throws -> [CodeCompletion] {
        let list: CompletionList? = try ask("textDocument/completion", text, line, column, limit)
        return (list?.items ?? []).sorted { ($0.sortText ?? $0.label) < ($1.sortText ?? $1.label) }
            .compactMap(CodeCompletion.init)
    }

    /// What stands at a place of the program; nil if there is no name.
    package func description(
        in text: String, line: Int, column: Int, within limit: Duration
    ) throws -> CodeDescription? {
        let hover: Hover? = try ask("textDocument/hover", text, line, column, limit)
        return hover.flatMap { CodeDescription(markdown: $0.contents.value) }
    }

    private func ask<Result: Decodable>(
        _ method: String, _ text: String, _ line: Int, _ column: Int, _ limit: Duration
    ) throws -> Result? {
        try turn.withLock { _ in
            let end = ContinuousClock.now + limit
            try begin()
            try show(text)
            let place = PlaceInDocument(
                textDocument: Document(uri: uri), position: Position(line: line, character: column))
            return try answer(to: method, place, by: end)
        }
    }

    private var uri: String { "file://\(folder.path)/main.swift" }

    private func begin() throws {
        guard !hasBegun else { return }
        let _: Ignored? = try answer(
            to: "initialize", Initialization(rootUri: "file://\(folder.path)"), by: .now + .seconds(30))
        try send(Message(method: "initialized", params: Empty()))
        hasBegun = true
    }

    /// Tells the server the whole text of the document, if it is another one.
    private func show(_ text: String) throws {
        guard version == 0 || ExactText(text) != ExactText(document) else { return }
        version += 1
        document = text
        let (uri, version) = (uri, version)
        if version == 1 {
            try send(
                Message(
                    method: "textDocument/didOpen",
                    params: Opened(
                        textDocument: .init(uri: uri, languageId: "swift", version: version, text: text))))
        } else {
            try send(
                Message(
                    method: "textDocument/didChange",
                    params: Changed(
                        textDocument: Document(uri: uri, version: version), contentChanges: [.init(text: text)])))
        }
    }

    // MARK: Messages, each after its length

    private func answer<Result: Decodable>(
        to method: String, _ parameters: some Encodable, by end: ContinuousClock.Instant
    ) throws -> Result? {
        lastRequest += 1
        let id = lastRequest
        try send(Message(id: id, method: method, params: parameters))
        while true {
            let bytes = try next(by: end)
            let head = try JSONDecoder().decode(Head.self, from: bytes)
            if head.method == nil, head.id == .number(id) {
                return try JSONDecoder().decode(Answer<Result>.self, from: bytes).result
            }
            // What the server asks of an editor, such as to show progress, is taken for done.
            if head.method != nil, let id = head.id { try send(Reply(id: id)) }
        }
    }

    private func send(_ message: some Encodable) throws {
        let body = try JSONEncoder().encode(message)
        let bytes = Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
        guard bytes.withUnsafeBytes({ FileDescriptor.write($0, to: input.number) }) else { throw Failure.ended }
    }

    private func next(by end: ContinuousClock.Instant) throws -> Data {
        while true {
            if let body = try takeMessage() { return body }
            if output.isClosed { throw Failure.ended }
            if ContinuousClock.now >= end { throw Failure.late }
            _ = FileDescriptor.wait(for: [output.descriptor])
            output.drain()
        }
    }

    /// The first message that has come as a whole.
    private func takeMessage() throws -> Data? {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = received.bytes.firstRange(of: separator) else { return nil }
        let head = String(decoding: received.bytes[..<end.lowerBound], as: UTF8.self)
        let lengths = head.split(separator: "\r\n").filter { $0.lowercased().hasPrefix("content-length:") }
        guard let length = lengths.first?.split(separator: " ").last.flatMap({ Int($0) }), length >= 0 else {
            throw Failure.ended
        }
        guard received.bytes.count >= end.upperBound + length else { return nil }
        defer { received.bytes.removeFirst(end.upperBound + length) }
        return Data(received.bytes[end.upperBound..<end.upperBound + length])
    }
}
