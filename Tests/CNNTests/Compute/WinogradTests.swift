import Testing

@testable import CNN

/// Winograd's convolution against plain loops in double precision, for each instruction set of this machine and with 1,
/// 2 and 3 threads, which must give equal bits.
@Suite struct WinogradTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let input: [Int]
        let filters: Int
        let padding: Padding
        var testDescription: String { "\(input) to \(filters), padding \(padding)" }
    }

    static let cases = [
        Case(input: [1, 8, 8, 16], filters: 16, padding: .same),
        Case(input: [1, 1, 1, 16], filters: 16, padding: .same),
        Case(input: [2, 3, 5, 32], filters: 48, padding: .same),
        Case(input: [1, 13, 6, 48], filters: 32, padding: .explicit(0)),
        Case(input: [3, 7, 10, 16], filters: 32, padding: .explicit(2)),
        Case(input: [1, 29, 31, 16], filters: 16, padding: .valid),
        Case(input: [1, 4, 33, 96], filters: 80, padding: .same),
    ]

    struct Variant: CustomTestStringConvertible, Sendable {
        let outputs, taps: Int
        /// How many times direct convolution's error may be had.
        let most: Double
        var testDescription: String { "tiles of \(outputs)×\(outputs), \(taps)×\(taps) kernels" }
    }

    static let variants = [
        Variant(outputs: 2, taps: 3, most: 2), Variant(outputs: 4, taps: 3, most: 7),
        Variant(outputs: 2, taps: 5, most: 7),
    ]

    @Test(arguments: cases, variants)
    func isTheLoops(_ shape: Case, variant: Variant) {
        let (outputs, taps) = (variant.outputs, variant.taps)
        var sizes = ConvolutionGeometry(
            input: shape.input, kernel: [taps, taps, shape.input[3], shape.filters], groups: 1, stride: 1,
            padding: shape.padding)
        if sizes.outputHeight < 1 || sizes.outputWidth < 1 { return }
        let pixels = sizes.batch * sizes.outputHeight * sizes.outputWidth
        let (filters, step, residualStep) = (sizes.filters, sizes.filters + 5, sizes.filters + 3)
        let (x, w) = (noise(shape.input.reduce(1, *), 1), noise(taps * taps * sizes.channels * filters, 2))
        let (bias, residual) = (noise(filters, 3), noise(pixels * residualStep, 4))
        let (wanted, bound) = loopsAndBound(sizes, x, w, outputs)
        for machine in machines() {
            sizes.machine = machine
            var single: [Float] = []
            // All tiles at once, then some and a rest.
            for tilesAtOnce in [nil, 5] {
                let winograd = Winograd(sizes, outputs: outputs, kernel: w, tilesAtOnce: tilesAtOnce)
                let result = convolved(
                    winograd, x, bias, residual, residualStep, rectifies: true, pixels: pixels, step: step)
                let place = "\(machine.kernels.name), \(machine.workers.threads) threads, \(tilesAtOnce ?? 0) at once"
                var worst = 0.0
                for i in 0..<pixels {
                    for f in 0..<filters {
                        let sum = wanted[i * filters + f] + Double(bias[f]) + Double(residual[i * residualStep + f])
                        let error = (Double(result[i * step + f]) - max(0, sum)).magnitude
                        worst = max(worst, error.isNaN ? .infinity : error / bound[i * filters + f])
                    }
                }
                #expect(worst <= 1, "\(place)")
                // What lies between the pixels belongs to others.
                let others = result.enumerated().filter { $0.offset % step >= filters }
                #expect(others.allSatisfy { $0.element == 7 }, "\(place)")
                if single.isEmpty { single = result }
                #expect(result == single, "\(place)")
            }
        }
    }

    /// The error of single precision is at most some times direct convolution's.
    @Test(arguments: variants)
    func roundsLikeTheLoops(variant: Variant) {
        let (outputs, taps) = (variant.outputs, variant.taps)
        for channels in [16, 64, 256] {
            var sizes = ConvolutionGeometry(
                input: [1, 12, 12, channels], kernel: [taps, taps, channels, 16], groups: 1, stride: 1, padding: .same)
            let (x, w) = (noise(144 * channels, 5), noise(taps * taps * channels * 16, 6))
            let (wanted, _) = loopsAndBound(sizes, x, w, outputs)
            for kernels in Machine.availableKernels {
                sizes.machine = Machine(kernels: kernels, workers: .shared)
                var direct = [Float](repeating: 0, count: 144 * 16)
                sizes.forward(x, w, to: &direct)
                let quick = convolved(
                    Winograd(sizes, outputs: outputs, kernel: w), x, [Float](repeating: 0, count: 16), nil, 0,
                    rectifies: false, pixels: 144, step: 16)
                func squares(_ result: [Float]) -> Double {
                    zip(result, wanted).map { (Double($0) - $1) * (Double($0) - $1) }.reduce(0, +)
                }
                let ratio = (squares(quick) / squares(direct)).squareRoot()
                #expect(ratio < variant.most, "\(kernels.name), \(channels) channels")
            }
        }
    }

    /// What is computed into `pixels` pixels that are `step` numbers apart and hold sevens before.
    private func convolved(
        _ winograd: Winograd, _ x: [Float], _ bias: [Float], _ residual: [Float]?, _ residualStep: Int, rectifies: Bool,
        pixels: Int, step: Int
    ) -> [Float] {
        let memory = [
            x, bias, residual ?? [], [Float](repeating: 7, count: pixels * step),
            [Float](repeating: .nan, count: winograd.scratchCount),
        ].map { numbers in
            let start = allocateNumbers(numbers.count)
            start.initialize(from: numbers, count: numbers.count)
            return start
        }
        defer { for start in memory { start.deallocate() } }
        let works = winograd.works(
            memory[0], bias: memory[1],
            residual: residual.map { _ in PixelView(start: memory[2], stride: residualStep) },
            rectifies: rectifies, to: PixelView(start: memory[3], stride: step), scratch: memory[4])
        // Twice: nothing of the first call may be left over.
        for work in works + works { winograd.sizes.machine.workers.share(work) }
        return Array(UnsafeBufferPointer(start: memory[3], count: pixels * step))
    }

    /// The convolution in plain loops, and how far from it single precision can lead. Number by number, a sum of
    /// products of exact numbers is computed with an error of at most N·u/(1 − N·u) times the sum of their magnitudes,
    /// u = 2⁻²⁴, where no number goes through more than N roundings (Higham, "Accuracy and Stability of Numerical
    /// Algorithms", chapter 3). Here that is the sum |Aᵀ|·[Σ (|G|·|g|·|Gᵀ|) ⊙ (|Bᵀ|·|d|·|B|)]·|A| over the channels
    /// plus bias and residual, and N at most the number of channels plus 20: one for g, 4 for each direction of d, one
    /// for a product, 4 for each direction of the products, 2 for bias and residual.
    private func loopsAndBound(
        _ s: ConvolutionGeometry, _ x: [Float], _ w: [Float], _ m: Int
    ) -> (values: [Double], bounds: [Double]) {
        let taps = s.kernelHeight
        let (g, b, a) = matrices(m, taps)
        let n = m + taps - 1
        let roundings = Double(s.channels + 20) * 0x1p-24
        var values = [Double](repeating: 0, count: s.batch * s.outputHeight * s.outputWidth * s.filters)
        var bounds = values
        // |G|·|g|·|Gᵀ| for each channel and filter.
        var kernels = [Double](repeating: 0, count: n * n * s.channels * s.filters)
        for (i, j) in pairs(n, n) {
            for (y, x) in pairs(taps, taps) {
                let factor = (g[i][y] * g[j][x]).magnitude
                for cf in 0..<s.channels * s.filters {
                    kernels[(i * n + j) * s.channels * s.filters + cf] +=
                        factor * Double(w[(y * taps + x) * s.channels * s.filters + cf].magnitude)
                }
            }
        }
        func number(_ image: Int, _ y: Int, _ x0: Int, _ c: Int) -> Double {
            if y < 0 || y >= s.height || x0 < 0 || x0 >= s.width { return 0 }
            return Double(x[((image * s.height + y) * s.width + x0) * s.channels + c])
        }
        for image in 0..<s.batch {
            for (top, left) in pairs((s.outputHeight + m - 1) / m, (s.outputWidth + m - 1) / m) {
                var products = [Double](repeating: 0, count: n * n * s.filters)
                for c in 0..<s.channels {
                    var d = [Double](repeating: 0, count: n * n)
                    for (y, x) in pairs(n, n) {
                        d[y * n + x] = number(image, top * m + y - s.top, left * m + x - s.left, c)
                    }
                    for (i, j) in pairs(n, n) {
                        var sum = 0.0
                        for (y, x) in pairs(n, n) { sum += (b[i][y] * d[y * n + x] * b[j][x]).magnitude }
                        for f in 0..<s.filters {
                            products[(i * n + j) * s.filters + f] +=
                                sum * kernels[((i * n + j) * s.channels + c) * s.filters + f]
                        }
                    }
                }
                for (y, x) in pairs(m, m) where top * m + y < s.outputHeight && left * m + x < s.outputWidth {
                    let (row, column) = (top * m + y, left * m + x)
                    for f in 0..<s.filters {
                        let place = ((image * s.outputHeight + row) * s.outputWidth + column) * s.filters + f
                        for (i, j) in pairs(n, n) {
                            bounds[place] += (a[y][i] * a[x][j]).magnitude * products[(i * n + j) * s.filters + f]
                        }
                        bounds[place] = roundings / (1 - roundings) * (bounds[place] + 2)
                        for (dy, dx) in pairs(taps, taps) {
                            for c in 0..<s.channels {
                                values[place] +=
                                    number(image, row + dy - s.top, column + dx - s.left, c)
                                    * Double(w[((dy * taps + dx) * s.channels + c) * s.filters + f])
                            }
                        }
                    }
                }
            }
        }
        return (values, bounds)
    }

    private func pairs(_ rows: Int, _ columns: Int) -> [(Int, Int)] {
        (0..<rows * columns).map { ($0 / columns, $0 % columns) }
    }

    /// G, Bᵀ and Aᵀ of Toom and Cook: values at the points, the polynomials that vanish at all others, and powers.
    private func matrices(_ m: Int, _ taps: Int) -> (g: [[Double]], b: [[Double]], a: [[Double]]) {
        let points = m + taps == 5 ? [0, 1, -1] : [0, 0.625, -0.625, 1.5, -1.5]
        /// The coefficients of the product of (x − r).
        func polynomial(_ roots: [Double]) -> [Double] {
            roots.reduce([1]) { p, r in (0...p.count).map { ($0 > 0 ? p[$0 - 1] : 0) - ($0 < p.count ? r * p[$0] : 0) }
            }
        }
        var (g, b): ([[Double]], [[Double]]) = ([], [])
        for p in points {
            let others = points.filter { $0 != p }
            let scale = others.map { p - $0 }.reduce(1, *)
            g.append((0..<taps).map { (0..<$0).reduce(1 / scale) { power, _ in power * p } })
            b.append(polynomial(others) + [0])
        }
        let a = (0..<m).map { i in
            points.map { p in (0..<i).reduce(1) { power, _ in power * p } } + [i == m - 1 ? 1 : 0]
        }
        return (g + [[Double](repeating: 0, count: taps - 1) + [1]], b + [polynomial(points)], a)
    }
}
