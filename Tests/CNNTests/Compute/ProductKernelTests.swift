import Testing

@testable import CNN

/// Every kernel against plain loops in double precision, for each instruction set of this machine and with 1, 2 and 3
/// threads, which must give equal bits.
@Suite struct ProductKernelTests {
    static let shapes = [
        (1, 1, 1), (1, 300, 700), (2, 17, 9), (3, 5, 1100), (5, 33, 64), (7, 16, 12), (12, 32, 25), (13, 31, 513),
        (25, 48, 7), (121, 70, 40), (250, 15, 530),
        (29, 70, 1300), (121, 33, 1024), (26, 40, 2048),
    ]

    @Test(arguments: shapes)
    func productIsTheLoops(m: Int, n: Int, k: Int) {
        let (a, b) = (noise(m * k, 1), noise(k * n, 2))
        for isTransposed in [(false, false), (true, false), (false, true)] {
            var wanted = [Double](repeating: 1, count: m * n)
            for i in 0..<m {
                for j in 0..<n {
                    for p in 0..<k {
                        let left = isTransposed.0 ? a[p * m + i] : a[i * k + p]
                        let right = isTransposed.1 ? b[j * k + p] : b[p * n + j]
                        wanted[i * n + j] += Double(left) * Double(right)
                    }
                }
            }
            expectOnAllMachines(wanted, "product \(m)×\(n)×\(k) \(isTransposed)") { machine in
                var c = [Float](repeating: 1, count: m * n)
                addProduct(
                    m: m, n: n, k: k,
                    a: MatrixView(a, columns: isTransposed.0 ? m : k, transposed: isTransposed.0),
                    b: MatrixView(b, columns: isTransposed.1 ? k : n, transposed: isTransposed.1),
                    to: &c, rowStride: n, on: machine)
                return c
            }
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let input, kernel: [Int]
        let groups, stride: Int
        let padding: Padding
        var testDescription: String { "\(input) * \(kernel), groups \(groups), stride \(stride), padding \(padding)" }
    }

    static let cases = [
        Case(input: [1, 9, 9, 1], kernel: [5, 5, 1, 6], groups: 1, stride: 1, padding: .valid),
        Case(input: [3, 7, 5, 4], kernel: [3, 3, 4, 17], groups: 1, stride: 1, padding: .same),
        Case(input: [2, 15, 29, 3], kernel: [7, 7, 3, 33], groups: 1, stride: 2, padding: .explicit(3)),
        Case(input: [2, 8, 11, 20], kernel: [1, 1, 20, 35], groups: 1, stride: 1, padding: .valid),
        Case(input: [2, 8, 11, 20], kernel: [1, 1, 20, 16], groups: 1, stride: 2, padding: .valid),
        Case(input: [1, 14, 13, 16], kernel: [3, 3, 16, 32], groups: 1, stride: 2, padding: .explicit(1)),
        Case(input: [2, 10, 10, 12], kernel: [3, 3, 4, 27], groups: 3, stride: 1, padding: .same),
        Case(input: [2, 11, 9, 6], kernel: [4, 4, 3, 10], groups: 2, stride: 3, padding: .explicit(2)),
        Case(input: [5, 6, 4, 8], kernel: [6, 4, 8, 40], groups: 1, stride: 1, padding: .valid),
        Case(input: [1, 16, 40, 64], kernel: [3, 3, 64, 48], groups: 1, stride: 1, padding: .same),
        Case(input: [1, 5, 6, 130], kernel: [3, 3, 130, 37], groups: 1, stride: 1, padding: .same),
        Case(input: [4, 3, 3, 64], kernel: [5, 5, 64, 5], groups: 1, stride: 1, padding: .explicit(2)),
        // Few channels and filters; few channels for the input's gradient.
        Case(input: [5, 12, 11, 1], kernel: [5, 5, 1, 6], groups: 1, stride: 1, padding: .valid),
        Case(input: [17, 9, 13, 3], kernel: [3, 4, 3, 8], groups: 1, stride: 1, padding: .same),
        Case(input: [4, 7, 30, 2], kernel: [1, 3, 2, 2], groups: 1, stride: 1, padding: .explicit(1)),
        Case(input: [4, 5, 32, 1], kernel: [2, 1, 1, 1], groups: 1, stride: 1, padding: .valid),
        Case(input: [3, 14, 9, 6], kernel: [5, 5, 6, 16], groups: 1, stride: 1, padding: .valid),
        Case(input: [2, 9, 10, 8], kernel: [3, 3, 8, 37], groups: 1, stride: 2, padding: .same),
        Case(input: [2, 8, 7, 3], kernel: [4, 3, 3, 11], groups: 1, stride: 3, padding: .explicit(1)),
        Case(input: [2, 6, 7, 2], kernel: [3, 3, 1, 34], groups: 2, stride: 1, padding: .same),
        // Many images of few channels, whose gradient is scattered.
        Case(input: [25, 9, 8, 6], kernel: [5, 5, 6, 16], groups: 1, stride: 1, padding: .valid),
        Case(input: [14, 8, 10, 2], kernel: [4, 3, 2, 11], groups: 1, stride: 2, padding: .valid),
        Case(input: [13, 3, 7, 4], kernel: [3, 7, 4, 33], groups: 1, stride: 1, padding: .valid),
        // By Winograd's products, back with other zeros around the images than forward.
        Case(input: [7, 14, 18, 48], kernel: [3, 3, 48, 32], groups: 1, stride: 1, padding: .valid),
        Case(input: [5, 14, 14, 32], kernel: [5, 5, 32, 16], groups: 1, stride: 1, padding: .explicit(1)),
        Case(input: [8, 22, 8, 16], kernel: [3, 3, 16, 32], groups: 1, stride: 1, padding: .explicit(3)),
        // The kernels' gradient too: some groups of tiles, the last hanging over the edges; more than one lot of a
        // group's.
        Case(input: [6, 21, 23, 16], kernel: [3, 3, 16, 32], groups: 1, stride: 1, padding: .same),
        Case(input: [11, 14, 17, 48], kernel: [3, 3, 48, 16], groups: 1, stride: 1, padding: .valid),
    ]

    @Test(arguments: cases)
    func convolutionIsTheLoops(_ shape: Case) {
        var sizes = ConvolutionGeometry(
            input: shape.input, kernel: shape.kernel, groups: shape.groups, stride: shape.stride,
            padding: shape.padding)
        let outputs = sizes.outputShape.reduce(1, *)
        let (x, w) = (noise(shape.input.reduce(1, *), 1), noise(shape.kernel.reduce(1, *), 2))
        let (dy, bias) = (noise(outputs, 3), noise(sizes.filters, 4))
        var y = [Double](repeating: 0, count: outputs)
        var dx = [Double](repeating: 0, count: x.count)
        var dw = [Double](repeating: 1, count: w.count)
        for i in 0..<outputs { y[i] = Double(bias[i % sizes.filters]) }
        forEachProduct(sizes) { i, o, k in
            y[o] += Double(x[i]) * Double(w[k])
            dx[i] += Double(dy[o]) * Double(w[k])
            dw[k] += Double(dy[o]) * Double(x[i])
        }
        expectOnAllMachines(y.map { $0 < 0 ? 0 : $0 }, "output") { machine in
            sizes.machine = machine
            var result = [Float](repeating: .nan, count: outputs)
            sizes.forward(x, w, bias: bias, rectifies: true, to: &result)
            return result
        }
        expectOnAllMachines(dx, "input's gradient") { machine in
            sizes.machine = machine
            // What lies behind belongs to others; −0 shows that something was added, even if it was 0.
            var result = [Float](repeating: .nan, count: x.count) + [Float](repeating: -0.0, count: 64)
            sizes.inputGradient(dy, w, to: &result)
            #expect(result[x.count...].allSatisfy { $0 == 0 && $0.sign == .minus })
            return Array(result[..<x.count])
        }
        expectOnAllMachines(dw, "kernel's gradient") { machine in
            sizes.machine = machine
            var result = [Float](repeating: 1, count: w.count)
            sizes.kernelGradient(x, dy, to: &result)
            return result
        }
    }

    /// All products of a convolution: input, output and kernel position.
    private func forEachProduct(_ s: ConvolutionGeometry, _ body: (Int, Int, Int) -> Void) {
        let (inGroup, outGroup) = (s.channels / s.groups, s.filters / s.groups)
        for output in 0..<s.batch * s.outputHeight * s.outputWidth {
            let (image, y, x) = (
                output / s.outputWidth / s.outputHeight, output / s.outputWidth % s.outputHeight,
                output % s.outputWidth
            )
            for tap in 0..<s.kernelHeight * s.kernelWidth {
                let (row, column) = (
                    y * s.stride - s.top + tap / s.kernelWidth, x * s.stride - s.left + tap % s.kernelWidth
                )
                if row < 0 || row >= s.height || column < 0 || column >= s.width { continue }
                let pixel = (image * s.height + row) * s.width + column
                for f in 0..<s.filters {
                    for c in 0..<inGroup {
                        body(
                            pixel * s.channels + f / outGroup * inGroup + c, output * s.filters + f,
                            (tap * inGroup + c) * s.filters + f)
                    }
                }
            }
        }
    }

    @Test func nanAndInfinityFlowThroughTheEpilogue() {
        for machine in machines() {
            var y: [Float] = [0, 0, 0]
            var sizes = ConvolutionGeometry(
                input: [1, 1, 3, 1], kernel: [1, 1, 1, 1], groups: 1, stride: 1, padding: .valid)
            sizes.machine = machine
            sizes.forward([.nan, .infinity, -.infinity], [1], rectifies: true, to: &y)
            #expect(y[0].isNaN && y[1] == .infinity && y[2] == 0)
        }
    }

    @Test func workIsSharedWithinSharedWork() {
        let workers = Workers(threads: 3)
        var counts = [Int](repeating: 0, count: 64)
        for _ in 0..<200 {
            counts.withUnsafeMutableBufferPointer { counts in
                nonisolated(unsafe) let counts = counts
                workers.share(8) { i in workers.share(8) { j in counts[i * 8 + j] += 1 } }
            }
        }
        #expect(counts.allSatisfy { $0 == 200 })
    }
}

private let threadCounts = [1, 2, 3].map { Workers(threads: $0) }

/// Every instruction set with every number of threads.
func machines() -> [Machine] {
    Machine.availableKernels.flatMap { kernels in threadCounts.map { Machine(kernels: kernels, workers: $0) } }
}

/// Right within rounding on each machine; bit for bit the same whatever the number of threads.
func expectOnAllMachines(_ wanted: [Double], _ what: String, _ compute: (Machine) -> [Float]) {
    let largest = max(1, wanted.map(\.magnitude).max() ?? 0)
    var single: [Float] = []
    for machine in machines() {
        let result = compute(machine)
        let error = zip(result, wanted).map { ($0 - Float($1)).magnitude }.reduce(0) { $0 >= $1 ? $0 : $1 }
        let place = "\(what), \(machine.kernels.name), \(machine.workers.threads) threads"
        #expect(error / Float(largest) < 1e-5, "\(place)")
        if machine.workers.threads == 1 { single = result }
        #expect(result == single, "\(place)")
    }
}

/// Numbers from −1 to 1.
func noise(_ count: Int, _ seed: UInt64) -> [Float] {
    var generator = RandomGenerator(seed: seed)
    return Tensor(uniform: [count], in: -1...1, using: &generator).scalars
}
