import Foundation
import Synchronization
import Testing

@testable import LessonSite

/// One end of a WebSocket (RFC 6455), which sends and reads texts.
final class WebSocketClient {
    let status: String
    private let client: Client

    /// Asks for a conversation; `status` says whether there is one.
    init(_ client: Client, path: String, headers: [String]) throws {
        self.client = client
        let lines =
            [
                "GET \(path) HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                // The example of the RFC, 1.3.
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ] + headers
        try client.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        status = try client.line()
        var accepted = ""
        while case let line = try client.line(), line != "" {
            if line.lowercased().hasPrefix("sec-websocket-accept: ") { accepted = String(line.dropFirst(22)) }
        }
        if status.contains("101") { #expect(accepted == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") }
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8), mask: [UInt8] = [1, 2, 3, 4]
        var frame: [UInt8] = [0x81]
        switch bytes.count {
        case ..<126: frame.append(0x80 | UInt8(bytes.count))
        case ..<65536:
            frame += [0x80 | 126] + (0..<2).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) }
        default: frame += [0x80 | 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) }
        }
        try client.send(frame + mask + bytes.enumerated().map { $1 ^ mask[$0 % 4] })
    }

    func send(_ request: NotebookRequest) throws {
        try send(String(decoding: JSONEncoder().encode(request), as: UTF8.self))
    }

    /// The next text.
    func receive() throws -> String {
        var text: [UInt8] = []
        while true {
            let head = try client.bytes(2)
            var length = Int(head[1] & 0x7F)
            if length > 125 { length = try client.bytes(length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
            let payload = try client.bytes(length)
            switch head[0] & 0x0F {
            case 8: throw Client.Failure(words: "the conversation has ended")
            case 0, 1: text += payload
            default: continue
            }
            if head[0] & 0x80 != 0 { return String(decoding: text, as: UTF8.self) }
        }
    }

    /// The next event that the notebook tells.
    func event() throws -> NotebookEvent { try JSONDecoder().decode(NotebookEvent.self, from: Data(receive().utf8)) }
}

/// Something that has happened, or has not.
final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}

/// Conversations that were opened.
final class Pages: Sendable {
    private let pages = Mutex<[PageSocket]>([])
    var all: [PageSocket] { pages.withLock { $0 } }
    func add(_ page: PageSocket) { pages.withLock { $0.append(page) } }
}
