/// An array of numbers with a shape, stored row by row (the last index varies fastest).
///
/// Images are `[batch, height, width, channels]`, kernels `[height, width, input channels, output channels]`, the input
/// of a dense layer `[batch, features]`. Copying a tensor copies its numbers (when one of the two is changed).
public struct Tensor: Equatable, Sendable {
    /// The length of every axis; `[]` for a single number.
    public internal(set) var shape: [Int]
    /// All numbers, row by row; as many as the product of the shape.
    public internal(set) var scalars: [Scalar]

    /// A tensor of the given shape with these numbers, row by row.
    public init(shape: [Int], scalars: [Scalar]) {
        let needed = Tensor.count(of: shape)
        require(
            scalars.count == needed,
            "A tensor of shape \(shape) needs \(needed) numbers, but was given \(scalars.count).")
        self.shape = shape
        self.scalars = scalars
    }

    /// A tensor whose numbers are all the same.
    public init(repeating value: Scalar, shape: [Int]) {
        self.shape = shape
        self.scalars = Array(repeating: value, count: Tensor.count(of: shape))
    }

    /// A tensor of zeros.
    public init(zeros shape: [Int]) {
        self.init(repeating: 0, shape: shape)
    }

    /// A vector, shape `[count]`.
    public init(_ vector: [Scalar]) {
        self.shape = [vector.count]
        self.scalars = vector
    }

    /// A matrix from its rows, shape `[rows, columns]`.
    public init(_ rows: [[Scalar]]) {
        self.init(stacking: rows.map { Tensor($0) })
    }

    /// A volume from its matrices, shape `[matrices, rows, columns]`; for an image, `[height, width, channels]`.
    public init(_ matrices: [[[Scalar]]]) {
        self.init(stacking: matrices.map { Tensor($0) })
    }

    /// A batch of volumes, shape `[volumes, matrices, rows, columns]`.
    public init(_ volumes: [[[[Scalar]]]]) {
        self.init(stacking: volumes.map { Tensor($0) })
    }

    /// Tensors of one shape put side by side along a new first axis: n of `[a, b]` give `[n, a, b]`.
    public init(stacking tensors: [Tensor]) {
        let inner = tensors.first?.shape ?? []
        for tensor in tensors {
            require(
                tensor.shape == inner, "Tensors to stack need one shape, but there are \(inner) and \(tensor.shape).")
        }
        self.shape = [tensors.count] + inner
        self.scalars = tensors.flatMap { $0.scalars }
    }

    /// How many axes there are: 0 for a number, 1 for a vector, 2 for a matrix.
    public var rank: Int { shape.count }

    /// How many numbers there are.
    public var count: Int { scalars.count }

    /// The same numbers in the same order with another shape of as many numbers; one length may be -1 and is worked
    /// out.
    public func reshaped(to newShape: [Int]) -> Tensor {
        var wanted = newShape
        if let open = wanted.firstIndex(of: -1) {
            let others = wanted.enumerated().reduce(1) { $1.offset == open ? $0 : $0 * $1.element }
            wanted[open] = others > 0 ? count / others : 0
        }
        require(
            wanted.allSatisfy { $0 >= 0 } && Tensor.count(of: wanted) == count,
            "A tensor of shape \(shape) has \(count) numbers and cannot be given the shape \(newShape).")
        return Tensor(shape: wanted, scalars: scalars)
    }

    /// A tensor of the same shape with `transform` applied to every number.
    public func mapped(_ transform: (Scalar) -> Scalar) -> Tensor {
        Tensor(shape: shape, scalars: scalars.map(transform))
    }

    /// The product of the lengths; stops when one is negative or the product is beyond all memory.
    static func count(of shape: [Int]) -> Int {
        var product = 1
        for length in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: length)
            require(length >= 0 && !overflow, "No tensor can have the shape \(shape).")
            product = next
        }
        return product
    }

    /// A tensor whose numbers are written, all of them, by `fill`.
    init(shape: [Int], fill: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
        let count = Tensor.count(of: shape)
        self.shape = shape
        self.scalars = Array(unsafeUninitializedCapacity: count) { buffer, filled in
            fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
            filled = count
        }
    }
}
