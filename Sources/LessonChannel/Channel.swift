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

/// Tells the runner that the program reaches the cell with the given index or, after the last cell, its end.
@_cdecl("lesson_reaches_cell")
public func lessonReachesCell(_ index: Int32) {
    channel.withLock { $0?.send("cell \(index)") }
}

/// Sends a figure to the runner; false if no runner listens. `data` is its table, with rows on lines and tabs between
/// cells.
public func sendFigure(svg: String, alternativeText: String, text: String, data: String?) -> Bool {
    let parts = ([svg, alternativeText, text] + (data.map { [$0] } ?? [])).map { Array($0.utf8) }
    return channel.withLock { channel in
        channel?.send("figure " + parts.map { String($0.count) }.joined(separator: " "), parts.flatMap { $0 })
        return channel != nil
    }
}

/// The channel, or nil if no runner listens.
private let channel = Mutex(Channel())

private struct Channel {
    /// The descriptors for messages and for answers; `LESSON_CHANNEL=3,4,token` gives both and the token.
    private let messages: Int32
    private let answers: Int32
    /// The word before every message.
    private let token: String

    init?() {
        guard let value = getenv("LESSON_CHANNEL") else { return nil }
        let words = String(cString: value).split(separator: ",")
        guard words.count == 3, let messages = Int32(words[0]), let answers = Int32(words[1]) else { return nil }
        (self.messages, self.answers, token) = (messages, answers, String(words[2]))
        // The lesson's code must not learn the token, or it could forge messages.
        unsetenv("LESSON_CHANNEL")
        // With the full buffering of a pipe, printed text would be lost when the program traps.
        setvbuf(stdout, nil, _IOLBF, 0)
    }

    func send(_ header: String, _ payload: [UInt8] = []) {
        fflush(stdout)
        guard write(Array("\(token) \(header)\n".utf8)), write(payload) else { return }
        var answer: UInt8 = 0
        while read(answers, &answer, 1) < 0 && errno == EINTR {}
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeBytes(messages, $0.baseAddress, $0.count) }
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

#if os(Linux)
    @_silgen_name("gettid") private func currentThread() -> Int32
    @_silgen_name("tgkill") private func signal(_ process: Int32, _ thread: Int32, _ number: Int32) -> Int32

    /// Replaces the C library's `abort`, which Swift's runtime calls: that function keeps no frame pointer, so a crash
    /// could not be traced to the line of the lesson.
    @_cdecl("abort")
    public func lessonAborts() -> Never {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGABRT)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        _ = signal(getpid(), currentThread(), SIGABRT)
        // A handler has returned, or the signal is ignored.
        _ = Glibc.signal(SIGABRT, SIG_DFL)
        _ = signal(getpid(), currentThread(), SIGABRT)
        _exit(127)
    }
#endif
