internal import Synchronization

// Whoever copies the process, such as the runner of lessons, finds these by their names.

#if CNN_DOUBLE
    /// How many threads the library has started in this process.
    @_cdecl("lesson_library_threads_64")
    public func libraryThreads() -> Int32 { Int32(Workers.sharedThreads.load(ordering: .acquiring)) }

    /// Starts them again in a copy of the process.
    @_cdecl("lesson_library_threads_restart_64")
    public func restartLibraryThreads() { if libraryThreads() > 0 { Workers.shared.restart() } }
#else
    /// How many threads the library has started in this process.
    @_cdecl("lesson_library_threads")
    public func libraryThreads() -> Int32 { Int32(Workers.sharedThreads.load(ordering: .acquiring)) }

    /// Starts them again in a copy of the process.
    @_cdecl("lesson_library_threads_restart")
    public func restartLibraryThreads() { if libraryThreads() > 0 { Workers.shared.restart() } }
#endif
