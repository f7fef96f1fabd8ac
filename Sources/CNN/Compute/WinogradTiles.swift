/// The square tiles of output pixels that Winograd's products take at once; the last of an image may hang over its
/// edge.
struct WinogradTiles {
    /// Tiles are this many pixels high and wide.
    let outputs: Int
    /// The tiles of all images.
    let count: Int
    private let sizes: ConvolutionGeometry
    private let down, across: Int

    init(_ sizes: ConvolutionGeometry, outputs: Int) {
        (self.sizes, self.outputs) = (sizes, outputs)
        down = (sizes.outputHeight + outputs - 1) / outputs
        across = (sizes.outputWidth + outputs - 1) / outputs
        count = sizes.batch * down * across
    }

    /// How many pixels are under a tile in each direction, and at how many points its polynomials are known.
    var side: Int { outputs + sizes.kernelHeight - 1 }

    /// How many tiles of this many transformed numbers a thread works on at once: what stays in its cache, but enough
    /// to use each weight often.
    func atOnce(numbersATile: Int) -> Int { max(24, 100_000 / numbersATile) }

    /// Bᵀ·d·B for the pixels d under some tiles: tiles are `tileStride` numbers apart, points `pointStride`. Beyond the
    /// image's border there are `zeros`, as many as channels; `scratch` holds a vector for each point.
    func transformInput(
        _ range: Range<Int>, of input: UnsafePointer<Scalar>, zeros: UnsafePointer<Scalar>,
        to target: UnsafeMutablePointer<Scalar>, tileStride: Int, pointStride: Int,
        scratch: UnsafeMutablePointer<Scalar>
    ) {
        let (height, width, channels) = (sizes.height, sizes.width, sizes.channels)
        let (input, zeros) = (UnsafeMutablePointer(mutating: input), UnsafeMutablePointer(mutating: zeros))
        forEach(range) { pixels, tile, image, y, x in
            Square(top: y - sizes.top, left: x - sizes.left, side: side, height: height, width: width).addresses(
                inImageAt: input + image * height * width * channels, pixelStride: channels, beyond: zeros, to: pixels)
            sizes.machine.kernels.winogradInput(
                side: side, pixels, channels: channels, ahead: outputs * width * channels,
                to: target + (tile - range.lowerBound) * tileStride, pointStride: pointStride, scratch: scratch)
        }
    }

    /// Calls `body` for each tile of a range with memory for the addresses of the pixels under it, its number, its
    /// image, and the row and column of its first output pixel.
    func forEach(
        _ range: Range<Int>,
        _ body: (
            _ addresses: UnsafeMutablePointer<UnsafeMutablePointer<Scalar>>, _ tile: Int, _ image: Int, _ y: Int,
            _ x: Int
        ) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<Scalar>.self, capacity: side * side) { table in
            for tile in range {
                let row = tile / across
                body(table.baseAddress!, tile, row / down, row % down * outputs, tile % across * outputs)
            }
        }
    }
}

/// A square of pixels that may reach beyond an image's border.
struct Square {
    let top, left, side, height, width: Int

    /// Lists the addresses of the square's pixels, row by row; `beyond` for those that are not in the image.
    func addresses(
        inImageAt image: UnsafeMutablePointer<Scalar>, pixelStride: Int, beyond: UnsafeMutablePointer<Scalar>,
        to table: UnsafeMutablePointer<UnsafeMutablePointer<Scalar>>
    ) {
        let (first, last) = (min(side, max(0, -left)), max(0, min(side, width - left)))
        var addresses = table
        for y in top..<top + side {
            if y < 0 || y >= height {
                addresses.initialize(repeating: beyond, count: side)
            } else {
                let row = image + (y * width + left) * pixelStride
                for x in 0..<side { addresses[x] = row + x &* pixelStride }
                for x in 0..<first { addresses[x] = beyond }
                for x in last..<side { addresses[x] = beyond }
            }
            addresses += side
        }
    }
}
