/// Random changes of pictures that leave what they show as it is, drawn again for every batch.
///
///     Augmentation([.horizontalFlip(), .shift(2), .brightness(0.2)])
///
/// Each picture's changes come from a number of its own, drawn before the work is shared: they are the same on any number of
/// threads.
public struct Augmentation: Equatable, Sendable {
    /// One kind of change.
    public enum Change: Equatable, Sendable {
        /// Left and right exchanged, with this probability.
        case horizontalFlip(probability: Scalar = 0.5)
        /// Moved by up to this many rows and as many columns either way, each equally likely; zeros follow.
        case shift(Int)
        /// A piece of so many rows and columns, wherever it lies within the picture, with so many zeros around it.
        case crop(height: Int, width: Int, padding: Int = 0)
        /// All numbers times one from 1 − amount to 1 + amount.
        case brightness(Scalar)
    }

    /// The changes, in order.
    public var changes: [Change]

    /// These changes, one after the other.
    public init(_ changes: [Change]) {
        for change in changes {
            switch change {
            case .horizontalFlip(let probability):
                require(
                    probability >= 0 && probability <= 1,
                    "A picture is flipped with a probability from 0 to 1, not \(probability).")
            case .shift(let distance):
                require(distance >= 0, "A picture is shifted by at least 0 pixels, not \(distance).")
            case .crop(let height, let width, let padding):
                require(
                    height >= 1 && width >= 1 && padding >= 0,
                    "A crop has at least 1 row and 1 column and a padding of at least 0, but was given \(height), \(width) and \(padding)."
                )
            case .brightness(let amount): require(amount >= 0, "Brightness changes by at least 0, not \(amount).")
            }
        }
        self.changes = changes
    }

    /// The pictures `[batch, h, w, channels]` changed, each by numbers of its own.
    public func applied(to pictures: Tensor, using generator: inout RandomGenerator) -> Tensor {
        require(
            pictures.rank == 4, "Augmentation takes pictures [batch, h, w, channels], but was given \(pictures.shape).")
        let size = changes.reduce((height: pictures.shape[1], width: pictures.shape[2])) { size, change in
            guard case .crop(let height, let width, let padding) = change else { return size }
            require(
                height <= size.height + 2 * padding && width <= size.width + 2 * padding,
                "A crop of \(height) × \(width) does not fit into \(size.height) × \(size.width) pixels with padding \(padding)."
            )
            return (height, width)
        }
        let seeds = (0..<pictures.shape[0]).map { _ in generator.next() }
        let (height, width, channels) = (pictures.shape[1], pictures.shape[2], pictures.shape[3])
        return Tensor(shape: [seeds.count, size.height, size.width, channels]) { result in
            result.initialize(repeating: 0)
            pictures.scalars.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = result.baseAddress else { return }
                Machine.shared.workers.share(seeds.count) { i in
                    view(RandomGenerator(seed: seeds[i]), height: height, width: width).copy(
                        source + i * height * width * channels, width: width, channels: channels,
                        to: target + i * size.height * size.width * channels)
                }
            }
        }
    }

    /// All changes of one picture as one.
    private func view(_ generator: RandomGenerator, height: Int, width: Int) -> PictureView {
        var (generator, view) = (generator, PictureView(height: height, width: width))
        for change in changes {
            switch change {
            case .horizontalFlip(let probability):
                if generator.uniform() < Double(probability) { view.flip() }
            case .shift(let most):
                let y = generator.integer(below: 2 * most + 1) - most
                view.cut(top: y, left: generator.integer(below: 2 * most + 1) - most, view.height, view.width)
            case .crop(let rows, let columns, let padding):
                let y = generator.integer(below: view.height + 2 * padding - rows + 1) - padding
                let x = generator.integer(below: view.width + 2 * padding - columns + 1) - padding
                view.cut(top: y, left: x, rows, columns)
            case .brightness(let amount): view.factor *= 1 + amount * Scalar(2 * generator.uniform() - 1)
            }
        }
        return view
    }
}

/// Where the pixels of a changed picture come from.
private struct PictureView {
    var height, width: Int
    /// The rows and columns that show the picture; zeros are around them.
    private var rows, columns: Range<Int>
    /// Row y is the picture's row y + top, column x its column direction·x + left.
    private var top = 0
    private var left = 0
    private var direction = 1
    /// What all numbers are multiplied by.
    var factor: Scalar = 1

    init(height: Int, width: Int) {
        (self.height, self.width, rows, columns) = (height, width, 0..<height, 0..<width)
    }

    mutating func flip() {
        left += direction * (width - 1)
        direction = -direction
        columns = width - columns.upperBound..<width - columns.lowerBound
    }

    /// The piece of this size that begins here; it may reach beyond the edges.
    mutating func cut(top y: Int, left x: Int, _ newHeight: Int, _ newWidth: Int) {
        rows = (rows.lowerBound - y..<rows.upperBound - y).clamped(to: 0..<newHeight)
        columns = (columns.lowerBound - x..<columns.upperBound - x).clamped(to: 0..<newWidth)
        top += y
        left += direction * x
        (height, width) = (newHeight, newWidth)
    }

    /// Writes the pixels that show the picture, which has rows of `width` pixels.
    func copy(
        _ picture: UnsafePointer<Scalar>, width pictureWidth: Int, channels: Int,
        to target: UnsafeMutablePointer<Scalar>
    ) {
        for y in rows {
            for x in columns {
                let from = picture + ((y + top) * pictureWidth + direction * x + left) * channels
                let to = target + (y * width + x) * channels
                for c in 0..<channels { to[c] = factor == 1 ? from[c] : factor * from[c] }
            }
        }
    }
}
