import Synchronization

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

// The program's end of the channel to the runner; `LessonKit/Running/ChannelReader.swift` is the other. A message is a line of a
// word and numbers, then as many bytes as the numbers say. The runner answers each message with one byte once it has read all
// that was printed before it, so it knows which cell printed what without a mark in the output.

/// Called where a lesson's program reaches the cell with the given index or, after the last cell, its end.
@_cdecl("lesson_reaches_cell")
public func lessonReachesCell(_ index: Int32) {
    channel.withLock { $0?.send("cell \(index)") }
}

/// Sends a figure to the runner; false where no runner listens. `data` is its table, the cells of a row between tabs.
public func sendFigure(svg: String, alternativeText: String, text: String, data: String?) -> Bool {
    let parts = ([svg, alternativeText, text] + (data.map { [$0] } ?? [])).map { Array($0.utf8) }
    return channel.withLock { channel in
        channel?.send("figure " + parts.map { String($0.count) }.joined(separator: " "), parts.flatMap { $0 })
        return channel != nil
    }
}

/// The channel, or nil where no runner listens.
private let channel = Mutex(Channel())

private struct Channel {
    /// The descriptors on which messages go out and answers come in, and the token, as `LESSON_CHANNEL=3,4,token` names them.
    private let messages: Int32
    private let answers: Int32
    /// The word before every message.
    private let token: String

    init?() {
        guard let value = getenv("LESSON_CHANNEL") else { return nil }
        let words = String(cString: value).split(separator: ",")
        guard words.count == 3, let messages = Int32(words[0]), let answers = Int32(words[1]) else { return nil }
        (self.messages, self.answers, token) = (messages, answers, String(words[2]))
        // The lesson's code must not learn the token: a message of its own would look like one of ours.
        unsetenv("LESSON_CHANNEL")
        // Into a pipe, what is printed would be lost when the program traps.
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

    /// Replaces the C library's `abort`, which Swift's runtime calls: that one keeps no frame pointer, so a crash could not be
    /// traced to the line of the lesson.
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
