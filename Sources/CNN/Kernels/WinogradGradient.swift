/// dW of a 3×3 convolution with stride 1 by Winograd's products, with tiles of 4×4 pixels: where the convolution multiplies the
/// transformed pixels under a tile with transformed weights, the gradient of these weights sums the products of the same pixels
/// and the tile's transformed dY over all tiles, and is transformed back to the nine taps at the end.
struct WinogradGradient {
    private let sizes: ConvolutionKernel
    private let tiling: WinogradTiles
    /// Groups of tiles have sums of their own, as many whatever the number of threads, which are added up in their order.
    private let groups: Int
    private let tilesAtOnce: Int
    private let inputStep, gradientStep: Int
    private let side = 6
    private var points: Int { side * side }
    private var weights: Int { sizes.channels * sizes.filters }

    /// Nil where plain products are as fast: for large or many kernels, whose sums do not stay in the cache, and for few tiles.
    init?(_ sizes: ConvolutionKernel) {
        guard sizes.kernelHeight == 3, Winograd.outputs(for: sizes, weightsStay: true) == 4 else { return nil }
        self.sizes = sizes
        tiling = WinogradTiles(sizes, outputs: 4)
        (inputStep, gradientStep) = (sizes.channels + 16, sizes.filters + 16)
        groups = min(8, tiling.count / 64, 1_200_000 / (side * side * sizes.channels * sizes.filters))
        if groups < 2 { return nil }
        tilesAtOnce = tiling.atOnce(numbersATile: side * side * (inputStep + gradientStep))
    }

    /// dW += windows(X)ᵀ·dY.
    func add(
        _ input: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to kernelGradient: UnsafeMutablePointer<Scalar>
    ) {
        let sums = allocateNumbers(groups * points * weights)
        defer { sums.deallocate() }
        let (workers, kernels) = (sizes.machine.workers, sizes.machine.kernels)
        workers.share(groups) { group in
            let range = tiling.count * group / groups..<tiling.count * (group + 1) / groups
            addProducts(range, input, outputGradient, to: sums + group * points * weights)
        }
        workers.share(sizes.channels) { channel in
            let first = channel * sizes.filters
            kernels.winogradKernelGradient(
                sums + first, groups, points * weights, weights, sizes.filters, kernelGradient + first, weights)
        }
    }

    /// The sums over some tiles: for each point a matrix of channels × filters.
    private func addProducts(
        _ range: Range<Int>, _ input: UnsafePointer<Scalar>, _ outputGradient: UnsafePointer<Scalar>,
        to sums: UnsafeMutablePointer<Scalar>
    ) {
        let kernels = sizes.machine.kernels
        // Distances between points: see `Winograd`.
        let (inputPointStep, gradientPointStep) = (tilesAtOnce * inputStep + 16, tilesAtOnce * gradientStep + 16)
        let zeros = max(sizes.channels, sizes.filters)
        let room = allocateNumbers(
            points * (inputPointStep + gradientPointStep) + points * kernels.lanes + zeros)
        defer { room.deallocate() }
        let gradients = room + points * inputPointStep
        let bench = gradients + points * gradientPointStep
        let beyond = bench + points * kernels.lanes
        beyond.initialize(repeating: 0, count: zeros)
        let outputGradient = UnsafeMutablePointer(mutating: outputGradient)
        for first in stride(from: range.lowerBound, to: range.upperBound, by: tilesAtOnce) {
            let some = first..<min(range.upperBound, first + tilesAtOnce)
            tiling.transformInput(
                some, of: input, zeros: beyond, to: room, step: inputStep, pointStep: inputPointStep, room: bench)
            tiling.forEach(some) { pixels, tile, image, y, x in
                let (height, width, filters) = (sizes.outputHeight, sizes.outputWidth, sizes.filters)
                Square(top: y, left: x, side: tiling.outputs, height: height, width: width).addresses(
                    inImageAt: outputGradient + image * height * width * filters, pixelStep: filters,
                    beyond: beyond, to: pixels)
                kernels.winogradOutputGradient(
                    pixels, filters, tiling.outputs * width * filters, gradients + (tile - first) * gradientStep,
                    gradientPointStep, bench)
            }
            for point in 0..<points {
                multiply(
                    room + point * inputPointStep, gradients + point * gradientPointStep, tiles: some.count,
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
        var offset = 0
        for column in stride(from: 0, to: filters, by: width) {
            for part in 0..<parts {
                let (first, next) = (channels * part / parts, channels * (part + 1) / parts)
                kernels.tile(
                    next - first, min(width, filters - column), 1, &offset, tiles, pixels + first, 1, inputStep,
                    gradients + column, gradientStep, sums + first * filters + column, filters, adds, nil, nil, 0,
                    false, gradients, 0)
            }
        }
    }
}
