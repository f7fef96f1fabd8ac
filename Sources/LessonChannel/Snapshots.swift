#if os(Linux)
    internal import CProcess
    @preconcurrency import Glibc

    // A snapshot is a sleeping copy of the program, made where a cell ends. The runner has it load the changed cells after that
    // one and run them, in a copy of the copy, so that the same snapshot serves the next change. Each copy gets files and
    // sockets of its own from the runner, and its own token, as a program that has just been started.
    //
    // The program itself runs in a copy of its first process too: that one stays behind and tells how the program ended.
    // `LessonKit/Snapshots/SleepingProcess.swift` is the runner's end.

    /// The descriptors of a program with snapshots: those of any program, and the socket on which it offers snapshots to the
    /// runner.
    let channelSocket: Int32 = 3, offerSocket: Int32 = 4, backtracePipe: Int32 = 5
    /// The socket on which a sleeping process listens to the runner.
    let controlSocket: Int32 = 6

    enum Snapshots {
        /// The program's folder, which only it may write to.
        nonisolated(unsafe) private static var folder = ""
        /// What that folder, the course's data in it and descriptors 0 to 5 were at the beginning.
        nonisolated(unsafe) private static var places: [FileIdentity] = [], files: [FileIdentity] = []
        /// The sleeper of which this process is a copy that is about to run.
        nonisolated(unsafe) private static var sleeper: Sleeper?
        /// How many cells it has reached; nothing is gained by a snapshot before the first.
        nonisolated(unsafe) private static var reached = 0

        /// Leaves the first process asleep if the runner wants snapshots, and returns in the copy that runs the lesson: true
        /// there, false if there are to be no snapshots.
        static func begin() -> Bool {
            guard getenv("LESSON_SNAPSHOTS") != nil else { return false }
            unsetenv("LESSON_SNAPSHOTS")
            folder = getcwd(nil, 0).map { String(cString: $0) } ?? "/"
            for descriptor in channelSocket...controlSocket { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
            _ = fcntl(backtracePipe, F_SETFD, 0)
            (places, files) = (currentPlaces, currentFiles)
            var first = Sleeper()
            guard first.startCopy() else {
                first.sleep()
                _exit(1)
            }
            close(controlSocket)
            sleeper = first
            return true
        }

        /// Lets signals through and starts the libraries' threads. Until a copy has handed out its token no code of the lesson
        /// may run in it, and a handler of signals is such code.
        static func resume() {
            guard var woken = sleeper else { return }
            sleeper = nil
            woken.restoreSignals()
            LibraryThreads.restart()
        }

        /// Makes a snapshot of the program before it reaches a cell, and offers it to the runner. It returns as often as the
        /// snapshot is used.
        static func offer(beforeCell index: Int32, token: UInt64) -> Tail? {
            reached += 1
            if reached == 1 { return nil }
            fflush(stdout)
            if let objection {
                send(index, token, objection, nil)
                return nil
            }
            var ends: [Int32] = [-1, -1]
            guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0
            else {
                return nil
            }
            // A handler of signals is code of the lesson, which must not run in the copy.
            var new = Sleeper()
            // The copy is no child of the lesson's process, which might wait for one.
            let helper = forkProcess()
            if helper == 0 {
                if forkProcess() != 0 { _exit(0) }
                setsid()
                dup2(ends[1], controlSocket)
                _ = fcntl(controlSocket, F_SETFD, FD_CLOEXEC)
                for end in ends where end != controlSocket { close(end) }
                for descriptor in 1..<controlSocket { dup2(0, descriptor) }
                // What a run leaves behind is noticed.
                setSubreaper()
                new.sleep()
                emptyFolder()
                sleeper = new
                return new.tail
            }
            while waitpid(helper, nil, 0) < 0 && errno == EINTR {}
            new.restoreSignals()
            if helper > 0 { send(index, token, "", ends[0]) }
            for end in ends { close(end) }
            return nil
        }

        private static func send(_ index: Int32, _ token: UInt64, _ objection: String, _ socket: Int32?) {
            let bytes =
                withUnsafeBytes(of: token) { Array($0) } + withUnsafeBytes(of: index) { Array($0) }
                + Array(objection.utf8)
            let files = socket.map { [$0] } ?? []
            _ = sendMessage(offerSocket, bytes, bytes.count, files, files.count)
        }

        /// Why a copy of this process would not be in the same state; nil if it would be.
        private static var objection: String? {
            if threadCount != 1 + LibraryThreads.count { return "the lesson has threads" }
            if (controlSocket..<1024).contains(where: { fcntl($0, F_GETFD) >= 0 }) {
                return "the lesson has open files"
            }
            if currentFiles != files { return "the lesson has changed where its output goes" }
            if currentPlaces != places { return "the lesson has changed its folder" }
            var child = siginfo_t()
            if waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD {
                return "the lesson has started processes"
            }
            if [ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF].contains(where: isTimerSet) {
                return "the lesson has set a timer"
            }
            if !ownFiles.isEmpty { return "there are files in the lesson's folder" }
            return sharesMemory ? "the lesson shares memory" : nil
        }

        private static var currentFiles: [FileIdentity] { (0..<controlSocket).map { FileIdentity(of: $0) } }
        private static var currentPlaces: [FileIdentity] { [folder, folder + "/Data"].map { FileIdentity(at: $0) } }

        /// Each thread is a folder in that folder.
        private static var threadCount: Int {
            var information = stat()
            return stat("/proc/self/task", &information) == 0 ? Int(information.st_nlink) - 2 : 0
        }

        private static func isTimerSet(_ timer: __itimer_which_t) -> Bool {
            var value = itimerval()
            return getitimer(timer, &value) != 0 || value.it_value.tv_sec != 0 || value.it_value.tv_usec != 0
        }

        /// The paths in the program's folder, apart from the course's data.
        private static var ownFiles: [String] {
            guard let entries = opendir(folder) else { return [] }
            defer { closedir(entries) }
            var paths: [String] = []
            while let entry = readdir(entries) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if ![".", "..", "Data"].contains(name) { paths.append("\(folder)/\(name)") }
            }
            return paths
        }

        /// Whether something that this process writes to its memory would be seen by its copies.
        private static var sharesMemory: Bool {
            guard let maps = fopen("/proc/self/maps", "re") else { return true }
            defer { fclose(maps) }
            var line: UnsafeMutablePointer<CChar>?
            var room = 0
            defer { free(line) }
            while getline(&line, &room, maps) > 0 {
                let rights = line.map { String(cString: $0) }?.split(separator: " ").dropFirst().first ?? ""
                if rights.contains("w") && rights.contains("s") { return true }
            }
            return false
        }

        /// Removes what other copies have left in the program's folder; if it cannot be made as it was, nothing is run.
        private static func emptyFolder() {
            for path in ownFiles {
                _ = nftw(path, { path, _, _, _ in remove(path) }, 16, Int32(FTW_DEPTH | FTW_PHYS))
            }
            if !ownFiles.isEmpty || currentPlaces != places { _exit(1) }
        }
    }

    /// The changed cells, as a library with a function that runs them.
    struct Tail {
        let library: String, entry: String

        /// Runs them and ends the process, as the program would end.
        func run() -> Never {
            guard let library = dlopen(library, RTLD_NOW | RTLD_LOCAL), let function = dlsym(library, entry) else {
                fputs("confine: \(dlerror().map { String(cString: $0) } ?? "the library has no entry")\n", stderr)
                _exit(1)
            }
            typealias Main = @convention(c) (Int32, UnsafePointer<UnsafeMutablePointer<Int8>?>) -> Int32
            exit(unsafeBitCast(function, to: Main.self)(CommandLine.argc, CommandLine.unsafeArgv))
        }
    }
#endif
