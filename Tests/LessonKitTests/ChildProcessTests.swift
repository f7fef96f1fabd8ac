import Foundation
import Testing

@testable import LessonKit

/// Processes that the runner starts.
@Suite struct ChildProcessTests {
    /// Linux tells a child of the death of the thread that started it; the threads of a queue come and go.
    @Test func aProcessOutlivesTheThreadThatStartedIt() throws {
        ignoreBrokenPipes()
        nonisolated(unsafe) let input = try FileDescriptor.pipe(), output = try FileDescriptor.pipe()
        nonisolated(unsafe) var process: BaseProcess?, echoes: [UInt8?] = []
        @Sendable func echo(_ byte: UInt8) -> UInt8? {
            input.write.write(byte: byte)
            var echo: UInt8 = 0
            return read(output.read.number, &echo, 1) == 1 ? echo : nil
        }
        let isStarted = DispatchSemaphore(value: 0)
        let thread = Thread {
            let command = ChildProcess.Command(
                executable: "/bin/cat", arguments: [], environment: [:], directory: "/")
            if let new = try? ChildProcess(command, descriptors: [input.read, output.write, .null()]) {
                process = BaseProcess(new)
                // It runs before the thread ends.
                echoes.append(echo(0))
            }
            isStarted.signal()
        }
        thread.start()
        isStarted.wait()
        while !thread.isFinished { usleep(1000) }
        let started = try #require(process)
        for byte in UInt8(1)...50 {
            echoes.append(echo(byte))
            usleep(10_000)
        }
        #expect(echoes == Array(0...50))
        withExtendedLifetime(started) {}
    }
}
