// Work on the last axis of tensors, number by number, shared among the workers. Few features are repeated until a row of them
// is worth a loop; rows are always divided in the same way, so that sums do not depend on the number of threads.

private let rowsApart = 32_768

extension Tensor {
    /// Every row along the last axis times `scale` plus `shift`, both of shape `[features]`.
    func timesAndPlus(_ scale: Tensor, _ shift: Tensor) -> Tensor { combined(scale, nil, scale, shift) }

    /// a·self + b·other + c with a, b and c of shape `[features]`.
    func combined(_ a: Tensor, _ other: Tensor?, _ b: Tensor, _ c: Tensor, on machine: Machine = .shared) -> Tensor {
        let features = a.count
        let repeats = max(1, 256 / max(1, features))
        let (a, b, c) = (a.repeated(repeats), b.repeated(repeats), c.repeated(repeats))
        return Tensor(shape: shape) { result in
            guard let target = result.baseAddress else { return }
            withNumbers(self, other) { x, y in
                forEachRange(rows: result.count / features, features: features, repeats: repeats, on: machine) {
                    start, rows, width in
                    machine.kernels.combineFeatures(
                        x + start, a, y.map { $0 + start }, b, c, target + start, rows, width)
                }
            }
        }
    }

    /// Σ self for each feature along the last axis.
    func featureSums() -> Tensor { sums(nil, around: nil) }

    /// Σ (self − centre)² for each feature.
    func squareSums(around centre: Tensor) -> Tensor { sums(self, around: centre) }

    /// Σ self·other for each feature.
    func productSums(_ other: Tensor) -> Tensor { sums(other, around: nil) }

    private func sums(_ other: Tensor?, around centre: Tensor?, on machine: Machine = .shared) -> Tensor {
        let features = shape[rank - 1]
        let repeats = max(1, 256 / max(1, features))
        let centre = (centre ?? Tensor(zeros: [features])).repeated(repeats)
        let (rows, width) = (count / max(1, features), features * repeats)
        let parts = partCount(rows: rows, features: features, repeats: repeats)
        // Each part has sums of its own, added in order.
        var all = [Double](repeating: 0, count: max(1, parts) * width)
        all.withUnsafeMutableBufferPointer { all in
            nonisolated(unsafe) let all = all.baseAddress!
            withNumbers(self, other) { x, y in
                forEachRange(rows: rows, features: features, repeats: repeats, on: machine) { start, rows, used in
                    let part = start / partLength(features: features, repeats: repeats)
                    machine.kernels.addFeatureSums(
                        x + start, y.map { $0 + start }, centre, all + part * width, rows, used)
                }
            }
        }
        var sums = [Double](repeating: 0, count: features)
        for i in all.indices where features > 0 { sums[i % features] += all[i] }
        return Tensor(sums.map { Scalar($0) })
    }

    /// A vector over and over again.
    private func repeated(_ times: Int) -> [Scalar] {
        times == 1 ? scalars : Array((0..<times).map { _ in scalars }.joined())
    }
}

private func partLength(features: Int, repeats: Int) -> Int {
    let width = max(1, features * repeats)
    return max(1, rowsApart / width) * width
}

private func partCount(rows: Int, features: Int, repeats: Int) -> Int {
    let length = partLength(features: features, repeats: repeats)
    return (rows * features + length - 1) / length
}

/// Calls `body` with the start, the rows and the width of each part: first its whole repeated rows, then those that are left.
private func forEachRange(
    rows: Int, features: Int, repeats: Int, on machine: Machine, _ body: (Int, Int, Int) -> Void
) {
    let (length, width) = (partLength(features: features, repeats: repeats), features * repeats)
    machine.workers.share(partCount(rows: rows, features: features, repeats: repeats)) { part in
        let start = part * length
        let end = min(start + length, rows * features)
        let whole = (end - start) / width
        if whole > 0 { body(start, whole, width) }
        let rest = start + whole * width
        if rest < end { body(rest, (end - rest) / features, features) }
    }
}

private func withNumbers(
    _ a: Tensor, _ b: Tensor?, _ body: (UnsafePointer<Scalar>, UnsafePointer<Scalar>?) -> Void
) {
    a.scalars.withUnsafeBufferPointer { x in
        guard let x = x.baseAddress else { return }
        guard let b else { return body(x, nil) }
        b.scalars.withUnsafeBufferPointer { body(x, $0.baseAddress) }
    }
}

extension Workers {
    /// Calls `body` with ranges that together are 0..<count, each worth waking a worker for.
    func shareRanges(_ count: Int, _ body: (Range<Int>) -> Void) {
        let length = 32_768
        if count <= length { return body(0..<count) }
        share((count + length - 1) / length) { body($0 * length..<min(count, ($0 + 1) * length)) }
    }
}
