/// Where a batch of one layer's outputs lies: pixels are `pixelStride` numbers apart, more than they have channels in a
/// part of a concatenation.
struct Buffer {
    let start: UnsafeMutablePointer<Scalar>
    let shape: [Int]
    let pixelStride: Int
    /// Which of the pool's allocations it is in.
    let allocation: Int

    var channels: Int { shape[shape.count - 1] }
    var pixels: PixelView { PixelView(start: start, stride: pixelStride) }
}

/// The memory of a prediction, planned before it runs: a layer's output takes an allocation that is needed no more.
final class BufferPool {
    private let batch: Int
    private var allocations: [(start: UnsafeMutablePointer<Scalar>, capacity: Int, isFree: Bool)] = []

    init(batch: Int) { self.batch = batch }

    deinit { for allocation in allocations { allocation.start.deallocate() } }

    /// Memory for a batch of this shape: the smallest that is free and large enough, or new.
    func reserve(_ shape: [Int]) -> Buffer {
        let allocation = reserve(count: max(1, batch * shape.reduce(1, *)))
        return Buffer(
            start: allocations[allocation].start, shape: shape, pixelStride: shape.last ?? 1, allocation: allocation)
    }

    /// So many numbers of scratch memory while one step runs.
    func scratch(_ count: Int) -> UnsafeMutablePointer<Scalar> {
        let allocation = reserve(count: count)
        allocations[allocation].isFree = true
        return allocations[allocation].start
    }

    /// Memory of its own for what stays, filled with zeros.
    func permanent(_ count: Int) -> UnsafeMutablePointer<Scalar> {
        let start = allocateNumbers(count)
        start.initialize(repeating: 0, count: max(1, count))
        allocations.append((start, 0, false))
        return start
    }

    func release(_ buffer: Buffer) { allocations[buffer.allocation].isFree = true }

    private func reserve(count: Int) -> Int {
        let free = allocations.indices.filter { allocations[$0].isFree && allocations[$0].capacity >= count }
        let index: Int
        if let best = free.min(by: { allocations[$0].capacity < allocations[$1].capacity }) {
            index = best
        } else {
            let start = allocateNumbers(count)
            start.initialize(repeating: 0, count: count)
            allocations.append((start, count, true))
            index = allocations.count - 1
        }
        allocations[index].isFree = false
        return index
    }
}
