extension Tensor {
    /// A picture `[h, w, channels]` or a batch of them, with so many rows and columns: by neighbours' distances where it
    /// grows, antialiased where it shrinks (Pillow's BILINEAR; PyTorch's with antialias).
    public func resized(height: Int, width: Int) -> Tensor {
        require(
            (rank == 3 || rank == 4) && count > 0 && height >= 1 && width >= 1,
            "A picture [height, width, channels] or a batch of them is resized to at least 1 × 1, but \(shape) was given \(height) × \(width)."
        )
        let axes = imageAxes
        let result = reshaped(to: [axes.batch, axes.height, axes.width, axes.channels]).resampled(
            rows: .linear(from: axes.height, to: height), columns: .linear(from: axes.width, to: width))
        return rank == 4 ? result : result.reshaped(to: [height, width, axes.channels])
    }

    /// The same with `length` as the shorter of height and width, and the longer in proportion, rounded down, as in
    /// torchvision.
    public func resized(shorterSide length: Int) -> Tensor {
        require(
            rank == 3 || rank == 4,
            "A picture [height, width, channels] or a batch of them is resized, but \(shape) was given a shorter side of \(length)."
        )
        let axes = imageAxes
        return axes.height <= axes.width
            ? resized(height: length, width: max(1, length * axes.width / max(1, axes.height)))
            : resized(height: max(1, length * axes.height / max(1, axes.width)), width: length)
    }

    /// The middle of a picture or of each of a batch; where the rest is odd, one row or column more is cut off at the end,
    /// or before the middle, by torchvision's rule (halves are rounded to even).
    public func centreCropped(height: Int, width: Int) -> Tensor {
        let sides = rank == 3 || rank == 4 ? Array(shape.dropLast().suffix(2)) : [0, 0]
        require(
            height >= 1 && width >= 1 && height <= sides[0] && width <= sides[1],
            "A centre of \(height) × \(width) pixels cannot be cut from a picture of shape \(shape).")
        let top = Int((Double(sides[0] - height) / 2).rounded(.toNearestOrEven))
        let left = Int((Double(sides[1] - width) / 2).rounded(.toNearestOrEven))
        return sliced(top..<top + height, axis: rank - 3).sliced(left..<left + width, axis: rank - 2)
    }

    /// Each channel, the last axis, less its mean and divided by its deviation.
    public func normalized(mean: [Scalar], deviation: [Scalar]) -> Tensor {
        require(
            rank >= 1 && mean.count == shape[rank - 1] && deviation.count == mean.count && !deviation.contains(0),
            "A tensor of shape \(shape) is normalized by a mean and a deviation other than 0 for each channel, but was given \(mean.count) and \(deviation.count) numbers."
        )
        let scale = 1 / Tensor(deviation)
        return timesAndPlus(scale, -Tensor(mean) * scale)
    }
}
