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
    /// Where the runs are rows of images with zeros above and below them: the image's rows, counted in runs of output
    /// row 0, and how many further a row of output is. Runs over zeros are left out.
    var imageRows: Range<Int>?
    var imageRowsARow = 1
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
    func run(on machine: Machine) {
        for product in sideBySide(on: machine) { machine.workers.share(product.work(on: machine)) }
    }

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
        if (rows == 1 || imageRows == nil) && isRow(inputImage, inputRow, inputPixel)
            && isRow(outputImage, outputRow, outputPixel)
            && (residual == nil || isRow(residualImage, residualRow, residualPixel))
        {
            (images, rows, pixels) = (1, 1, images * rows * pixels)
        }
    }

    /// Those of some runs of row y that do not read zeros alone.
    private func live(_ runs: Range<Int>, row y: Int) -> Range<Int> {
        guard let imageRows else { return runs }
        let before = y * imageRowsARow
        return runs.clamped(to: imageRows.lowerBound - before..<imageRows.upperBound - before)
    }

    private func divided(on machine: Machine) -> SharedWork {
        // A unit is a row of pixels or, of a long row, some tiles.
        let unit = rows * images == 1 ? min(pixels, 4 * machine.kernels.tileRows) : pixels
        let unitsARow = (pixels + unit - 1) / unit
        let units = images * rows * unitsARow
        let panels = weights.panels
        if images * rows * pixels * offsets.count * depth * weights.columns < 50_000 {
            return SharedWork(count: 1) { _ in
                for u in 0..<units { compute(u, unit, unitsARow, 0..<panels, 0..<offsets.count, nil, machine.kernels) }
            }
        }
        // A strip of units stays in the second cache while all panels pass over it; weights that fit there too let the
        // strips be short. Where there are few strips the panels are divided as well.
        let wanted = 8 * machine.workers.threads
        let unitNumbers = max(1, unit * inputPixel)
        var strip = max(1, min(units, 65_536 / unitNumbers))
        let weightNumbers = weights.rows * weights.columns
        if weightNumbers <= 65_536 { strip = max(1, min(strip, units / wanted)) }
        var groups = min(panels, max(1, wanted / max(1, units / strip)))
        if groups * (units / strip) < wanted { strip = max(1, min(strip, units * groups / wanted)) }
        let strips = (units + strip - 1) / strip
        if strips >= wanted { groups = 1 }
        let (stripLength, groupCount) = (strip, groups)
        // A tile's pixels meet several panels in turn, as many as the second cache holds, so that their outputs are
        // written from end to end: with short sums the writing is what takes the time. Of a panel that does not fit
        // there the strip meets some runs after the others.
        let panelsAtOnce = max(1, 65_536 / (weights.rows * weights.panelWidth))
        let runsAtOnce = max(1, min(offsets.count, 80_000 / (depth * weights.panelWidth)))
        return SharedWork(count: strips * groupCount) { item in
            let (s, g) = (item / groupCount, item % groupCount)
            let (start, end) = (s * stripLength, min(units, (s + 1) * stripLength))
            let last = panels * (g + 1) / groupCount
            for first in stride(from: panels * g / groupCount, to: last, by: panelsAtOnce) {
                for run in stride(from: 0, to: offsets.count, by: runsAtOnce) {
                    let (group, runs) = (
                        first..<min(last, first + panelsAtOnce), run..<min(offsets.count, run + runsAtOnce)
                    )
                    var ahead: UnsafeBufferPointer<Scalar>?
                    if group.count < panels {
                        // This thread's next piece is likely the one after this one.
                        let isLast = group.upperBound == last && runs.upperBound == offsets.count
                        let next = isLast ? panels * ((g + 1) % groupCount) / groupCount : nil
                        ahead = weightsAfter(group, runs, next)
                    }
                    for u in start..<end {
                        let ahead = ahead?.part(u - start, of: end - start)
                        compute(u, unit, unitsARow, group, runs, ahead, machine.kernels)
                    }
                }
            }
        }
    }

    /// As many weights as these: those of panel `next`, or those after these.
    private func weightsAfter(_ panels: Range<Int>, _ runs: Range<Int>, _ next: Int?) -> UnsafeBufferPointer<Scalar> {
        let (start, step) = weights.panel(panels.lowerBound, row: runs.lowerBound * depth)
        let count = panels.count * runs.count * depth * step
        return UnsafeBufferPointer(start: next.map { weights.panel($0, row: 0).start } ?? start + count, count: count)
    }

    /// A unit's pixels times some runs of some panels, in tiles of nearly equal height.
    private func compute(
        _ u: Int, _ unit: Int, _ unitsARow: Int, _ panels: Range<Int>, _ runs: Range<Int>,
        _ weightsAhead: UnsafeBufferPointer<Scalar>?, _ kernels: AnyKernels
    ) {
        let (row, part) = u.quotientAndRemainder(dividingBy: unitsARow)
        let (image, y) = row.quotientAndRemainder(dividingBy: rows)
        let first = part * unit
        let count = min(unit, pixels - first)
        let tiles = (count + kernels.tileRows - 1) / kernels.tileRows
        // The first tiles are one pixel higher.
        let (least, higher) = count.quotientAndRemainder(dividingBy: tiles)
        let (isFirst, isLast) = (runs.lowerBound == 0, runs.upperBound == offsets.count)
        let runs = live(runs, row: y)
        // What each tile brings into the cache: its part of the weights ahead, or the next tile's pixels, those that it
        // does not have itself.
        let pixelsAhead = (offset: (offsets.last ?? 0) + (least + 1) * inputPixel, count: (least + 1) * inputPixel)
        let products = (weightsAhead == nil ? 1 : tiles) * panels.count
        let ahead = ((weightsAhead?.count ?? pixelsAhead.count) + products - 1) / products
        let aheadStride = ahead / max(1, runs.count * depth) + 1
        var source = input + image * inputImage + y * inputRow + first * inputPixel
        var target = output + image * outputImage + y * outputRow + first * outputPixel
        var added = residual.map { $0 + image * residualImage + y * residualRow + first * residualPixel }
        var brought = weightsAhead?.baseAddress
        offsets.withUnsafeBufferPointer { offsets in
            // Without runs there is still an address.
            withUnsafePointer(to: 0) { zero in
                let starts = offsets.baseAddress.map { $0 + runs.lowerBound } ?? zero
                for tile in 0..<tiles {
                    let height = tile < higher ? least + 1 : least
                    var next = brought ?? UnsafePointer(source) + pixelsAhead.offset
                    for panel in panels {
                        let column = panel * weights.panelWidth
                        let (packed, step) = weights.panel(panel, row: runs.lowerBound * depth)
                        kernels.tile(
                            rows: height, columns: min(weights.panelWidth, weights.columns - column), runs: runs.count,
                            offsets: starts, depth: depth, a: source, rowStride: inputPixel, columnStride: 1, b: packed,
                            bStride: step, to: target + column, cStride: outputPixel, adds: adds || !isFirst,
                            bias: isLast ? bias.map { $0 + column } : nil,
                            residual: isLast ? added.map { $0 + column } : nil, residualStride: residualPixel,
                            rectifies: rectifies && isLast, ahead: next, aheadStride: aheadStride)
                        next += ahead
                    }
                    if brought != nil { brought = next }
                    source += height * inputPixel
                    target += height * outputPixel
                    added = added.map { $0 + height * residualPixel }
                }
            }
        }
    }
}

extension UnsafeBufferPointer {
    /// One of `count` equal parts.
    func part(_ i: Int, of count: Int) -> Self {
        let (first, next) = (self.count * i / count, self.count * (i + 1) / count)
        return Self(start: baseAddress! + first, count: next - first)
    }
}
