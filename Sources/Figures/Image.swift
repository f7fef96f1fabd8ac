import CNN

/// One picture of a grid: grey or coloured pixels as numbers, before they have colours.
struct Image {
    let height: Int
    let width: Int
    /// 1 for numbers that a palette colours, 3 for red, green and blue.
    let channels: Int
    /// Row by row, the channels of a pixel side by side.
    let numbers: [Double]

    init(height: Int, width: Int, channels: Int, numbers: [Double]) {
        (self.height, self.width, self.channels, self.numbers) = (height, width, channels, numbers)
    }

    /// A picture of shape `[height, width]`, `[height, width, 1]` or `[height, width, 3]`.
    init(_ tensor: Tensor) {
        let shape = tensor.shape
        require(
            tensor.count > 0 && (shape.count == 2 || shape.count == 3 && (shape[2] == 1 || shape[2] == 3)),
            "A picture has the shape [height, width], [height, width, 1] or [height, width, 3], but was given as \(shape)."
        )
        self.init(
            height: shape[0], width: shape[1], channels: shape.count == 3 ? shape[2] : 1,
            numbers: tensor.scalars.map { $0.plotted })
    }

    /// The pixels in their colours.
    func bitmap(_ palette: Palette, _ scale: ClosedRange<Double>) -> Bitmap {
        let pixels = (0..<height * width).map { pixel -> Colour? in
            let parts = numbers[pixel * channels..<(pixel + 1) * channels].map {
                $0.isFinite ? scale.fraction(of: $0) : .nan
            }
            if parts.contains(where: { $0.isNaN }) { return nil }
            if channels == 1 { return palette.colour(parts[0]) }
            let bytes = parts.map { UInt8(($0 * 255).rounded()) }
            return Colour(bytes[0], bytes[1], bytes[2])
        }
        return Bitmap(width: width, height: height, pixels: pixels)
    }

    /// The picture made smaller, each new pixel the mean of those it covers; itself where it is small enough.
    func fitted(width limit: Int) -> Image {
        guard width > limit else { return self }
        return resized(height: max(1, height * limit / width), width: limit)
    }

    /// The picture with this many rows and columns, each new pixel the mean of those it covers.
    func resized(height newHeight: Int, width newWidth: Int) -> Image {
        var result: [Double] = []
        for row in 0..<newHeight {
            let rows = row * height / newHeight..<max((row + 1) * height / newHeight, row * height / newHeight + 1)
            for column in 0..<newWidth {
                let first = column * width / newWidth
                let columns = first..<max((column + 1) * width / newWidth, first + 1)
                for channel in 0..<channels {
                    var sum = 0.0
                    for i in rows { for j in columns { sum += numbers[(i * width + j) * channels + channel] } }
                    result.append(sum / Double(rows.count * columns.count))
                }
            }
        }
        return Image(height: newHeight, width: newWidth, channels: channels, numbers: result)
    }

    /// How bright each pixel is: the number itself, or the luminance of its colour.
    var brightness: [Double] {
        guard channels == 3 else { return numbers }
        return (0..<width * height).map { pixel in
            let (red, green, blue) = (numbers[pixel * 3], numbers[pixel * 3 + 1], numbers[pixel * 3 + 2])
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue
        }
    }
}
