/// A product of pixels with few columns of weights: as a `PixelProduct`, but for fewer columns than half a vector, where most
/// lanes of its tiles would go to waste. The lanes go along the depth instead.
struct NarrowProduct {
    /// Whether it needs at most half as many multiplications of vectors as tiles would.
    static func pays(depth: Int, columns: Int, lanes: Int) -> Bool {
        let tiles = depth * ((columns + lanes - 1) / lanes)
        return 2 * ((depth + lanes - 1) / lanes * columns) <= tiles
    }

    private let runs, depth, columns: Int
    /// For each group of at most six columns, each run and each vector of it: the vectors of the columns.
    private var weights: [Scalar]
    private let groups: Int

    /// Weights whose number for place i of a run and a column is `weight(run, i, column)`.
    init(runs: Int, depth: Int, columns: Int, kernels: Kernels, weight: (Int, Int, Int) -> Scalar) {
        (self.runs, self.depth, self.columns) = (runs, depth, columns)
        let lanes = kernels.lanes
        groups = (columns + kernels.narrowColumns - 1) / kernels.narrowColumns
        let vectors = (depth + lanes - 1) / lanes
        weights = []
        weights.reserveCapacity(runs * vectors * lanes * columns)
        for group in 0..<groups {
            for run in 0..<runs {
                for vector in 0..<vectors {
                    for column in columns * group / groups..<columns * (group + 1) / groups {
                        for i in vector * lanes..<(vector + 1) * lanes {
                            weights.append(i < depth ? weight(run, i, column) : 0)
                        }
                    }
                }
            }
        }
    }

    /// Computes the pixels of `product` with these weights in the place of its own.
    func run(_ product: PixelProduct, on machine: Machine) {
        let rows = product.images * product.rows
        let some = max(1, 2048 / max(1, product.pixels * columns))
        (product.offsets + [0]).withUnsafeBufferPointer { offsets in
            weights.withUnsafeBufferPointer { weights in
                machine.workers.share((rows + some - 1) / some) { part in
                    for row in part * some..<min(rows, (part + 1) * some) {
                        let (image, y) = (row / product.rows, row % product.rows)
                        let live = product.liveRuns(row: y)
                        for group in 0..<groups {
                            let (first, next) = (columns * group / groups, columns * (group + 1) / groups)
                            let numbersAColumn = weights.count / columns
                            let numbersARun = numbersAColumn / max(1, runs) * (next - first)
                            machine.kernels.narrowTile(
                                product.pixels, next - first, live.count, offsets.baseAddress! + live.lowerBound, depth,
                                product.input + image * product.inputImage + y * product.inputRow, product.inputPixel,
                                weights.baseAddress! + numbersAColumn * first + numbersARun * live.lowerBound,
                                product.output + image * product.outputImage + y * product.outputRow + first,
                                product.outputPixel)
                        }
                    }
                }
            }
        }
    }
}
