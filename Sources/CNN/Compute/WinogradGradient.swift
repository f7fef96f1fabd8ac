/// dW of a 3×3 convolution with stride 1 by Winograd's products, with tiles of 4×4 pixels: where the convolution
/// multiplies the transformed pixels under a tile with transformed weights, the gradient of these weights sums the
/// products of the same pixels and the tile's transformed dY over all tiles, and is transformed back to the nine taps
/// at the end.
struct WinogradGradient {
    private let sizes: ConvolutionGeometry
    private let tiling: WinogradTiles
    /// Groups of tiles have sums of their own, as many whatever the number of threads, which are added up in their
    /// order.
    private let groups: Int
    private let tilesAtOnce: Int
    private let inputStride, gradientStride: Int
    private let side = 6
    private var points: Int { side * side }
    private var weights: Int { sizes.channels * sizes.filters }

    /// Nil where plain products are as fast: for large or many kernels, whose sums do not stay in the cache, and for
    /// few tiles.
    init?(_ sizes: ConvolutionGeometry) {
        guard sizes.kernelHeight == 3, Winograd.outputs(for: sizes, weightsStay: true) == 4 else { return nil }
        self.sizes = sizes
        tiling = WinogradTiles(sizes, outputs: 4)
        (inputStride, gradientStride) = (sizes.channels + 16, sizes.filters + 16)
        groups = min(8, tiling.count / 64, 1_200_000 / (side * side * sizes.channels * sizes.filters))
        if groups < 2 { return nil }
        tilesAtOnce = tiling.atOnce(numbersATile: side * side * (inputStride + gradientStride))
    }

    /// dW += windows(X)ᵀ·dY.
    func add(
        _ input: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to kernelGradient: UnsafeMutablePointer<Scalar>
    ) {
        let sums = allocateNumbers(groups * points * weights)
        defer { sums.deallocate() }
        let (workers, kernels) = (sizes.machine.workers, sizes.machine.kernels)
        // No group's sums are of more than 128 sums: of more tiles, some are taken after the others.
        let parts = max(1, tiling.count / (128 * groups * tilesAtOnce))
        for part in 0..<parts {
            let tiles = tiling.count * part / parts..<tiling.count * (part + 1) / parts
            workers.share(groups) { group in
                let (first, next) = (tiles.count * group / groups, tiles.count * (group + 1) / groups)
                addProducts(
                    tiles.lowerBound + first..<tiles.lowerBound + next, input, outputGradient,
                    to: sums + group * points * weights)
            }
            workers.share(sizes.channels) { channel in
                let first = channel * sizes.filters
                kernels.winogradKernelGradient(
                    sums + first, groups: groups, groupStride: points * weights, pointStride: weights,
                    filters: sizes.filters, to: kernelGradient + first, tapStride: weights)
            }
        }
    }

    /// The sums over some tiles: for each point a matrix of channels × filters.
    private func addProducts(
        _ range: Range<Int>, _ input: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to sums: UnsafeMutablePointer<Scalar>
    ) {
        let kernels = sizes.machine.kernels
        // Distances between points: see `Winograd`.
        let (inputPointStride, gradientPointStride) = (
            tilesAtOnce * inputStride + 16, tilesAtOnce * gradientStride + 16
        )
        let zeros = max(sizes.channels, sizes.filters)
        let scratch = allocateNumbers(
            points * (inputPointStride + gradientPointStride) + points * kernels.lanes + zeros)
        defer { scratch.deallocate() }
        let gradients = scratch + points * inputPointStride
        let vectors = gradients + points * gradientPointStride
        let beyond = vectors + points * kernels.lanes
        beyond.initialize(repeating: 0, count: zeros)
        let outputGradient = UnsafeMutablePointer(mutating: outputGradient)
        for first in stride(from: range.lowerBound, to: range.upperBound, by: tilesAtOnce) {
            let some = first..<min(range.upperBound, first + tilesAtOnce)
            tiling.transformInput(
                some, of: input, zeros: beyond, to: scratch, tileStride: inputStride, pointStride: inputPointStride,
                scratch: vectors)
            tiling.forEach(some) { pixels, tile, image, y, x in
                let (height, width, filters) = (sizes.outputHeight, sizes.outputWidth, sizes.filters)
                Square(top: y, left: x, side: tiling.outputs, height: height, width: width).addresses(
                    inImageAt: outputGradient + image * height * width * filters, pixelStride: filters,
                    beyond: beyond, to: pixels)
                kernels.winogradOutputGradient(
                    pixels, filters: filters, ahead: tiling.outputs * width * filters,
                    to: gradients + (tile - first) * gradientStride, pointStride: gradientPointStride, scratch: vectors)
            }
            for point in 0..<points {
                multiply(
                    scratch + point * inputPointStride, gradients + point * gradientPointStride, tiles: some.count,
                    to: sums + point * weights, adds: first > range.lowerBound)
            }
        }
    }

    /// The product of a point's tiles × channels, transposed, and its tiles × filters.
    private func multiply(
        _ pixels: UnsafePointer<Scalar>, _ gradients: UnsafePointer<Scalar>, tiles: Int,
        to sums: UnsafeMutablePointer<Scalar>, adds: Bool
    ) {
        let kernels = sizes.machine.kernels
        let (channels, filters, width) = (sizes.channels, sizes.filters, 2 * kernels.lanes)
        let parts = (channels + kernels.tileRows - 1) / kernels.tileRows
        for column in stride(from: 0, to: filters, by: width) {
            for part in 0..<parts {
                let (first, next) = (channels * part / parts, channels * (part + 1) / parts)
                kernels.matrixTile(
                    rows: next - first, columns: min(width, filters - column), depth: tiles, a: pixels + first,
                    rowStride: 1, columnStride: inputStride, b: gradients + column, bStride: gradientStride,
                    to: sums + first * filters + column, cStride: filters, adds: adds, ahead: gradients)
            }
        }
    }
}
