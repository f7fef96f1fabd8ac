import CNN
import Glibc

/// Our side of the benchmark: reads one line a request, `WORK SECONDS`, from the driver, does the work as often as it fits
/// into the time and answers with the milliseconds of every run and the peak of memory. The driver (compare.py) asks us and
/// the others in turn, so that all meet the same moments of a shared machine.
@main
struct Ours {
    static func main() {
        let arguments = CommandLine.arguments
        if arguments.count > 2 && arguments[1] == "profile" {
            let (name, batch) = (arguments[2], arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1)
            let isTraining = arguments.count > 4 && arguments[4] == "train"
            return isTraining ? profileTraining(name, batch: batch) : profile(name, batch: batch)
        }
        let folder = arguments.count > 1 ? arguments[1] : nil
        var kept: (name: String, run: () -> Void)?
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 2, let seconds = Double(words[1]) else { break }
            if kept?.name != words[0] { kept = nil }
            guard let work = kept ?? prepared(words[0], folder: folder) else {
                answer("unknown")
                continue
            }
            if kept == nil { work.run() }
            kept = work
            var times: [Double] = []
            let start = now()
            repeat {
                let before = now()
                work.run()
                times.append((now() - before) * 1e3)
            } while now() - start < seconds
            answer(times.map { "\($0)" }.joined(separator: " ") + " | \(peakMemory())")
        }
    }
}

/// Prints a line at once, although a pipe is read at the other end.
private func answer(_ line: String) {
    print(line)
    fflush(nil)
}
