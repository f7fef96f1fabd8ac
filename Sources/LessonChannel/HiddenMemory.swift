#if os(Linux)
    @preconcurrency import Glibc

    /// Keeps the memory of this process out of /proc, until it crashes: then the program that traces the crash to its line
    /// has to look at it.
    enum HiddenMemory {
        private static let signals = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV]
        /// What the runtime does about each signal.
        nonisolated(unsafe) private static let handlers = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)

        /// Hides it from now on.
        static func begin() {
            handlers.initialize(repeating: sigaction(), count: 65)
            for signal in signals {
                var action = sigaction()
                guard sigaction(signal, nil, &action) == 0, action.sa_flags & SA_SIGINFO != 0 else { continue }
                handlers[Int(signal)] = action
                action.__sigaction_handler.sa_sigaction = { signal, information, context in
                    setDumpable(1)
                    HiddenMemory.handlers[Int(signal)].__sigaction_handler.sa_sigaction(signal, information, context)
                }
                sigaction(signal, &action, nil)
            }
            setDumpable(0)
        }
    }
#endif
