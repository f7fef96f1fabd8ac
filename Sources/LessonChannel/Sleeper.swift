#if os(Linux)
    internal import CProcess
    @preconcurrency import Glibc

    /// The process that waits for the runner's commands.
    struct Sleeper {
        /// The copy that runs now.
        private var copy: pid_t?
        /// What the copy is to run.
        private(set) var tail: Tail?
        /// The signals that reach the lesson, and what it does when a process of its own ends.
        private var lessonSignals = sigset_t(), lessonAction = sigaction()
        /// No signal wakes the sleeper but the end of its copy, so that no code of the lesson runs in it.
        private var signals = sigset_t()

        init() {
            var all = sigset_t()
            sigfillset(&all)
            signals = all
            sigdelset(&signals, SIGCHLD)
            pthread_sigmask(SIG_SETMASK, &all, &lessonSignals)
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in }
            sigaction(SIGCHLD, &action, &lessonAction)
        }

        /// Makes a copy; true in the copy, in which signals are blocked still.
        mutating func startCopy() -> Bool {
            let process = forkProcess()
            if process == 0 {
                setsid()
                dieWithParent()
                return true
            }
            if process > 0 { copy = process } else { reply(-1) }
            return false
        }

        /// Gives signals back to the lesson, but for the end of a process that was not its own.
        mutating func restoreSignals() {
            var ends = sigset_t(), now = timespec()
            sigemptyset(&ends)
            sigaddset(&ends, SIGCHLD)
            sigtimedwait(&ends, nil, &now)
            sigaction(SIGCHLD, &lessonAction, nil)
            pthread_sigmask(SIG_SETMASK, &lessonSignals, nil)
        }

        /// Does what the runner says until it says nothing any more; returns in a copy that is to run.
        mutating func sleep() {
            while true {
                var status: Int32 = 0
                if let running = copy, waitpid(running, &status, WNOHANG) == running {
                    copy = nil
                    reply(Int64(status) | (leavesProcesses(running) ? 1 << 32 : 0))
                }
                var awaited = pollfd(fd: controlSocket, events: Int16(POLLIN), revents: 0)
                if ppoll(&awaited, 1, nil, &signals) > 0, obey() { return }
            }
        }

        /// Carries out a command: `m` asks for the memory that the process takes, `s` stops the copy, `r` starts one. True in
        /// the new copy.
        private mutating func obey() -> Bool {
            var bytes = [UInt8](repeating: 0, count: 4096), files: [Int32] = [-1, -1, -1, -1]
            var fileCount = 0
            let count = receiveMessage(controlSocket, &bytes, bytes.count, &files, &fileCount)
            if count < 0 && (errno == EINTR || errno == EAGAIN) { return false }
            guard count > 0 else {
                stopCopy()
                _exit(0)
            }
            let words = bytes[1..<count].split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            switch bytes[0] {
            case UInt8(ascii: "m"): reply(Self.memory)
            case UInt8(ascii: "s"): stopCopy()
            case UInt8(ascii: "r") where fileCount == 4 && words.count == 2 && copy == nil:
                tail = Tail(library: words[0], entry: words[1])
                if startCopy() {
                    for (file, target) in zip(files, [STDOUT_FILENO, STDERR_FILENO, channelSocket, backtracePipe]) {
                        dup2(file, target)
                        close(file)
                    }
                    close(controlSocket)
                    return true
                }
            default: reply(-1)
            }
            for file in files.prefix(fileCount) { close(file) }
            return false
        }

        /// Kills the copy, which may not have its group yet, and the group.
        private func stopCopy() {
            guard let copy else { return }
            kill(copy, SIGKILL)
            kill(-copy, SIGKILL)
        }

        private func reply(_ value: Int64) {
            withUnsafeBytes(of: value) { _ = sendMessage(controlSocket, $0.baseAddress!, $0.count, nil, 0) }
        }

        /// Kills what a run has left in its group; whether something is left even so.
        private func leavesProcesses(_ group: pid_t) -> Bool {
            kill(-group, SIGKILL)
            for _ in 0..<500 {
                let ended = waitpid(-1, nil, WNOHANG)
                if ended < 0 { return false }
                if ended == 0 { usleep(1000) }
            }
            return true
        }

        /// The bytes of memory that the process takes; each page counts for as many parts as there are processes that share it.
        private static var memory: Int64 {
            guard let file = fopen("/proc/self/smaps_rollup", "re") else { return -1 }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 256)
            while fgets(&line, 256, file) != nil {
                let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                    .split { $0 == " " || $0 == "\n" }
                if words.first == "Pss:", words.count > 1, let kilobytes = Int64(words[1]) { return kilobytes << 10 }
            }
            return -1
        }
    }
#endif
