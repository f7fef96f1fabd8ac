// Typesets formulas and colours code in a separate process with a time limit, since a formula may never end. `typeset
// JOBS SCRIPT…` runs the scripts, then answers the jobs of the file JOBS one by one on stdout.

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

let arguments = CommandLine.arguments
guard arguments.count > 1, let jobs = bytes(ofFile: arguments[1]) else { exit(64) }
limitMemory(to: 2 << 30)
limitTime(to: 20)

var scripts = [(name: "before", text: browserScript)]
for path in arguments.dropFirst(2) {
    guard let text = bytes(ofFile: path) else { exit(66) }
    scripts.append((path, String(decoding: text, as: UTF8.self)))
}
let engine: ScriptEngine
do {
    engine = try ScriptEngine(scripts: scripts + [("after", jobScript)])
} catch {
    fputs("\(error)\n", stderr)
    exit(70)
}

for job in fields(of: jobs).chunks(ofCount: 3) {
    limitTime(to: 3)
    let answer: String
    do { answer = try engine.call(job[0], job[2], job[1]) } catch { answer = "! \(error)" }
    let result = Array("\(answer.utf8.count)\n\(answer)".utf8)
    fwrite(result, 1, result.count, stdout)
    fflush(stdout)
}

/// Makes the process die after this many more seconds of processor time.
func limitTime(to seconds: Int) {
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    let limit = rlim_t(Int(usage.ru_utime.tv_sec) + Int(usage.ru_stime.tv_sec) + seconds + 1)
    var limits = rlimit(rlim_cur: limit, rlim_max: .max)
    setrlimit(RLIMIT_CPU.resource, &limits)
}

/// Limits the memory of the process, in bytes.
func limitMemory(to count: Int) {
    var limits = rlimit(rlim_cur: rlim_t(count), rlim_max: rlim_t(count))
    setrlimit(RLIMIT_AS.resource, &limits)
}

func bytes(ofFile path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
}

/// The texts of a file in which each follows a line with its length in bytes.
func fields(of bytes: [UInt8]) -> [String] {
    var fields: [String] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")),
        let count = Int(String(decoding: rest[..<end], as: UTF8.self))
    {
        fields.append(String(decoding: rest[(end + 1)...].prefix(count), as: UTF8.self))
        rest = rest[(end + 1)...].dropFirst(count)
    }
    return fields
}

extension Array {
    fileprivate func chunks(ofCount count: Int) -> [[Element]] {
        stride(from: 0, to: self.count / count * count, by: count).map { Array(self[$0..<$0 + count]) }
    }
}

#if canImport(Glibc)
    extension __rlimit_resource { fileprivate var resource: __rlimit_resource_t { __rlimit_resource_t(rawValue) } }
#else
    extension Int32 { fileprivate var resource: Int32 { self } }
#endif
