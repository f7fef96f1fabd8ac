import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

// This is the program's end of the channel to the runner; `LessonKit/Running/ChannelReader.swift` is the other. A
// message is a line with the token, a word and numbers, then as many bytes as the numbers say. The runner answers each
// message with one byte after it has read everything printed before, so it knows which cell printed what without marks
// in the output.
//
// A lesson's code must not speak for the runner. The token comes through the channel before any code of the lesson runs,
// so that it is in no environment, file or argument; it is handed out once, to the first line of the program, which keeps
// it under a name that nobody can guess. The channel is a socket, which unlike a pipe cannot be opened again by its name
// below /proc, and this memory is not shown there.

/// Opens the channel and hides the process's memory; returns the number that `lesson_reaches_cell` asks for, and 0 to
/// every other call than the first.
@_cdecl("lesson_begins")
public func lessonBegins() -> UInt64 {
    let token = channel.withLock { $0?.begin() ?? 0 }
    #if os(Linux)
        if token != 0 { Snapshots.resume() }
    #endif
    return token
}

/// Tells the runner that the program reaches the cell with the given index or, after the last cell, its end. A call with
/// another number than that of `lesson_begins` tells it of a forgery.
@_cdecl("lesson_reaches_cell")
public func lessonReachesCell(_ token: UInt64, _ index: Int32) {
    #if os(Linux)
        // Not under the lock: the copies would take it with them.
        if channel.withLock({ $0?.offersSnapshots(token) ?? false }),
            let tail = Snapshots.offer(beforeCell: index, token: token)
        {
            channel.withLock { $0?.beginAgain() }
            tail.run()
        }
    #endif
    channel.withLock { $0?.reaches(index, token) }
}

/// Sends a figure to the runner: its SVG, alternative text, text form and, unless there is none, its table with rows on lines
/// and tabs between cells, each as UTF-8 with its length. False if no runner listens.
@_cdecl("lesson_shows_figure")
public func lessonShowsFigure(
    _ svg: UnsafePointer<UInt8>, _ svgCount: Int, _ alternativeText: UnsafePointer<UInt8>, _ alternativeTextCount: Int,
    _ text: UnsafePointer<UInt8>, _ textCount: Int, _ data: UnsafePointer<UInt8>?, _ dataCount: Int
) -> Bool {
    var parts = [
        UnsafeBufferPointer(start: svg, count: svgCount),
        UnsafeBufferPointer(start: alternativeText, count: alternativeTextCount),
        UnsafeBufferPointer(start: text, count: textCount),
    ]
    if let data { parts.append(UnsafeBufferPointer(start: data, count: dataCount)) }
    let header = "figure " + parts.map { String($0.count) }.joined(separator: " ")
    let payload = parts.flatMap { Array($0) }
    return channel.withLock { channel in
        channel?.send(header, payload)
        return channel != nil
    }
}

/// The channel, or nil if no runner listens.
private let channel = Mutex(Channel())

private struct Channel {
    /// The socket, whose number `LESSON_CHANNEL` gives.
    private let socket: Int32
    /// The word before every message, the first that the runner sent.
    private var token: UInt64
    private var hasBegun = false
    /// Whether copies of the program are offered to the runner.
    private var hasSnapshots = false

    init?() {
        guard let value = getenv("LESSON_CHANNEL"), let socket = Int32(String(cString: value)) else { return nil }
        unsetenv("LESSON_CHANNEL")
        #if os(Linux)
            HiddenMemory.begin()
            hasSnapshots = Snapshots.begin()
        #endif
        guard let token = Self.readToken(from: socket) else { return nil }
        (self.socket, self.token) = (socket, token)
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        // With the full buffering of a pipe, printed text would be lost when the program traps.
        setvbuf(stdout, nil, _IOLBF, 0)
    }

    private static func readToken(from socket: Int32) -> UInt64? {
        var token: UInt64 = 0
        let count = withUnsafeMutableBytes(of: &token) { bytes in
            var count = 0
            while count < bytes.count {
                let more = read(socket, bytes.baseAddress! + count, bytes.count - count)
                if more < 0 && errno == EINTR { continue }
                if more <= 0 { break }
                count += more
            }
            return count
        }
        return count == 8 ? token : nil
    }

    /// Whether a call with this number is to offer a snapshot.
    func offersSnapshots(_ token: UInt64) -> Bool { hasSnapshots && token == self.token }

    /// Takes up a new channel in a copy of the program, whose first line is to come.
    mutating func beginAgain() {
        hasSnapshots = false
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        guard let token = Self.readToken(from: socket) else { _exit(1) }
        (self.token, hasBegun) = (token, false)
    }

    mutating func begin() -> UInt64 {
        guard !hasBegun else { return 0 }
        hasBegun = true
        return token
    }

    func reaches(_ index: Int32, _ token: UInt64) {
        if token == self.token { send("cell \(index)") } else { _ = write(Array("forged\n".utf8)) }
    }

    func send(_ header: String, _ payload: [UInt8] = []) {
        fflush(stdout)
        guard write(Array("\(String(token, radix: 36)) \(header)\n".utf8)), write(payload) else { return }
        var answer: UInt8 = 0
        while read(socket, &answer, 1) < 0 && errno == EINTR {}
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeBytes(socket, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
