extension Tensor {
    /// Tensors put end to end along an axis; their other axes must be equal. `axis` counts from the end when negative.
    public init(concatenating tensors: [Tensor], axis: Int) {
        guard let first = tensors.first else {
            stop("There is nothing to concatenate: the list of tensors is empty.")
        }
        let axis = first.resolve(axis: axis)
        for tensor in tensors {
            var (a, b) = (first.shape, tensor.shape)
            if b.count == a.count { (a[axis], b[axis]) = (0, 0) }
            require(
                a == b,
                "Tensors to concatenate along axis \(axis) must agree in the others, but there are \(first.shape) and \(tensor.shape)."
            )
        }
        var shape = first.shape
        shape[axis] = tensors.reduce(0) { $0 + $1.shape[axis] }
        let outer = shape[..<axis].reduce(1, *)
        let inner = shape[(axis + 1)...].reduce(1, *)
        var scalars: [Scalar] = []
        scalars.reserveCapacity(Tensor.count(of: shape))
        for block in 0..<outer {
            for tensor in tensors {
                let size = tensor.shape[axis] * inner
                scalars += tensor.scalars[block * size..<(block + 1) * size]
            }
        }
        self.init(shape: shape, scalars: scalars)
    }

    /// One row a label, 1 at the label and 0 elsewhere: shape `[labels, classes]`.
    public init(oneHot labels: [Int], classes: Int) {
        self.init(zeros: [labels.count, classes])
        for (row, label) in labels.enumerated() {
            require(label >= 0 && label < classes, "Label \(label) is outside 0..<\(classes).")
            scalars[row * classes + label] = 1
        }
    }
}
