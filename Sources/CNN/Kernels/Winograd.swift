internal import Synchronization

// How many transformed numbers the threads work on at once: together on all tiles if these are few, which reads the weights
// only once; else each on tiles of its own, in its own cache.
private let sharedNumbers = 1_200_000
private let sharedTiles = 64
private let ownNumbers = 300_000

/// A 3×3 convolution with stride 1 by Winograd's products: see the transforms. The weights are transformed once; images are
/// transformed some tiles at a time, multiplied at each of the n² points with that point's weights, and transformed back, so
/// that what lies in between stays in the caches and never fills more than a little memory.
struct Winograd {
    let sizes: ConvolutionKernel
    /// Tiles are so many pixels high and wide.
    let outputs: Int
    /// For each point the transformed weights, channels × filters.
    let weights: [PackedMatrix]
    private let tilesDown, tilesAcross, tiles, tilesAtOnce: Int
    /// Distances between tiles: not a power of two, which would put all tiles into the same lines of the cache.
    private let inputStep, productStep: Int
    private let zeros: [Scalar]

    /// How high and wide tiles are to be for a convolution; nil where direct convolution is as fast. Tiles of 4×4 pixels save
    /// three quarters of the products, but small images do not fill them, and their weights are four times as large.
    static func outputs(for sizes: ConvolutionKernel) -> Int? {
        let lanes = sizes.machine.kernels.lanes
        guard sizes.kernelHeight == 3, sizes.kernelWidth == 3, sizes.stride == 1, sizes.groups == 1 else { return nil }
        if sizes.channels % lanes != 0 || sizes.filters % lanes != 0 || min(sizes.channels, sizes.filters) < 32 {
            return nil
        }
        let shorter = min(sizes.outputHeight, sizes.outputWidth)
        return shorter >= 20 ? 4 : shorter >= 10 ? 2 : nil
    }

    /// Transforms a kernel `[3, 3, channels, filters]`; channels and filters fill whole vectors.
    init(_ sizes: ConvolutionKernel, outputs: Int, kernel: UnsafePointer<Scalar>, tilesAtOnce: Int? = nil) {
        (self.sizes, self.outputs) = (sizes, outputs)
        tilesDown = (sizes.outputHeight + outputs - 1) / outputs
        tilesAcross = (sizes.outputWidth + outputs - 1) / outputs
        tiles = sizes.batch * tilesDown * tilesAcross
        (inputStep, productStep) = (sizes.channels + 16, sizes.filters + 16)
        let points = (outputs + 2) * (outputs + 2)
        let numbersATile = points * (inputStep + productStep)
        let most = max(24, sizes.channels / 8, ownNumbers / numbersATile) / 12 * 12
        self.tilesAtOnce =
            tilesAtOnce ?? (tiles <= sharedTiles || tiles * numbersATile <= sharedNumbers ? tiles : most)
        zeros = [Scalar](repeating: 0, count: sizes.channels)
        weights = (0..<points).map { _ in
            PackedMatrix(rows: sizes.channels, columns: sizes.filters, lanes: sizes.machine.kernels.lanes)
        }
        transform(kernel)
    }

    /// How many numbers of memory `run` works in.
    var roomCount: Int { slots * slotCount }

    private var points: Int { weights.count }
    private var slots: Int { min(sizes.machine.workers.threads, (tiles + tilesAtOnce - 1) / tilesAtOnce) }
    private var inputPointStep: Int { tilesAtOnce * inputStep + 16 }
    private var productPointStep: Int { tilesAtOnce * productStep + 16 }
    private var slotCount: Int { points * (inputPointStep + productPointStep) }

    /// Y := X * W + b + residual, and max(0, Y) if `rectifies`.
    func run(
        _ input: UnsafePointer<Scalar>, bias: UnsafePointer<Scalar>, residual: Place?, rectifies: Bool,
        to output: Place,
        in room: UnsafeMutablePointer<Scalar>
    ) {
        let blocks = (tiles + tilesAtOnce - 1) / tilesAtOnce
        let next = Atomic<Int>(0)
        // Each slot of the room is used by one thread at a time; within shared work the work on a block is its thread's alone.
        sizes.machine.workers.share(slots) { slot in
            let v = room + slot * slotCount
            let products = v + points * inputPointStep
            while true {
                let block = next.add(1, ordering: .relaxed).oldValue
                if block >= blocks { return }
                let range = block * tilesAtOnce..<min(tiles, (block + 1) * tilesAtOnce)
                transform(input, range, to: v)
                multiply(v, range.count, to: products)
                finish(products, range, bias, residual, rectifies, output)
            }
        }
    }
}

extension Winograd {
    /// Bᵀ·d·B of some tiles; the numbers of a point lie together, tile by tile.
    private func transform(
        _ input: UnsafePointer<Scalar>, _ range: Range<Int>, to v: UnsafeMutablePointer<Scalar>
    ) {
        let side = outputs + 2
        let zeros = zeros.withUnsafeBufferPointer { $0.baseAddress! }
        withTable(UnsafePointer<Scalar>.self, range, roomCount: 0) { pixels, room, index, image, y, x in
            for i in 0..<points {
                let (row, column) = (y - sizes.top + i / side, x - sizes.left + i % side)
                let isInside = row >= 0 && row < sizes.height && column >= 0 && column < sizes.width
                let place = ((image * sizes.height + row) * sizes.width + column) * sizes.channels
                // Beyond the image's border there are zeros.
                (pixels + i).initialize(to: isInside ? input + place : zeros)
            }
            sizes.machine.kernels.winogradInput(
                outputs, pixels, sizes.channels, v + index * inputStep, inputPointStep, room)
        }
    }

    /// Each point's matrix of tiles × channels times its weights.
    private func multiply(_ v: UnsafePointer<Scalar>, _ count: Int, to products: UnsafeMutablePointer<Scalar>) {
        let kernels = sizes.machine.kernels
        let height = kernels.tileRows(columns: sizes.filters)
        let parts = (count + height - 1) / height
        sizes.machine.workers.share(points) { point in
            let (v, products, weights) = (
                v + point * inputPointStep, products + point * productPointStep, weights[point]
            )
            var offset = 0
            for panel in 0..<weights.panels {
                let column = panel * weights.panelWidth
                let (packed, step) = weights.panel(panel, row: 0)
                for part in 0..<parts {
                    let (first, next) = (count * part / parts, count * (part + 1) / parts)
                    kernels.tile(
                        next - first, min(weights.panelWidth, sizes.filters - column), 1, &offset, sizes.channels,
                        v + first * inputStep, inputStep, 1, packed, step, products + first * productStep + column,
                        productStep, false, nil, nil, 0, false)
                }
            }
        }
    }

    /// Aᵀ·m·A of some tiles' products, and what follows.
    private func finish(
        _ products: UnsafePointer<Scalar>, _ range: Range<Int>, _ bias: UnsafePointer<Scalar>, _ residual: Place?,
        _ rectifies: Bool, _ output: Place
    ) {
        withTable(UnsafeMutablePointer<Scalar>.self, range, roomCount: sizes.filters) {
            pixels, room, index, image, y, x in
            // A tile's pixels that hang over the image's edge go where nobody reads them.
            let rubbish = room + points * sizes.machine.kernels.lanes
            let added = pixels + outputs * outputs
            for i in 0..<outputs * outputs {
                let (row, column) = (y + i / outputs, x + i % outputs)
                let isInside = row < sizes.outputHeight && column < sizes.outputWidth
                let pixel = (image * sizes.outputHeight + row) * sizes.outputWidth + column
                (pixels + i).initialize(to: isInside ? output.start + pixel * output.pixelStep : rubbish)
                if let residual {
                    (added + i).initialize(to: residual.start + (isInside ? pixel * residual.pixelStep : 0))
                }
            }
            sizes.machine.kernels.winogradOutput(
                outputs, products + index * productStep, productPointStep, sizes.filters, bias,
                residual == nil ? nil : UnsafePointer(added), rectifies, pixels, room)
        }
    }

    /// Calls `body` for each tile of the range with room for n² addresses and for n² vectors and `roomCount` numbers, the tile's
    /// place in the range, its image and the row and column of its first output pixel.
    private func withTable<Address>(
        _ type: Address.Type, _ range: Range<Int>, roomCount: Int,
        _ body: (UnsafeMutablePointer<Address>, UnsafeMutablePointer<Scalar>, Int, Int, Int, Int) -> Void
    ) {
        let some = 4
        sizes.machine.workers.share((range.count + some - 1) / some) { part in
            withUnsafeTemporaryAllocation(of: type, capacity: points) { table in
                withUnsafeTemporaryAllocation(
                    of: Scalar.self, capacity: points * sizes.machine.kernels.lanes + roomCount
                ) { room in
                    let first = range.lowerBound + part * some
                    for tile in first..<min(range.upperBound, first + some) {
                        body(
                            table.baseAddress!, room.baseAddress!, tile - range.lowerBound,
                            tile / tilesAcross / tilesDown, tile / tilesAcross % tilesDown * outputs,
                            tile % tilesAcross * outputs)
                    }
                }
            }
        }
    }

    /// G·g·Gᵀ of each pair of channel and filter, in double precision.
    private func transform(_ kernel: UnsafePointer<Scalar>) {
        let (side, filters) = (outputs + 2, sizes.filters)
        let g = factors
        sizes.machine.workers.share(sizes.channels) { channel in
            var point = [Scalar](repeating: 0, count: filters)
            // The kernel's columns for each row of G.
            var columns = [Double](repeating: 0, count: 3 * filters)
            for i in 0..<side {
                for x in 0..<3 {
                    for f in 0..<filters {
                        var sum = 0.0
                        for y in 0..<3 {
                            sum += g[3 * i + y] * Double(kernel[((y * 3 + x) * sizes.channels + channel) * filters + f])
                        }
                        columns[x * filters + f] = sum
                    }
                }
                for j in 0..<side {
                    for f in 0..<filters {
                        point[f] = Scalar(
                            g[3 * j] * columns[f] + g[3 * j + 1] * columns[filters + f]
                                + g[3 * j + 2] * columns[2 * filters + f])
                    }
                    weights[i * side + j].fill(
                        MatrixView(point, rowStep: filters), rows: 1, at: channel, on: sizes.machine.workers)
                }
            }
        }
    }

    /// G, row by row: 1, p and p² for each point p, divided by the product of its distances from the others.
    private var factors: [Double] {
        if outputs == 2 { return [1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1] }
        let points = [0, 0.625, -0.625, 1.5, -1.5]
        return points.flatMap { p in
            let distances = points.filter { $0 != p }.map { p - $0 }.reduce(1, *)
            return [1 / distances, p / distances, p * p / distances]
        } + [0, 0, 1]
    }
}
