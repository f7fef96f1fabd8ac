#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif
internal import Synchronization

/// Threads that share the parts of a piece of work, as many as there are processors or as `CNN_THREADS` says.
///
/// Every part writes numbers of its own, so the result does not depend on who does it. A worker that has nothing to do
/// looks for work for some 100 µs before it sleeps, because in a network the next piece follows soon.
final class Workers: @unchecked Sendable {
    /// The threads that all kernels use.
    static let shared: Workers = {
        let workers = Workers(threads: wantedThreads())
        sharedThreads.store(workers.threads - 1, ordering: .releasing)
        return workers
    }()
    /// How many threads `shared` has started; 0 until it is used.
    static let sharedThreads = Atomic(0)

    let threads: Int
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let busy = Atomic<Bool>(false)
    /// How often work was opened or closed, times 65,536, plus the workers inside; odd while it is open.
    private let gate = Atomic<Int>(0)
    private let portions: Portions
    private let sleepers = Atomic<Int>(0)
    // Written before the gate opens, read inside.
    private var body: ((Int) -> Void)?

    /// The caller is one of the threads.
    init(threads: Int) {
        self.threads = max(1, threads)
        portions = Portions(takers: self.threads)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(wake, nil)
        startAll()
    }

    private func startAll() { for index in 1..<threads { start(index) } }

    /// Starts the threads again in a copy of the process, which a fork has made of the thread that calls this: the others, and
    /// whatever they held, were left behind.
    func restart() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(wake, nil)
        sleepers.store(0, ordering: .sequentiallyConsistent)
        startAll()
    }

    /// Calls `body` with each of 0..<count and returns when all are done. Within work that is already shared, and for
    /// other threads of the program at the same time, the caller does it all.
    func share(_ count: Int, _ body: (Int) -> Void) {
        if !opens(count) { return (0..<count).forEach(body) }
        // The workers are done with `body` when this returns.
        withoutActuallyEscaping(body) { run(count, $0) }
    }

    /// The same for work that is made once and done again and again: this takes no memory.
    func share(_ work: SharedWork) {
        if !opens(work.count) { return (0..<work.count).forEach(work.body) }
        run(work.count, work.body)
    }

    private func opens(_ count: Int) -> Bool { count > 1 && threads > 1 && !busy.exchange(true, ordering: .acquiring) }

    private func run(_ count: Int, _ body: @escaping (Int) -> Void) {
        self.body = body
        portions.deal(count)
        gate.add(1 << 16, ordering: .sequentiallyConsistent)
        if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
            pthread_mutex_lock(lock)
            pthread_cond_broadcast(wake)
            pthread_mutex_unlock(lock)
        }
        work(as: 0)
        // Whoever comes late finds the gate closed: nobody waits for a worker that is not there.
        var inside = gate.add(1 << 16, ordering: .acquiringAndReleasing).newValue & 0xffff
        var spins = 0
        while inside > 0 {
            spins += 1
            if spins > 20_000 { sched_yield() }
            inside = gate.load(ordering: .acquiring) & 0xffff
        }
        self.body = nil
        busy.store(false, ordering: .releasing)
    }

    private func work(as index: Int) {
        guard let body else { return }
        while let part = portions.next(for: index) { body(part) }
    }

    private func start(_ index: Int) {
        let box = Unmanaged.passRetained(ThreadBody { self.run(as: index) }).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
            let started = pthread_create(&thread, nil, { enter($0) }, box)
        #else
            var thread = pthread_t()
            let started = pthread_create(&thread, nil, { enter($0!) }, box)
        #endif
        require(started == 0, "A thread could not be started (error \(started)); CNN_THREADS=1 needs none.")
    }

    private func run(as index: Int) {
        var last = 0
        while true {
            let seen = gate.load(ordering: .acquiring)
            if isOpen(seen, after: last) {
                if gate.weakCompareExchange(expected: seen, desired: seen + 1, ordering: .acquiring).exchanged {
                    last = seen >> 16
                    work(as: index)
                    gate.subtract(1, ordering: .releasing)
                }
            } else {
                sleep(after: last)
            }
        }
    }

    /// Whether there is work that this worker has not seen.
    private func isOpen(_ gate: Int, after last: Int) -> Bool { gate >> 16 & 1 == 1 && gate >> 16 != last }

    /// Returns when there is work again.
    private func sleep(after last: Int) {
        for _ in 0..<60_000 where isOpen(gate.load(ordering: .relaxed), after: last) { return }
        pthread_mutex_lock(lock)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while !isOpen(gate.load(ordering: .sequentiallyConsistent), after: last) { pthread_cond_wait(wake, lock) }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(lock)
    }

    private static func wantedThreads() -> Int {
        if let wanted = environment("CNN_THREADS").flatMap({ Int($0) }), wanted >= 1 { return min(wanted, 256) }
        return max(1, Int(sysconf(CInt(_SC_NPROCESSORS_ONLN))))
    }
}

/// What a thread does.
private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func enter(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().body()
    return nil
}

/// The value of an environment variable, nil if it is not set.
func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
