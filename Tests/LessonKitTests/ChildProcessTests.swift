import Foundation
import Testing

@testable import LessonKit

/// Processes that the runner starts.
@Suite struct ChildProcessTests {
    /// Linux tells a child of the death of the thread that started it; the threads of a queue come and go.
    @Test func aProcessOutlivesTheThreadThatStartedIt() throws {
        nonisolated(unsafe) let input = try FileDescriptor.pipe(), output = try FileDescriptor.pipe()
        nonisolated(unsafe) var process: BaseProcess?
        let isStarted = DispatchSemaphore(value: 0)
        let thread = Thread {
            let command = ChildProcess.Command(
                executable: "/bin/cat", arguments: [], environment: [:], directory: "/")
            if let new = try? ChildProcess(command, descriptors: [input.read, output.write, .null()]) {
                process = BaseProcess(new)
            }
            isStarted.signal()
        }
        thread.start()
        isStarted.wait()
        while !thread.isFinished { usleep(1000) }
        let started = try #require(process)
        for byte in UInt8(1)...50 {
            input.write.write(byte: byte)
            var echo: UInt8 = 0
            #expect(read(output.read.number, &echo, 1) == 1 && echo == byte)
            usleep(10_000)
        }
        withExtendedLifetime(started) {}
    }
}
