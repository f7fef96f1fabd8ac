/// How many transformed numbers the threads together have in work at once.
private let sharedNumbers = 2_500_000

/// A 3×3 or 5×5 convolution with stride 1 by Winograd's products: see the transforms. The weights are transformed once;
/// images are transformed some tiles at a time, multiplied at each of the n² points with that point's weights, and
/// transformed back, so that what lies in between stays in the caches and never fills more than a little memory.
final class Winograd: Sendable {
    let sizes: ConvolutionGeometry
    /// Tiles are this many pixels high and wide.
    let outputs: Int
    /// For each point the transformed weights, channels × filters.
    private let weights: [PackedMatrix]
    private let tiling: WinogradTiles
    private let tilesAtOnce: Int
    /// Distances between tiles: not a power of two, which would put all tiles into the same lines of the cache.
    private let inputStride, productStride: Int
    private let zeros: [Scalar]

    /// How high and wide tiles are to be for a convolution; nil where direct convolution is as fast. Tiles of 4×4
    /// pixels save three quarters of a 3×3 kernel's products, but a few small images do not fill them, and their
    /// weights are four times as large; unless `weightsStay` for other calls, they are transformed for a single one.
    static func outputs(for sizes: ConvolutionGeometry, weightsStay: Bool) -> Int? {
        let lanes = sizes.machine.kernels.lanes
        let taps = sizes.kernelHeight
        guard taps == 3 || taps == 5, sizes.kernelWidth == taps, sizes.stride == 1, sizes.isDense else {
            return nil
        }
        let (channels, filters) = (sizes.channels, sizes.filters)
        if channels % lanes != 0 || filters % lanes != 0 || min(channels, filters) < 16 { return nil }
        // Products of channels and filters, where to read a weight takes as long as a dozen of them, and to transform
        // it as long as some two hundred.
        func products(_ outputs: Int, _ side: Int) -> Int {
            side * side * (WinogradTiles(sizes, outputs: outputs).count + (weightsStay || outputs == 1 ? 12 : 200))
        }
        let best = taps == 3 && products(4, 6) < products(2, 4) ? 4 : 2
        return 4 * products(best, best + taps - 1) > 3 * products(1, taps) ? nil : best
    }

    /// Transforms a kernel `[taps, taps, channels, filters]`, each filter times its factor in `scale`; channels and
    /// filters fill whole vectors.
    init(
        _ sizes: ConvolutionGeometry, outputs: Int, kernel: UnsafePointer<Scalar>, scale: [Scalar]? = nil,
        tilesAtOnce: Int? = nil
    ) {
        (self.sizes, self.outputs) = (sizes, outputs)
        tiling = WinogradTiles(sizes, outputs: outputs)
        let tiles = tiling.count
        (inputStride, productStride) = (sizes.channels + 16, sizes.filters + 16)
        let points = tiling.side * tiling.side
        let numbersATile = points * (inputStride + productStride)
        // To work on all tiles together reads the weights once, but half of what one thread has transformed, another
        // needs.
        let (channels, filters) = (sizes.channels, sizes.filters)
        let isShared =
            tiles * (channels + filters) <= 2 * channels * filters && tiles * numbersATile <= sharedNumbers
        let most = max(channels / 8, tiling.atOnce(numbersATile: numbersATile)) / 12 * 12
        let threads = sizes.machine.workers.threads
        let blocks = (tiles + most * threads - 1) / (most * threads) * threads
        self.tilesAtOnce = tilesAtOnce ?? (isShared ? tiles : (tiles + blocks - 1) / max(1, blocks))
        zeros = [Scalar](repeating: 0, count: max(sizes.channels, sizes.filters))
        weights = (0..<points).map { _ in
            PackedMatrix(rows: sizes.channels, columns: sizes.filters, lanes: sizes.machine.kernels.lanes)
        }
        transform(kernel, scale ?? [Scalar](repeating: 1, count: sizes.filters))
    }

    /// How many numbers of scratch memory the work needs.
    var scratchCount: Int { slots * slotCount }

    /// The number n of points in each direction.
    private var side: Int { tiling.side }
    private var points: Int { weights.count }
    private var tiles: Int { tiling.count }
    private var blocks: Int { (tiles + tilesAtOnce - 1) / tilesAtOnce }
    private var slots: Int { min(sizes.machine.workers.threads, blocks) }
    private var inputPointStride: Int { tilesAtOnce * inputStride + 16 }
    private var productPointStride: Int { tilesAtOnce * productStride + 16 }
    /// The numbers in the n² vectors of half a transform, and in a pixel that nobody reads.
    private var vectorsCount: Int { points * sizes.machine.kernels.lanes + sizes.filters }
    private var vectorSets: Int { blocks == 1 ? parts(0..<tiles) : 1 }
    private var slotCount: Int { points * (inputPointStride + productPointStride) + vectorSets * vectorsCount }

    /// The work of Y := X * W + b + residual, and max(0, Y) if `rectifies`, one piece after the other.
    func works(
        _ input: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>, residual: PixelView?, rectifies: Bool,
        to output: PixelView, scratch: UnsafeMutablePointer<Scalar>
    ) -> [SharedWork] {
        if tiles == 0 { return [] }
        let call = Call(input: input, bias: bias, residual: residual, rectifies: rectifies, output: output)
        let (productStart, vectorsStart) = (points * inputPointStride, points * (inputPointStride + productPointStride))
        if blocks == 1 {
            let all = 0..<tiles
            let (products, vectors) = (scratch + productStart, scratch + vectorsStart)
            return [
                SharedWork(count: parts(all)) { [self] in
                    transform(call, $0, of: all, to: scratch, vectors: vectors + $0 * vectorsCount)
                },
                SharedWork(count: points) { [self] in multiply(scratch, tiles: tiles, point: $0, to: products) },
                SharedWork(count: parts(all)) { [self] in
                    finish(call, products, $0, of: all, vectors: vectors + $0 * vectorsCount)
                },
            ]
        }
        // Each slot of the scratch memory is used by one thread at a time, which is the slot's own unless another is
        // late.
        let portions = Portions(takers: slots)
        return [
            SharedWork(count: 1) { [blocks] _ in portions.deal(blocks) },
            SharedWork(count: slots) { [self] slot in
                let v = scratch + slot * slotCount
                let (products, vectors) = (v + productStart, v + vectorsStart)
                while let block = portions.next(for: slot) {
                    let range = block * tilesAtOnce..<min(tiles, (block + 1) * tilesAtOnce)
                    for part in 0..<parts(range) { transform(call, part, of: range, to: v, vectors: vectors) }
                    for point in 0..<points { multiply(v, tiles: range.count, point: point, to: products) }
                    for part in 0..<parts(range) { finish(call, products, part, of: range, vectors: vectors) }
                }
            },
        ]
    }

    /// Y := X * W + b, and max(0, Y) if `rectifies`.
    func run(
        _ input: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>? = nil, rectifies: Bool = false,
        to output: UnsafeMutablePointer<Scalar>
    ) {
        let scratch = allocateNumbers(scratchCount)
        defer { scratch.deallocate() }
        let target = PixelView(start: output, stride: sizes.filters)
        zeros.withUnsafeBufferPointer { zeros in
            let bias = bias ?? zeros.baseAddress!
            for work in works(input, bias: bias, residual: nil, rectifies: rectifies, to: target, scratch: scratch) {
                sizes.machine.workers.share(work)
            }
        }
    }

    /// What one call reads and writes.
    private struct Call {
        let input, bias: UnsafePointer<Scalar>
        let residual: PixelView?
        let rectifies: Bool
        let output: PixelView
    }
}

extension Winograd {
    /// Bᵀ·d·B of a part of some tiles; the numbers of a point lie together, tile by tile.
    private func transform(
        _ call: Call, _ part: Int, of range: Range<Int>, to v: UnsafeMutablePointer<Scalar>,
        vectors: UnsafeMutablePointer<Scalar>
    ) {
        let some = some(part, of: range)
        tiling.transformInput(
            some, of: call.input, zeros: zeros.withUnsafeBufferPointer { $0.baseAddress! },
            to: v + (some.lowerBound - range.lowerBound) * inputStride, tileStride: inputStride,
            pointStride: inputPointStride,
            scratch: vectors)
    }

    /// A point's matrix of `count` tiles × channels times its weights.
    private func multiply(
        _ v: UnsafePointer<Scalar>, tiles count: Int, point: Int, to products: UnsafeMutablePointer<Scalar>
    ) {
        let kernels = sizes.machine.kernels
        let height = kernels.tileRows
        let parts = (count + height - 1) / height
        let (v, products) = (v + point * inputPointStride, products + point * productPointStride)
        let weights = weights[point]
        for panel in 0..<weights.panels {
            let column = panel * weights.panelWidth
            let (packed, step) = weights.panel(panel, row: 0)
            // The next panel's weights lie after this one's.
            let following = UnsafeBufferPointer(start: packed + sizes.channels * step, count: sizes.channels * step)
            for part in 0..<parts {
                let (first, next) = (count * part / parts, count * (part + 1) / parts)
                let ahead = following.part(part, of: parts)
                kernels.matrixTile(
                    rows: next - first, columns: min(weights.panelWidth, sizes.filters - column), depth: sizes.channels,
                    a: v + first * inputStride, rowStride: inputStride, columnStride: 1, b: packed, bStride: step,
                    to: products + first * productStride + column, cStride: productStride,
                    ahead: ahead.baseAddress!, aheadStride: ahead.count / sizes.channels + 1)
            }
        }
    }

    /// Aᵀ·m·A of a part of some tiles' products, and what follows.
    private func finish(
        _ call: Call, _ products: UnsafePointer<Scalar>, _ part: Int, of range: Range<Int>,
        vectors: UnsafeMutablePointer<Scalar>
    ) {
        // A tile's pixels that hang over the image's edge go where nobody reads them.
        let unread = vectors + points * sizes.machine.kernels.lanes
        let (output, height, width) = (call.output, sizes.outputHeight, sizes.outputWidth)
        tiling.forEach(some(part, of: range)) { pixels, tile, image, y, x in
            let square = Square(top: y, left: x, side: outputs, height: height, width: width)
            let (before, added) = (image * height * width, pixels + outputs * outputs)
            square.addresses(
                inImageAt: output.start + before * output.stride, pixelStride: output.stride, beyond: unread,
                to: pixels)
            if let residual = call.residual {
                square.addresses(
                    inImageAt: residual.start + before * residual.stride, pixelStride: residual.stride,
                    beyond: residual.start, to: added)
            }
            sizes.machine.kernels.winogradOutput(
                side: side, outputs: outputs, ahead: outputs * width * output.stride,
                products + (tile - range.lowerBound) * productStride, pointStride: productPointStride,
                filters: sizes.filters, bias: call.bias, residual: call.residual == nil ? nil : UnsafePointer(added),
                rectifies: call.rectifies, to: pixels, scratch: vectors)
        }
    }

    /// Tiles are transformed four at a time.
    private func parts(_ range: Range<Int>) -> Int { (range.count + 3) / 4 }

    private func some(_ part: Int, of range: Range<Int>) -> Range<Int> {
        let first = range.lowerBound + 4 * part
        return first..<min(range.upperBound, first + 4)
    }

    /// G·g·Gᵀ of each pair of channel and filter.
    private func transform(_ kernel: UnsafePointer<Scalar>, _ scale: [Scalar]) {
        let (channels, filters, width) = (sizes.channels, sizes.filters, weights[0].panelWidth)
        let (panels, parts) = (weights[0].panels, 8)
        sizes.machine.workers.share(parts) { part in
            // Where each panel of each point begins.
            let starts = (0..<panels).map { panel in weights.map { $0.panelToFill(panel, row: 0).start } }
            scale.withUnsafeBufferPointer { scale in
                for channel in channels * part / parts..<channels * (part + 1) / parts {
                    for panel in 0..<panels {
                        let (column, step) = (panel * width, min(width, filters - panel * width))
                        sizes.machine.kernels.winogradKernel(
                            side: side, taps: sizes.kernelHeight, kernel + channel * filters + column,
                            tapStride: channels * filters, scale: scale.baseAddress! + column, filters: step,
                            to: starts[panel], offset: channel * step)
                    }
                }
            }
        }
    }
}
