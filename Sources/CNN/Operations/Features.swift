// Work on the last axis of tensors, number by number, shared among the workers. Few features are repeated until a row
// of them is worth a loop; rows are always divided in the same way, so that sums do not depend on the number of
// threads.

private let rowsApart = 32_768

extension Tensor {
    /// Every row along the last axis times `scale` plus `shift`, both of shape `[features]`.
    func timesAndPlus(_ scale: Tensor, _ shift: Tensor) -> Tensor { combined(scale, nil, scale, shift) }

    /// a·self + b·other + c with a, b and c of shape `[features]`.
    func combined(_ a: Tensor, _ other: Tensor?, _ b: Tensor, _ c: Tensor, on machine: Machine = .shared) -> Tensor {
        Tensor(shape: shape) { result in
            guard let target = result.baseAddress else { return }
            withPointers(self, other) { x, y in
                combineFeatures(x, a, y, b, c, to: target, count: result.count, on: machine)
            }
        }
    }

    /// Σ self for each feature along the last axis.
    func featureSums() -> Tensor {
        Tensor(sums(nil, around: [Double](repeating: 0, count: features)).first.map { Scalar($0) })
    }

    /// Σ self·other for each feature.
    func productSums(_ other: Tensor) -> Tensor {
        Tensor(other.sums(self, around: [Double](repeating: 0, count: features)).second.map { Scalar($0) })
    }

    /// Mean and variance (divided by the count) of each feature along the last axis, in one pass: the sums are of
    /// distances from the first row, for squares of numbers far from 0 would hide what they differ by.
    func featureMoments(on machine: Machine = .shared) -> (mean: [Double], variance: [Double]) {
        let centre = scalars.prefix(features).map { Double($0) }
        let (first, second) = sums(nil, around: centre, on: machine)
        let m = Double(count / max(1, features))
        let distances = first.map { $0 / m }
        // Rounding must not make it negative; in this order nan stays.
        let variance = zip(second, distances).map { max($0 / m - $1 * $1, 0) }
        return (zip(centre, distances).map(+), variance)
    }

    private var features: Int { shape[rank - 1] }

    /// For each feature Σ(self − centre) and Σ(self − centre)², or with another tensor its sum and that of its products
    /// with self − centre.
    func sums(
        _ other: Tensor?, around centre: [Double], on machine: Machine = .shared
    ) -> (first: [Double], second: [Double]) {
        let repeats = max(1, 256 / max(1, features))
        let centre = centre.repeated(repeats)
        let (rows, width) = (count / max(1, features), features * repeats)
        let parts = partCount(rows: rows, features: features, repeats: repeats)
        // Each part has sums of its own, added in order.
        var all = [Double](repeating: 0, count: 2 * parts * width)
        all.withUnsafeMutableBufferPointer { all in
            guard let all = all.baseAddress else { return }
            withPointers(self, other) { x, y in
                forEachRange(rows: rows, features: features, repeats: repeats, on: machine) { start, rows, used in
                    let sums = all + start / partLength(features: features, repeats: repeats) * 2 * width
                    machine.kernels.addFeatureSums(
                        of: x + start, and: y.map { $0 + start }, around: centre, to: sums, products: sums + width,
                        rows: rows, features: used)
                }
            }
        }
        var (first, second) = ([Double](repeating: 0, count: features), [Double](repeating: 0, count: features))
        for start in stride(from: 0, to: all.count, by: 2 * max(1, width)) {
            for row in stride(from: start, to: start + width, by: max(1, features)) {
                for i in 0..<features {
                    first[i] += all[row + i]
                    second[i] += all[row + width + i]
                }
            }
        }
        return (first, second)
    }
}

extension Array {
    /// The same over and over again.
    fileprivate func repeated(_ times: Int) -> [Element] {
        times == 1 ? self : Array((0..<times).map { _ in self }.joined())
    }
}

/// z := a·x + b·y + c with a, b and c of shape `[features]`; z may be x.
private func combineFeatures(
    _ x: UnsafePointer<Scalar>, _ a: Tensor, _ y: UnsafePointer<Scalar>?, _ b: Tensor, _ c: Tensor,
    to z: UnsafeMutablePointer<Scalar>, count: Int, on machine: Machine
) {
    let features = a.count
    let repeats = max(1, 256 / max(1, features))
    let (a, b, c) = (a.scalars.repeated(repeats), b.scalars.repeated(repeats), c.scalars.repeated(repeats))
    forEachRange(rows: count / max(1, features), features: features, repeats: repeats, on: machine) {
        start, rows, width in
        machine.kernels.combineFeatures(
            x + start, times: a, y.map { $0 + start }, times: b, plus: c, to: z + start, rows: rows, features: width)
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

/// Calls `body` with the start, the rows and the width of each part: first its whole repeated rows, then those that are
/// left.
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
