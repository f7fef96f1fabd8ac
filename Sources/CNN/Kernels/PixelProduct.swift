/// A product of pixels with packed weights, row of pixels after row of pixels: what all convolutions come down to.
///
/// Output pixel x of row y of an image sums over `runs` runs of numbers beside each other, found from the input address
/// `input + image * inputImage + y * inputRow + x * inputPixel`, and is stored at the like address of the output.
struct PixelProduct {
    var images = 1
    var rows = 1
    var pixels = 1
    var input: UnsafePointer<Scalar>
    var inputImage = 0
    var inputRow = 0
    var inputPixel = 0
    var offsets: [Int]
    var depth: Int
    var weights: PackedMatrix
    var output: UnsafeMutablePointer<Scalar>
    var outputImage = 0
    var outputRow = 0
    var outputPixel = 0
    var adds = false
    var bias: UnsafePointer<Scalar>?
    /// Added before ReLU.
    var residual: UnsafePointer<Scalar>?
    var residualImage = 0
    var residualRow = 0
    var residualPixel = 0
    var rectifies = false

    /// Computes all pixels; each number is one tile's sum, whoever computes it.
    func run(on machine: Machine) { machine.workers.share(work(on: machine)) }

    /// The work of computing all pixels.
    func work(on machine: Machine) -> SharedWork {
        if images * rows * pixels == 0 { return SharedWork(count: 0) { _ in } }
        var product = self
        product.flatten()
        return product.divided(on: machine)
    }

    /// Takes all pixels as one long row where they lie like one; a single pixel an image as a row over all images.
    private mutating func flatten() {
        if rows == 1 && pixels == 1 {
            (pixels, images) = (images, 1)
            (inputPixel, outputPixel, residualPixel) = (inputImage, outputImage, residualImage)
        }
        func isRow(_ image: Int, _ row: Int, _ pixel: Int) -> Bool {
            (rows == 1 || row == pixels * pixel) && (images == 1 || image == rows * pixels * pixel)
        }
        if isRow(inputImage, inputRow, inputPixel) && isRow(outputImage, outputRow, outputPixel)
            && (residual == nil || isRow(residualImage, residualRow, residualPixel))
        {
            (images, rows, pixels) = (1, 1, images * rows * pixels)
        }
    }

    private func divided(on machine: Machine) -> SharedWork {
        // A unit is a row of pixels or, of a long row, some tiles.
        let unit = rows * images == 1 ? min(pixels, 4 * machine.kernels.tileRows(columns: weights.columns)) : pixels
        let unitsARow = (pixels + unit - 1) / unit
        let units = images * rows * unitsARow
        let panels = weights.panels
        if images * rows * pixels * offsets.count * depth * weights.columns < 50_000 {
            return SharedWork(count: 1) { _ in
                for u in 0..<units { compute(u, unit, unitsARow, 0..<panels, machine.kernels) }
            }
        }
        // A strip of units stays in the second cache while all panels pass over it; weights that fit there too let the strips
        // be short. Where there are few strips the panels are divided as well.
        let wanted = 4 * machine.workers.threads
        let unitNumbers = max(1, unit * inputPixel)
        var strip = max(1, min(units, 65_536 / unitNumbers))
        let weightNumbers = weights.rows * weights.columns
        if weightNumbers <= 65_536 { strip = max(1, min(strip, units / wanted)) }
        var groups = min(panels, max(1, wanted / max(1, units / strip)))
        if groups * (units / strip) < wanted { strip = max(1, min(strip, units * groups / wanted)) }
        let strips = (units + strip - 1) / strip
        if strips >= wanted { groups = 1 }
        let (stripLength, groupCount) = (strip, groups)
        // A tile's pixels meet several panels in turn, as many as the second cache holds, so that their outputs are written from
        // end to end: with short sums the writing is what takes the time.
        let panelsAtOnce = max(1, 65_536 / (weights.rows * weights.panelWidth))
        return SharedWork(count: strips * groupCount) { item in
            let (s, g) = (item / groupCount, item % groupCount)
            let last = panels * (g + 1) / groupCount
            for first in stride(from: panels * g / groupCount, to: last, by: panelsAtOnce) {
                for u in s * stripLength..<min(units, (s + 1) * stripLength) {
                    compute(u, unit, unitsARow, first..<min(last, first + panelsAtOnce), machine.kernels)
                }
            }
        }
    }

    /// A unit's pixels times some panels, in tiles of nearly equal height.
    private func compute(_ u: Int, _ unit: Int, _ unitsARow: Int, _ panels: Range<Int>, _ kernels: Kernels) {
        let (row, part) = (u / unitsARow, u % unitsARow)
        let (image, y) = (row / rows, row % rows)
        let first = part * unit
        let count = min(unit, pixels - first)
        let height = kernels.tileRows(columns: weights.columns)
        let tiles = (count + height - 1) / height
        offsets.withUnsafeBufferPointer { offsets in
            // Without runs there is still an address.
            withUnsafePointer(to: 0) { zero in
                let places = offsets.baseAddress ?? zero
                for t in 0..<tiles {
                    let (x, next) = (first + count * t / tiles, first + count * (t + 1) / tiles)
                    let source = input + image * inputImage + y * inputRow + x * inputPixel
                    let target = output + image * outputImage + y * outputRow + x * outputPixel
                    let added = residual.map { $0 + image * residualImage + y * residualRow + x * residualPixel }
                    for panel in panels {
                        let column = panel * weights.panelWidth
                        let (packed, step) = weights.panel(panel, row: 0)
                        kernels.tile(
                            next - x, min(weights.panelWidth, weights.columns - column), offsets.count, places,
                            depth, source, inputPixel, 1, packed, step, target + column, outputPixel, adds,
                            bias.map { $0 + column }, added.map { $0 + column }, residualPixel, rectifies)
                    }
                }
            }
        }
    }
}
