#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Measures the own time of a process and of all that it has started, by looking at their threads now and then.
///
/// Where the system does not tell how long threads ran and waited (other systems than Linux, a Linux without scheduler
/// statistics or without lists of children, processes hidden in /proc), it is wall time.
final class ProgramClock {
    private let process: pid_t
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var pause = ProgramClock.interval
    private var time = OwnTime(processors: sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    /// How often it looks; less often where there is so much to look at that it would take part of a processor.
    private static let interval = Duration.milliseconds(40), pausePerLook = 20

    /// Of a process that has just been started.
    init(of process: pid_t) { self.process = process }

    /// The own time until now.
    func now() -> Duration {
        look(at: .now)
        return time.total
    }

    /// When a process must be stopped whose own time may reach `limit`, as far as can be told now. It moves on while
    /// others have the processor, to twenty times the limit and `allowance` of wall time at most.
    func deadline(_ limit: Duration, allowance: Duration = .seconds(60)) -> ContinuousClock.Instant {
        let now = ContinuousClock.now
        if now - last >= pause { look(at: now) }
        return now + time.remaining(of: limit, after: now - start, allowance: allowance)
    }

    private func look(at now: ContinuousClock.Instant) {
        time.add(ThreadTable.threads(below: process), after: now - last)
        last = now
        pause = max(Self.interval, (ContinuousClock.now - now) * Self.pausePerLook)
    }
}

/// The threads of processes as /proc tells them.
enum ThreadTable {
    /// More are not looked at; no program may have as many.
    private static let most = 4096

    /// Whether this Linux lists children and measures how long threads wait: of this process, which has run, it tells more
    /// than zeros then.
    private static let isKept =
        read("/proc/self/task/\(getpid())/children") != nil
        && read("/proc/self/schedstat").flatMap(numbers).map { $0 != [0, 0, 0] } ?? false

    /// All threads of a process and of its descendants; nil where the system does not tell of them.
    static func threads(below root: pid_t) -> [OwnTime.Thread]? {
        guard isKept, var found = threads(of: root) else { return nil }
        var threads = found.threads
        while let process = found.children.popLast(), threads.count < most {
            // One that has just ended, or is hidden, counts as asleep.
            guard let more = self.threads(of: process) else { continue }
            threads += more.threads
            found.children += more.children
        }
        return threads
    }

    private static func threads(of process: pid_t) -> (threads: [OwnTime.Thread], children: [pid_t])? {
        let folder = "/proc/\(process)/task"
        guard let entries = opendir(folder) else { return nil }
        defer { closedir(entries) }
        var threads: [OwnTime.Thread] = [], children: [pid_t] = []
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let id = pid_t(name), let thread = thread(id, in: "\(folder)/\(name)") else { continue }
            threads.append(thread)
            children += (read("\(folder)/\(name)/children") ?? []).split(separator: UInt8(ascii: " ")).compactMap {
                pid_t(String(decoding: $0, as: UTF8.self))
            }
        }
        return threads.isEmpty ? nil : (threads, children)
    }

    /// The thread in a folder; nil where it has ended.
    private static func thread(_ id: pid_t, in folder: String) -> OwnTime.Thread? {
        guard let numbers = read(folder + "/schedstat").flatMap(numbers), let text = read(folder + "/stat"),
            // The name may hold anything, parentheses too.
            let name = text.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        return OwnTime.Thread(
            id: id, ran: .nanoseconds(numbers[0]), waited: .nanoseconds(numbers[1]),
            isReady: text[name...].dropFirst(2).first == UInt8(ascii: "R"))
    }

    /// Nanoseconds on a processor and ready for one, and how often it was given one.
    private static func numbers(in times: ArraySlice<UInt8>) -> [Int64]? {
        let numbers = times.split { $0 <= UInt8(ascii: " ") }.compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
        return numbers.count == 3 ? numbers : nil
    }

    private static func read(_ path: String) -> ArraySlice<UInt8>? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        let descriptor = FileDescriptor(file)
        var bytes = [UInt8](repeating: 0, count: 1024)
        var length = 0
        // A process may have many children.
        while true {
            let count = bytes.withUnsafeMutableBytes { buffer in
                #if canImport(Glibc)
                    Glibc.read(descriptor.number, buffer.baseAddress! + length, buffer.count - length)
                #else
                    Darwin.read(descriptor.number, buffer.baseAddress! + length, buffer.count - length)
                #endif
            }
            guard count >= 0 else { return nil }
            length += count
            if count == 0 || bytes.count >= 1 << 16 { return bytes[..<length] }
            if length == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
        }
    }
}
