#if os(Linux)
    @preconcurrency import Glibc

    /// The threads of the libraries in this process, which know how to start them again in a copy. A library that has threads
    /// exports the two functions; a second one adds `_64` to their names.
    enum LibraryThreads {
        /// How many there are.
        static var count: Int {
            functions("lesson_library_threads").reduce(0) {
                $0 + Int(unsafeBitCast($1, to: (@convention(c) () -> Int32).self)())
            }
        }

        /// Starts them again in a process that has lost them by a fork.
        static func restart() {
            for function in functions("lesson_library_threads_restart") {
                unsafeBitCast(function, to: (@convention(c) () -> Void).self)()
            }
        }

        private static func functions(_ name: String) -> [UnsafeMutableRawPointer] {
            [name, name + "_64"].compactMap { (name: String) in dlsym(nil, name) }
        }
    }
#endif
