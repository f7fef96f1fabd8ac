import Foundation
import Testing

@testable import CNN

/// The innermost loops of training against plain ones, for each instruction set of this machine and with 1, 2 and 3
/// threads.
@Suite struct TrainingKernelTests {
    /// Lengths around whole vectors.
    static let counts = [0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 100]

    /// The error in units of the last place of the true value, which half a unit is the least bound for.
    private func worstError(_ results: [Float], _ wanted: [Double]) -> Double {
        zip(results, wanted).map { result, wanted in
            let unit = Double(max(Float(wanted).magnitude, .leastNormalMagnitude).ulp)
            return abs(Double(result) - wanted) / unit
        }.max() ?? 0
    }

    @Test func functionsAreRoundedOnceOnly() {
        // All sizes from 10⁻⁸ to 88, both signs.
        let numbers = (0..<40_000).flatMap { i -> [Float] in
            let x = Float(pow(10, -8 + 9.9445 * Double(i) / 39_999))
            return [x, -x]
        }
        for kernels in Machine.availableKernels {
            var results = numbers
            kernels.exponentials(numbers, to: &results, count: numbers.count)
            #expect(worstError(results, numbers.map { exp(Double($0)) }) < 0.51, "exp, \(kernels.name)")
            kernels.logarithms(numbers, to: &results, count: numbers.count)
            #expect(worstError(results, numbers.map { log(Double($0)) }) < 0.51, "ln, \(kernels.name)")
            kernels.hyperbolicTangents(numbers, to: &results, count: numbers.count)
            #expect(worstError(results, numbers.map { tanh(Double($0)) }) < 0.51, "tanh, \(kernels.name)")
            kernels.sigmoids(numbers, to: &results, count: numbers.count)
            #expect(worstError(results, numbers.map { 1 / (1 + exp(-Double($0))) }) < 0.51, "σ, \(kernels.name)")
        }
    }

    /// Where the logarithm is nearly 0, around each power of two, and over all sizes down to the smallest subnormal.
    @Test func logarithmsAreRoundedOnceOnly() {
        var numbers: [Float] = []
        for i in 1...2000 {
            let distance = Float(i) * 0x1p-24
            numbers += [1 + 2 * distance, 1 - distance, 1 + Float(i) / 2000]
        }
        for exponent in -149...127 {
            let power = Float(sign: .plus, exponent: exponent, significand: 1)
            numbers += [power, power.nextUp, power * 1.41421, power * 1.41422]
            if power.nextDown > 0 { numbers.append(power.nextDown) }
        }
        for kernels in Machine.availableKernels {
            var results = numbers
            kernels.logarithms(numbers, to: &results, count: numbers.count)
            #expect(worstError(results, numbers.map { log(Double($0)) }) < 0.51, "\(kernels.name)")
        }
    }

    @Test(arguments: [-1.75, -1, -0.75, -0.5, 0, 0.5, 1, 2, 3, 3.5] as [Float])
    func powersAreRoundedOnceOnly(exponent: Float) {
        // All sizes whose powers are numbers in single precision.
        let numbers = (0..<20_000).map { Float(pow(10, -20 + 30 * Double($0) / 19_999)) }
        let signed = numbers.flatMap { [$0, -$0] }
        for kernels in Machine.availableKernels {
            var results = signed
            kernels.powers(signed, exponent: exponent, to: &results, count: signed.count)
            let wanted: [Double] = signed.map { pow(Double($0), Double(exponent)) }
            #expect(results.map(\.isNaN) == wanted.map(\.isNaN), "\(exponent), \(kernels.name)")
            // Beyond, Float has no number.
            let finite = wanted.indices.filter { wanted[$0].magnitude < 3e38 }
            let error = worstError(finite.map { results[$0] }, finite.map { wanted[$0] })
            #expect(error < 0.51, "\(exponent), \(kernels.name)")
        }
    }

    @Test(arguments: counts)
    func powersAtTheEnds(count: Int) {
        let ends: [Float] = [0, .infinity, -.infinity, .nan, 1, -1, 0x1p-133, -2]
        let x = (0..<count).map { ends[$0 % ends.count] }
        for kernels in Machine.availableKernels {
            for exponent: Float in [-2, -0.75, 0, 0.75, 1] {
                var y = x + [7]
                y.withUnsafeMutableBufferPointer {
                    kernels.powers($0.baseAddress!, exponent: exponent, to: $0.baseAddress!, count: count)
                }
                let wanted = x.map { Float(pow(Double($0), Double(exponent))) }
                // C gives −∞ a power by a broken number; here, as every negative number, it has none.
                let isBroken = exponent.rounded() != exponent
                expectSame(y, zip(x, wanted).map { $0 == -.infinity && isBroken ? .nan : $1 } + [7], kernels.name)
            }
        }
    }

    @Test(arguments: counts)
    func functionsAtTheEnds(count: Int) {
        let ends: [Float] = [0, -0.0, .infinity, -.infinity, .nan, 89, -104, 1e30, -1e30, 0x1p-133]
        let x = (0..<count).map { ends[$0 % ends.count] }
        for kernels in Machine.availableKernels {
            // Over their sources, and nothing behind the last.
            var y = x + [7]
            y.withUnsafeMutableBufferPointer {
                kernels.exponentials($0.baseAddress!, to: $0.baseAddress!, count: count)
            }
            expectSame(y, x.map { exp($0) } + [7], kernels.name)
            y = x + [7]
            y.withUnsafeMutableBufferPointer {
                kernels.hyperbolicTangents($0.baseAddress!, to: $0.baseAddress!, count: count)
            }
            expectSame(y, x.map { tanh($0) } + [7], kernels.name)
            y = x + [7]
            y.withUnsafeMutableBufferPointer { kernels.logarithms($0.baseAddress!, to: $0.baseAddress!, count: count) }
            expectSame(y, x.map { Float(log(Double($0))) } + [7], kernels.name)
            y = x + [7]
            y.withUnsafeMutableBufferPointer { kernels.sigmoids($0.baseAddress!, to: $0.baseAddress!, count: count) }
            expectSame(y, x.map { Float(1 / (1 + exp(-Double($0)))) } + [7], kernels.name)
        }
    }

    private func expectSame(_ a: [Float], _ b: [Float], _ what: String) {
        #expect(zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }, "\(what): \(a), not \(b)")
    }

    @Test(arguments: counts)
    func optimizersAreTheFormulas(count: Int) {
        let (w, g, squares) = (noise(count, 1), noise(count, 2), noise(count, 4).map(\.magnitude))
        let v = noise(count, 3)
        for kernels in Machine.availableKernels {
            var new = (w: w, v: v, s: squares)
            kernels.sgdStep(&new.w, gradient: g, count: count, rate: 0.1, decay: 0.01)
            #expect(new.w == formula(count) { i in w[i] - 0.1 * (g[i] + 0.01 * w[i]) })

            let velocities = formula(count) { i in 0.9 * v[i] + 0.2 * (g[i] + 0.01 * w[i]) }
            for isNesterov in [false, true] {
                new = (w, v, squares)
                kernels.momentumStep(
                    &new.w, gradient: g, velocity: &new.v, count: count, rate: 0.1, beta: 0.9, gradientFactor: 0.2,
                    decay: 0.01, isNesterov: isNesterov)
                #expect(new.v == velocities)
                let steps = formula(count) { i in
                    isNesterov ? 0.9 * velocities[i] + 0.2 * (g[i] + 0.01 * w[i]) : velocities[i]
                }
                #expect(new.w == formula(count) { i in w[i] - 0.1 * steps[i] })
            }

            new = (w, v, squares)
            kernels.rmsPropStep(
                &new.w, gradient: g, squares: &new.s, count: count, rate: 0.1, beta: 0.75, epsilon: 1e-8, decay: 0)
            let averages = formula(count) { i in 0.75 * squares[i] + 0.25 * g[i] * g[i] }
            #expect(new.s == averages)
            #expect(new.w == formula(count) { i in w[i] - 0.1 * g[i] / (averages[i].squareRoot() + 1e-8) })

            new = (w, v, squares)
            kernels.adamStep(
                &new.w, gradient: g, averages: &new.v, squares: &new.s, count: count, rate: 0.1, beta1: 0.75,
                beta2: 0.5,
                epsilon: 1e-8, decay: 0, correction1: 0.5, correction2: 0.25)
            let first = formula(count) { i in 0.75 * v[i] + 0.25 * g[i] }
            let second = formula(count) { i in 0.5 * squares[i] + 0.5 * g[i] * g[i] }
            #expect(new.v == first && new.s == second)
            let steps = formula(count) { i in
                let root: Float = (second[i] / 0.25).squareRoot()
                return 0.1 * (first[i] / 0.5) / (root + 1e-8)
            }
            #expect(new.w == formula(count) { i in w[i] - steps[i] })
        }
    }

    private func formula(_ count: Int, _ number: (Int) -> Float) -> [Float] { (0..<count).map(number) }

    @Test(arguments: [1, 3, 8, 16, 17, 64, 300])
    func featureSumsAreTheLoops(features: Int) {
        for rows in [1, 2, 130, 3000] {
            let (x, y) = (noise(rows * features, 5), noise(rows * features, 6))
            let centre = noise(features, 7).map { Double($0) }
            var wanted = [Double](repeating: 0, count: 4 * features)
            for i in x.indices {
                let (f, distance) = (i % features, Double(x[i]) - centre[i % features])
                wanted[f] += distance
                wanted[features + f] += distance * distance
                wanted[2 * features + f] += Double(y[i])
                wanted[3 * features + f] += Double(y[i]) * distance
            }
            expectOnAllMachines(wanted, "sums of \(rows)×\(features)") { machine in
                let x = Tensor(shape: [rows, features], scalars: x)
                let own = x.sums(nil, around: centre, on: machine)
                let products = x.sums(Tensor(shape: x.shape, scalars: y), around: centre, on: machine)
                return (own.first + own.second + products.first + products.second).map { Float($0) }
            }
        }
    }

    @Test func momentsOfNumbersFarFromZero() {
        // 10,000 ± 1: mean 10,000, variance 1, though the squares differ in the ninth digit only.
        let numbers = Tensor(shape: [1000, 2], scalars: (0..<2000).map { $0 / 2 % 2 == 0 ? 9999 : 10_001 })
        for machine in machines() {
            let moments = numbers.featureMoments(on: machine)
            #expect(moments.mean == [10_000, 10_000] && moments.variance == [1, 1])
        }
    }

    @Test(arguments: [1, 6, 16, 19, 40])
    func maximaAndTheirGradientAreTheLoops(channels: Int) {
        for (size, stride, padding) in [(2, 2, 0), (3, 2, 1), (3, 1, 1), (2, 3, 0)] {
            let sizes = PoolingGeometry(
                input: [3, 7, 6, channels], size: size, stride: stride, padding: .explicit(padding), roundsUp: true)
            // Few different numbers: the first of equal ones counts. And a nan, which is larger than all.
            var x = noise(3 * 7 * 6 * channels, 8).map { ($0 * 3).rounded() }
            x[5] = .nan
            let outputs = sizes.outputShape.reduce(1, *)
            let dy = noise(outputs, 9)
            var y = [Float](repeating: -.infinity, count: outputs)
            var dx = [Double](repeating: 0, count: x.count)
            for o in 0..<outputs {
                let (c, pixel) = (o % channels, o / channels)
                let column = pixel % sizes.outputWidth * stride - padding
                let row = pixel / sizes.outputWidth % sizes.outputHeight * stride - padding
                var winner: Int?
                for i in max(row, 0)..<min(row + size, 7) {
                    for j in max(column, 0)..<min(column + size, 6) {
                        let place = ((pixel / sizes.outputWidth / sizes.outputHeight * 7 + i) * 6 + j) * channels + c
                        let isLarger = x[place] > y[o] || (x[place].isNaN && !y[o].isNaN)
                        if winner == nil || isLarger { (winner, y[o]) = (place, x[place]) }
                    }
                }
                dx[winner ?? 0] += Double(dy[o])
            }
            for machine in machines() {
                var maxima = [Float](repeating: 0, count: outputs)
                sizes.maxima(x, to: &maxima, pixelStride: channels, on: machine)
                expectSame(maxima, y, machine.kernels.name)
            }
            expectOnAllMachines(dx, "gradient of \(sizes)") { machine in
                var result = [Float](repeating: 0, count: x.count)
                sizes.maximaGradient(x, y, dy, to: &result, on: machine)
                return result
            }
        }
    }
}
