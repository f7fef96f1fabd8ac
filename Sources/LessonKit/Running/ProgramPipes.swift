/// The pipes and the socket through which a program speaks to its recorder.
final class ProgramPipes {
    /// The most bytes that a program may print to each of stdout and stderr, and the most lines to stdout.
    private static let outputLimit = 16 << 20, lineLimit = 1_000_000

    /// The recorder's ends.
    let readers: [PipeReader]
    /// The program's ends: its stdout and stderr, its descriptor 3, and 5 for the program that traces a crash.
    let output: FileDescriptor, errors: FileDescriptor, channel: FileDescriptor, backtrace: FileDescriptor

    /// The environment variables that tell a program of them.
    static let variables = [
        "LESSON_CHANNEL": "3",
        "SWIFT_BACKTRACE":
            "enable=yes,interactive=no,color=no,format=json,threads=crashed,images=none,registers=none,"
            + "output-to=/proc/self/fd/5",
    ]

    /// Makes them, and sends the recorder's token: the first thing that the program reads, before any code of the lesson runs.
    /// What the recorder knows already of an earlier run counts against the limits.
    init(to recorder: ExecutionRecorder) throws(SystemError) {
        let output = try FileDescriptor.pipe(), errors = try FileDescriptor.pipe()
        let channel = try FileDescriptor.socketPair(), backtrace = try FileDescriptor.pipe()
        let outputReader = PipeReader(
            output.read, limit: Self.outputLimit - recorder.printedBytes,
            lineLimit: Self.lineLimit - recorder.printedLines
        ) { recorder.prints($0) }
        let errorReader = PipeReader(errors.read, limit: Self.outputLimit - recorder.errors.count) {
            recorder.errors.append(contentsOf: $0)
        }
        readers = [
            outputReader, errorReader,
            PipeReader(channel.own, limit: Self.outputLimit * 4) { bytes in
                recorder.receive(bytes) {
                    // Everything that was printed before the message is in the pipes by now.
                    outputReader.drain()
                    errorReader.drain()
                } answer: {
                    channel.own.write(byte: 1)
                }
                if recorder.hasViolatedProtocol { outputReader.abandon() }
            },
            PipeReader(backtrace.read, limit: Self.outputLimit) { recorder.backtrace.append(contentsOf: $0) },
        ]
        (self.output, self.errors, self.channel) = (output.write, errors.write, channel.other)
        self.backtrace = backtrace.write
        _ = withUnsafeBytes(of: recorder.token) { FileDescriptor.write($0, to: channel.own.number) }
    }
}
