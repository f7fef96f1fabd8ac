#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Does something on a thread of its own, which nobody waits for. Work that waits for a browser would take one of a queue's
/// few threads from the others.
func detached(_ work: @escaping @Sendable () -> Void) {
    final class Work: Sendable {
        let work: @Sendable () -> Void
        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let argument = Unmanaged.passRetained(Work(work))
    #if canImport(Glibc)
        var thread = pthread_t()
    #else
        var thread: pthread_t?
    #endif
    let code = pthread_create(
        &thread, &attributes,
        { argument in
            let argument: UnsafeMutableRawPointer? = argument
            if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().work() }
            return nil
        }, argument.toOpaque())
    // Where there is room for no other thread, this one has to do it.
    if code != 0 { argument.takeRetainedValue().work() }
}
