/// One axis of a convolution: output position o meets the input position o·stride − before + tap·dilation by each tap for
/// which that lies inside the image.
struct WindowAxis {
    let length, taps, stride, dilation, before, outputLength: Int

    /// A tap, and what it reads.
    typealias Tap = (tap: Int, source: Int)

    /// Positions with the same taps: `first`, `first + step` and so on.
    struct Run {
        let first: Int
        var count: Int
        let step: Int
        /// The taps, and what each reads at the run's first position.
        let taps: [Tap]
        /// How much further a tap reads at the next position.
        let sourceStep: Int
    }

    /// Where the tap of an output position lies in the input, inside the image or outside.
    func source(of output: Int, tap: Int) -> Int { output * stride - before + tap * dilation }

    /// The output positions whose tap lies in the image.
    func met(by tap: Int) -> Range<Int> {
        let shift = before - tap * dilation
        let first = min(outputLength, max(0, (shift + stride - 1).dividedDown(by: stride)))
        let end = min(outputLength, max(0, (length - 1 + shift).dividedDown(by: stride) + 1))
        return first..<max(first, end)
    }

    /// All output positions, with the input positions under their windows.
    var forward: [Run] {
        let met = (0..<taps).map(met)
        return runs(outputLength, step: 1, sourceStep: stride) { output in
            (0..<taps).compactMap { met[$0].contains(output) ? ($0, source(of: output, tap: $0)) : nil }
        }
    }

    /// All input positions, with the output positions in whose windows they lie; those of one class, by their distance
    /// modulo the stride, have runs of their own.
    var backward: [Run] {
        runs(length, step: stride, sourceStep: 1) { input in
            (0..<taps).compactMap { tap in
                let distance = input + before - tap * dilation
                let output = distance.dividedDown(by: stride)
                return output * stride == distance && (0..<outputLength).contains(output) ? (tap, output) : nil
            }
        }
    }

    private func runs(
        _ length: Int, step: Int, sourceStep: Int, _ taps: (Int) -> [Tap]
    ) -> [Run] {
        var runs: [Run] = []
        for start in 0..<min(step, length) {
            let first = runs.count
            for position in Swift.stride(from: start, to: length, by: step) {
                let here = taps(position)
                if runs.count > first, runs[runs.count - 1].taps.map({ $0.tap }) == here.map({ $0.tap }) {
                    runs[runs.count - 1].count += 1
                } else {
                    runs.append(Run(first: position, count: 1, step: step, taps: here, sourceStep: sourceStep))
                }
            }
        }
        return runs
    }
}

extension Int {
    /// ⌊self / divisor⌋.
    fileprivate func dividedDown(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
    }
}
