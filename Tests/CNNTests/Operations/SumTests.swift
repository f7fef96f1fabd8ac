import Testing

@testable import CNN

/// Sums of many numbers, against the count of ones, which Float stops counting at 2²⁴ when they are added one after
/// another, and against tenths, whose rounding always errs to the same side.
@Suite(.serialized) struct SumTests {
    static let many = 17_000_000
    static let ones = Tensor(repeating: 1, shape: [many])
    static let tenth = Float(0.1)

    @Test func sumsOfOnesAreTheirCount() {
        let n = SumTests.many
        #expect(SumTests.ones.sum() == Float(n))
        #expect(SumTests.ones.mean() == 1)
        #expect(SumTests.ones.variance() == 0)
        #expect(isNear(SumTests.ones.norm(), Double(n).squareRoot()))
    }

    /// A hundred million numbers, along all axes, each axis, and as a network's layers sum them.
    @Test func sumsOfAHundredMillion() {
        let n = 100_000_000
        let tenths = Tensor(repeating: SumTests.tenth, shape: [n])
        let sum = Double(n) * Double(SumTests.tenth)
        #expect(isNear(tenths.sum(), sum))
        #expect(isNear(tenths.mean(), Double(SumTests.tenth)))
        #expect(isNear(tenths.norm(), Double(n).squareRoot() * Double(SumTests.tenth)))
        #expect(tenths.variance() < 1e-16)
        for width in [1, 4, 16] {
            let rows = tenths.reshaped(to: [n / width, width])
            let expected = sum / Double(width)
            #expect(rows.sum(axis: 0).scalars.allSatisfy { isNear($0, expected) })
            var sums = Tensor(zeros: [width])
            addRowSums(of: rows, to: &sums)
            #expect(sums.scalars.allSatisfy { isNear($0, expected) })
            let image = tenths.reshaped(to: [1, 10_000, 10_000 / width, width])
            #expect(GlobalAveragePooling().predict(image).scalars.allSatisfy { isNear($0, Double(SumTests.tenth)) })
        }
    }

    /// Half of them are -1 and half 3, so that their mean is 1 and their variance 4.
    @Test func momentsOfAHundredMillion() {
        let (n, part) = (100_000_000, 1_000_000)
        let low = Tensor(repeating: -1, shape: [part / 2]), high = Tensor(repeating: 3, shape: [part / 2])
        let piece = Tensor(concatenating: [low, high], axis: 0)
        let numbers = Tensor(concatenating: Array(repeating: piece, count: n / part), axis: 0)
        #expect(
            numbers.mean() == 1 && isNear(numbers.variance(), 4) && isNear(numbers.norm(), Double(5 * n).squareRoot()))
    }

    @Test func sumsOfTenthsAreFloat64s() {
        let n = 4_000_001
        let tenths = Tensor(repeating: SumTests.tenth, shape: [n])
        #expect(isNear(tenths.sum(), Double(n) * Double(SumTests.tenth)))
        #expect(tenths.mean() == SumTests.tenth)
        #expect(isNear(tenths.norm(), Double(n).squareRoot() * Double(SumTests.tenth)))
        // Half of them 0.1 and half 0.3: the variance is 0.01.
        let half = Tensor(repeating: SumTests.tenth, shape: [n])
        let two = Tensor(concatenating: [half, half + 0.2], axis: 0)
        #expect(isNear(two.variance(), 0.01))
    }

    @Test(arguments: [[17_000_000, 1], [1, 17_000_000], [2_000_000, 3], [1_000_000, 8], [600_000, 13]])
    func sumsAlongAxes(shape: [Int]) {
        let tenths = Tensor(repeating: SumTests.tenth, shape: shape)
        for axis in 0..<2 {
            let expected = Double(shape[axis]) * Double(SumTests.tenth)
            #expect(isNear(tenths.sum(axis: axis).maximum(), expected))
            #expect(isNear(tenths.sum(axis: axis).minimum(), expected))
            #expect(tenths.mean(axis: axis).maximum() == SumTests.tenth)
            #expect(tenths.variance(axis: axis).maximum() < 1e-16)
        }
    }

    @Test func sumsAlongAMiddleAxis() {
        for inner in [1, 2, 3, 7, 8, 9, 20, 1030] {
            let numbers = randomNumbers([3, 50, inner], seed: 1)
            let sums = numbers.sum(axis: 1, keepingAxis: false)
            for i in 0..<3 {
                for j in 0..<inner {
                    let expected = (0..<50).reduce(0.0) { $0 + Double(numbers[i, $1, j]) }
                    #expect(abs(Double(sums[i, j]) - expected) < 1e-6)
                }
            }
        }
    }

    @Test func anInfinityOrNanStays() {
        for length in [1, 7, 8, 9, 40_000] {
            var numbers = [Float](repeating: 1, count: length)
            numbers[length - 1] = .infinity
            #expect(Tensor(numbers).sum() == .infinity)
            numbers[0] = length == 1 ? .nan : -.infinity
            #expect(Tensor(numbers).sum().isNaN)
        }
        #expect(Tensor(zeros: [0]).sum() == 0 && Tensor(zeros: [0]).mean().isNaN)
        #expect(Tensor(zeros: [0, 3]).sum(axis: 0) == Tensor(zeros: [1, 3]))
    }

    /// 1 + 2 + … + n = n·(n + 1)/2, for each number that can be left behind whole vectors.
    @Test func sumsOfAllLengths() {
        for kernels in Machine.availableKernels {
            for n in 0...100 {
                let numbers = (0..<n).map { Float($0 + 1) }
                #expect(kernels.sum(of: numbers + [1000], count: n, one: 1) == Double(n * (n + 1) / 2), "\(n)")
            }
        }
    }

    @Test func sumsDoNotDependOnThreads() {
        let numbers = randomNumbers([300_007], seed: 5)
        let sums = (1...4).map { threads in
            numbers.scalars.withUnsafeBufferPointer { numbers in
                sumOf(numbers, on: Workers(threads: threads)) { $0 * $0 }
            }
        }
        #expect(Set(sums).count == 1)
        let expected = numbers.scalars.reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(sums[0] / expected - 1) < 1e-12)
        let plainSums = Machine.availableKernels.flatMap { kernels in
            (1...3).map { threads in
                numbers.scalars.withUnsafeBufferPointer {
                    sumOf($0, on: Machine(kernels: kernels, workers: Workers(threads: threads)))
                }
            }
        }
        #expect(Set(plainSums).count == 1)
        #expect(abs(plainSums[0] - numbers.scalars.reduce(0.0) { $0 + Double($1) }) < 1e-9)
    }

    @Test(arguments: [1, 3, 8, 13])
    func globalAverages(channels: Int) throws {
        let image = Tensor(repeating: SumTests.tenth, shape: [1, 3000, 4000 / channels, channels])
        #expect(GlobalAveragePooling().predict(image).scalars.allSatisfy { $0 == SumTests.tenth })
        let network = try Network(input: Array(image.shape.dropFirst()), seed: 1) { GlobalAveragePooling() }
        let predictor = try Predictor(network, batch: 1)
        #expect(predictor.predict(image).scalars.allSatisfy { $0 == SumTests.tenth })
    }

    @Test func averagesOfLargeWindows() {
        for channels in [1, 3, 9] {
            let image = Tensor(repeating: SumTests.tenth, shape: [1, 2000, 2000, channels])
            #expect(AveragePooling(2000).predict(image).scalars.allSatisfy { $0 == SumTests.tenth })
        }
    }

    /// Every window of 64×64 sends its gradient to the one pixel in the middle, 64² of them.
    @Test func gradientsOfManyWindowsOverOnePixel() {
        for channels in [1, 3, 8] {
            var image = Tensor(zeros: [1, 127, 127, channels])
            for c in 0..<channels { image[0, 63, 63, c] = 1 }
            var largest = MaxPooling(64, stride: 1)
            let gradient = Tensor(repeating: SumTests.tenth, shape: largest.forward(image).shape)
            let sent = largest.backward(gradient)
            #expect((0..<channels).allSatisfy { isNear(sent[0, 63, 63, $0], 4096 * Double(SumTests.tenth)) })
            #expect(isNear(sent.sum(), Double(4096 * channels) * Double(SumTests.tenth)))
            var mean = AveragePooling(64, stride: 1)
            _ = mean.forward(image)
            #expect(
                (0..<channels).allSatisfy { isNear(mean.backward(gradient)[0, 63, 63, $0], Double(SumTests.tenth)) })
        }
    }

    @Test(arguments: [1, 3, 8, 13])
    func biasGradients(width: Int) {
        let rows = 4_000_000 / width
        var sums = Tensor(zeros: [width])
        addRowSums(of: Tensor(repeating: SumTests.tenth, shape: [rows, width]), to: &sums)
        #expect(sums.scalars.allSatisfy { isNear($0, Double(rows) * Double(SumTests.tenth)) })
        var dense = Dense(weight: Tensor(repeating: 1, shape: [1, width]), bias: Tensor(zeros: [width]))
        _ = dense.forward(Tensor(repeating: 1, shape: [rows, 1]))
        dense.backwardToParameters(Tensor(repeating: SumTests.tenth, shape: [rows, width]))
        let gradient = dense.bias!.gradient
        #expect(gradient.scalars.allSatisfy { isNear($0, Double(rows) * Double(SumTests.tenth)) })
    }

    @Test func batchStatistics() throws {
        var layer = BatchNormalization(momentum: 0)
        var generator = RandomGenerator(seed: 1)
        try layer.build(for: [1], using: &generator)
        _ = layer.forward(SumTests.ones.reshaped(to: [SumTests.many, 1]))
        #expect(layer.runningMean == Tensor([1]) && layer.runningVariance == Tensor([0]))
    }

    @Test func normsOfGradients() {
        let n = SumTests.many
        var dense = Dense(weight: Tensor(repeating: SumTests.tenth, shape: [n, 1]))
        dense.weight?.gradient = SumTests.ones.reshaped(to: [n, 1])
        var clipped = dense
        #expect(isNear(GradientClipping.norm(limit: 1).apply(to: &clipped), Double(n).squareRoot()))
        #expect(isNear(clipped.weight!.gradient[0, 0], 1 / Double(n).squareRoot()))
        GradientClipping.unitL1.apply(to: &dense)
        #expect(isNear(dense.weight!.gradient[0, 0], 1 / Double(n)))
        let squares = Double(n) * Double(SumTests.tenth) * Double(SumTests.tenth)
        #expect(isNear(l2Penalty(dense, lambda: 2, examples: 1), squares))
    }

    @Test func lossesOfManyExamples() {
        let n = SumTests.many
        let (predictions, zeros) = (SumTests.ones.reshaped(to: [n, 1]), Tensor(zeros: [n, 1]))
        #expect(Loss.squaredError(predictions, zeros).value == 0.5)
        #expect(isNear(Loss.binaryCrossEntropy(zeros, zeros).value, 0.6931471805599453))
    }

    @Test func softmaxOfManyClasses() {
        let shares = softmax(SumTests.ones.reshaped(to: [1, SumTests.many]))
        #expect(isNear(shares[0, 7], 1 / Double(SumTests.many)))
        var target = Tensor(zeros: [1, SumTests.many])
        target[0, 3] = 1
        let loss = Loss.softmaxCrossEntropy(SumTests.ones.reshaped(to: [1, SumTests.many]), target).value
        // ln(1.7·10⁷).
        #expect(isNear(loss, 16.648723902020489))
    }

    @Test func lossOfAnEpochOfManyBatches() throws {
        // A loss of 0.1 for each of 40,000 batches.
        let n = 40_000
        var network = Network { Dense(weight: Tensor([[0]])) }
        let examples = Examples(
            Tensor(zeros: [n, 1]), Tensor(repeating: (2 * SumTests.tenth).squareRoot(), shape: [n, 1]))
        var optimizer = GradientDescent(learningRate: 0.1)
        var training = Training(loss: .squaredError, batchSize: 1)
        var loss: Float = 0
        try training.run(&network, on: examples, optimizer: &optimizer, epochs: 1) { loss = $0.loss }
        #expect(isNear(loss, 0.1))
    }

    /// The gradients of weights sum over all pixels of all images, by products of rows or Winograd's.
    @Test(arguments: [(1, 1, 1), (5, 1, 2), (3, 2, 24), (3, 24, 24)])
    func kernelGradientsOfManyPixels(kernel: Int, channels: Int, filters: Int) throws {
        let side = channels * filters > 100 ? 1200 : 3000
        var layer = Convolution(weight: Tensor(zeros: [kernel, kernel, channels, filters]))
        let input = Tensor(repeating: SumTests.tenth, shape: [1, side, side, channels])
        let output = layer.forward(input)
        layer.backwardToParameters(Tensor(repeating: SumTests.tenth, shape: output.shape))
        let pixels = output.count / filters
        let expected = Double(pixels) * Double(SumTests.tenth) * Double(SumTests.tenth)
        let errors = layer.weight!.gradient.scalars.map { abs(Double($0) / expected - 1) }
        // A piece is some thousand pixels, whose equal terms all err to one side; more pieces add no more.
        #expect(errors.max()! < 2e-5, "\(errors.max()!)")
    }

    @Test(arguments: [1, 2, 4, 16])
    func predictionsOfManyInputs(batch: Int) throws {
        let inputs = 25_088
        let network = Network { Dense(weight: Tensor(repeating: SumTests.tenth, shape: [inputs, 40])) }
        let images = Tensor(repeating: SumTests.tenth, shape: [batch, inputs])
        var built = network
        try built.build(for: [inputs], seed: 1)
        let expected = Double(inputs) * Double(SumTests.tenth) * Double(SumTests.tenth)
        let predictor = try Predictor(built, batch: batch)
        for output in [built.predict(images), predictor.predict(images)] {
            let errors = output.scalars.map { abs(Double($0) / expected - 1) }
            #expect(errors.max()! < 4e-5, "\(errors.max()!)")
        }
    }

    @Test func productsOfLongRows() {
        let n = 3_000_000
        let tenths = Tensor(repeating: SumTests.tenth, shape: [n])
        let expected = Double(n) * Double(SumTests.tenth)
        for rows in [1, 2, 3] {
            let left = Tensor(repeating: 1, shape: [rows, n])
            let product = left.matrixProduct(tenths.reshaped(to: [n, 1]))
            #expect(product.scalars.allSatisfy { abs(Double($0) / expected - 1) < 2e-5 })
        }
    }

    private func isNear(_ x: Float, _ expected: Double) -> Bool { abs(Double(x) / expected - 1) < 1e-6 }
}
