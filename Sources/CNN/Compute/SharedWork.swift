/// Work in `count` parts: `body` does one of them.
struct SharedWork {
    let count: Int
    let body: (Int) -> Void
}

extension Workers {
    /// Calls `body` with ranges that together are 0..<count, each worth waking a worker for, if every one of these
    /// stands for so many numbers.
    func shareRanges(_ count: Int, of numbers: Int = 1, _ body: (Range<Int>) -> Void) {
        let length = max(1, 32_768 / max(1, numbers))
        if count <= length { return body(0..<count) }
        share((count + length - 1) / length) { body($0 * length..<min(count, ($0 + 1) * length)) }
    }
}
