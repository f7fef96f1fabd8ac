/// How many zeros go around an image before a window slides over it.
public enum Padding: Equatable, Sendable {
    /// None: the window stays inside, the image shrinks.
    case valid
    /// As many as make the output ⌈n/s⌉ long for a stride of s, so for stride 1 as long as the input. An odd one goes
    /// to the end, as in TensorFlow and ONNX's SAME_UPPER.
    case same
    /// This many on every side.
    case explicit(Int)

    /// The zeros before and after an axis of `length` numbers under a window of `kernel` numbers that moves by
    /// `stride`.
    public func amounts(length: Int, kernel: Int, stride: Int = 1) -> (before: Int, after: Int) {
        switch self {
        case .valid: return (0, 0)
        case .explicit(let amount):
            requireNotNegative()
            return (amount, amount)
        case .same:
            require(stride >= 1, "A stride is at least 1, but was given as \(stride).")
            let windows = (length + stride - 1) / stride
            let total = max(0, (windows - 1) * stride + kernel - length)
            return (total / 2, total - total / 2)
        }
    }

    /// ⌊(n + 2p − f)/s⌋ + 1, the number of positions of the window on an axis of `length` numbers; 0 where it does not
    /// fit.
    public func outputLength(_ length: Int, kernel: Int, stride: Int = 1) -> Int {
        let (before, after) = amounts(length: length, kernel: kernel, stride: stride)
        require(stride >= 1, "A stride is at least 1, but was given as \(stride).")
        let last = length + before + after - kernel
        return last < 0 ? 0 : last / stride + 1
    }
}

extension Padding {
    /// Stops where zeros are asked for that cannot be.
    func requireNotNegative() {
        if case .explicit(let amount) = self {
            require(amount >= 0, "Padding is at least 0 on every side, but was given as \(amount).")
        }
    }
}

extension Tensor {
    /// `amount` zeros (or other values) put around the rows and columns of a matrix `[h, w]`, an image `[h, w,
    /// channels]` or a batch `[batch, h, w, channels]`.
    public func padded(by amount: Int, with value: Scalar = 0) -> Tensor {
        padded(top: amount, bottom: amount, left: amount, right: amount, with: value)
    }

    /// Zeros (or other values) put around the rows and columns, as many as named on each side.
    public func padded(top: Int, bottom: Int, left: Int, right: Int, with value: Scalar = 0) -> Tensor {
        require(
            (2...4).contains(rank), "Padding needs a matrix, an image or a batch, but was given the shape \(shape).")
        require(
            min(top, bottom, left, right) >= 0,
            "Padding is at least 0 on every side, but was given as \(top), \(bottom), \(left), \(right).")
        let (batch, height, width, channels) = imageAxes
        let newHeight = height + top + bottom
        let newWidth = width + left + right
        var newShape = shape
        let row = rank == 4 ? 1 : 0
        newShape[row] = newHeight
        newShape[row + 1] = newWidth
        var result = Tensor(repeating: value, shape: newShape)
        for n in 0..<batch {
            for y in 0..<height {
                let source = (n * height + y) * width * channels
                let target = ((n * newHeight + y + top) * newWidth + left) * channels
                for i in 0..<width * channels { result.scalars[target + i] = scalars[source + i] }
            }
        }
        return result
    }

    /// A matrix, an image or a batch of images, all seen as a batch of images.
    var imageAxes: (batch: Int, height: Int, width: Int, channels: Int) {
        switch rank {
        case 2: (1, shape[0], shape[1], 1)
        case 3: (1, shape[0], shape[1], shape[2])
        default: (shape[0], shape[1], shape[2], shape[3])
        }
    }
}
