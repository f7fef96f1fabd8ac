import CNN
import Testing

/// Layers against sums done by hand.
@Suite struct LayerTests {
    private func close(_ a: Tensor, _ b: Tensor, _ distance: Float = 1e-6) -> Bool {
        a.shape == b.shape && abs(a - b).maximum() <= distance
    }

    @Test func batchNormalizationByHand() throws {
        var layer = BatchNormalization(epsilon: 0)
        var generator = RandomGenerator(seed: 1)
        _ = try layer.build(for: [2], using: &generator)
        // Means 2 and 10, variances (1 + 0 + 1)/3 and 0·; deviations √(2/3).
        let x = Tensor([[1, 7], [2, 10], [3, 13]])
        let r = Float(1.5).squareRoot()
        #expect(close(layer.forward(x), Tensor([[-r, -r], [0, 0], [r, r]])))
        // Running: 0.9·0 + 0.1·mean; 0.9·1 + 0.1·variance/(m − 1).
        #expect(close(layer.runningMean, Tensor([0.2, 1])))
        #expect(close(layer.runningVariance, Tensor([0.9 + 0.1 * 1, 0.9 + 0.1 * 9])))
        var biased = BatchNormalization(epsilon: 0, momentum: 0.5, varianceEstimate: .biased)
        _ = try biased.build(for: [2], using: &generator)
        _ = biased.forward(x)
        #expect(close(biased.runningVariance, Tensor([0.5 + 0.5 * 2 / 3, 0.5 + 0.5 * 6])))
        biased.runningMean = Tensor([1, 2])
        biased.runningVariance = Tensor([4, 16])
        #expect(close(biased(Tensor([[5, 10]])), Tensor([[2, 2]])))
    }

    @Test func dropoutKeepsTheExpectation() {
        var layer = Dropout(keep: 0.8, seed: 1)
        let ones = Tensor(repeating: 1, shape: [100, 100])
        let output = layer.forward(ones)
        #expect(Set(output.scalars) == [0, 1.25])
        #expect(abs(output.mean() - 1) < 0.02)
        #expect(layer.backward(ones) == output)
        #expect(layer.forward(ones) != output)
        #expect(layer(ones) == ones)
    }

    @Test func localResponseByHand() {
        // Channels 1, 2, 3 with n = 3, k = 1, α = 1, β = 1: s = 1 + (1 + 4), 1 + (1 + 4 + 9), 1 + (4 + 9).
        let x = Tensor(shape: [1, 1, 1, 3], scalars: [1, 2, 3])
        let layer = LocalResponseNormalization(size: 3, alpha: 1, beta: 1, k: 1)
        #expect(close(layer(x).reshaped(to: [3]), Tensor([1.0 / 6, 2.0 / 15, 3.0 / 14])))
        let divided = LocalResponseNormalization(size: 3, alpha: 3, beta: 1, k: 1, dividesAlpha: true)
        #expect(close(divided(x), layer(x)))
    }

    @Test func activationsByHand() {
        let z = Tensor([[-2, 0, 2]])
        #expect(LeakyReLU()(z) == Tensor([[-0.02, 0, 2]]))
        #expect(close(Tanh()(z), Tensor([[-0.9640276, 0, 0.9640276]])))
        // 1.7159·tanh(2/3) = 1 to four digits: the paper's reason for its constants.
        #expect(close(ScaledTanh()(Tensor([[1, -1]])), Tensor([[1, -1]]), 1e-4))
        #expect(close(Sigmoid()(z), Tensor([[0.11920292, 0.5, 0.880797]])))
    }

    @Test func trainablePoolingByHand() throws {
        var layer = TrainablePooling(2)
        var generator = RandomGenerator(seed: 1)
        #expect(try layer.build(for: [2, 2, 1], using: &generator) == [1, 1, 1])
        layer.coefficient?.value = Tensor([3])
        layer.bias?.value = Tensor([0.5])
        #expect(layer(Tensor(shape: [1, 2, 2, 1], scalars: [1, 2, 3, 4])).scalars == [30.5])
    }

    @Test func radialBasisByHand() {
        let layer = RadialBasis(patterns: Tensor([[1, -1], [1, 1]]))
        #expect(layer(Tensor([[1, 0], [3, 1]])) == Tensor([[1, 1], [8, 4]]))
    }

    @Test func tableReadsOnlyItsChannels() throws {
        var layer = TableConvolution([[0], [1, 2]], kernel: 1)
        var generator = RandomGenerator(seed: 1)
        _ = try layer.build(for: [1, 1, 3], using: &generator)
        layer.weight?.value = Tensor(shape: [1, 1, 3], scalars: [2, 10, 100])
        #expect(layer(Tensor(shape: [1, 1, 1, 3], scalars: [1, 2, 3])).scalars == [2, 320])
        #expect(layer.parameterCount == 5)
    }

    @Test func shortcutsAndPads() {
        let x = Tensor(shape: [1, 3, 3, 1], scalars: (1...9).map(Float.init))
        #expect(ChannelPadding(2, stride: 2)(x).scalars == [1, 0, 3, 0, 7, 0, 9, 0])
        #expect(ZeroPadding(1)(x).shape == [1, 5, 5, 1])
        #expect(GlobalAveragePooling()(x) == Tensor([[5]]) && GlobalMaxPooling()(x) == Tensor([[9]]))
    }

    @Test func theFirstOfEqualMaximaGetsTheGradient() {
        var layer = MaxPooling(2)
        let x = Tensor(shape: [1, 2, 2, 1], scalars: [1, 3, 3, 3])
        #expect(layer.forward(x).scalars == [3])
        #expect(layer.backward(Tensor(shape: [1, 1, 1, 1], scalars: [5])).scalars == [0, 5, 0, 0])
        var global = GlobalMaxPooling()
        _ = global.forward(x)
        #expect(global.backward(Tensor([[5]])).scalars == [0, 5, 0, 0])
    }

    @Test func aTableLeavesOutWhatIsNotANumber() {
        // Filter 0 reads channel 0, filter 1 channels 1 and 2: nan in channel 2 and in filter 1's gradient stay with
        // filter 1.
        var layer = TableConvolution([[0], [1, 2]], kernel: 1)
        _ = try? layer.build(for: [1, 2, 3], seed: 1)
        layer.weight?.value = Tensor(shape: [1, 1, 3], scalars: [2, 3, 4])
        let x = Tensor(shape: [1, 1, 2, 3], scalars: [1, 1, .nan, 5, 1, 1])
        for y in [layer.predict(x), layer.forward(x)] {
            #expect(y[0, 0, 0, 0] == 2 && y[0, 0, 0, 1].isNaN && y[0, 0, 1, 0] == 10 && y[0, 0, 1, 1] == 7)
        }
        let dx = layer.backward(Tensor(shape: [1, 1, 2, 2], scalars: [1, .nan, 1, 1]))
        #expect(dx[0, 0, 0, 0] == 2 && dx[0, 0, 0, 1].isNaN && dx[0, 0, 0, 2].isNaN)
        #expect(dx[0, 0, 1, 0] == 2 && dx[0, 0, 1, 1] == 3 && dx[0, 0, 1, 2] == 4)
    }

    @Test func givenWeightsStayWhenANetworkIsBuilt() throws {
        let (kernels, matrix) = (Tensor(repeating: 2, shape: [1, 1, 3, 1]), Tensor(repeating: 3, shape: [4, 2]))
        let network = try Network(input: [2, 2, 3], seed: 1) {
            Convolution(weight: kernels, bias: Tensor([7]))
            Flatten()
            Dense(weight: matrix)
        }
        #expect(network.parameters.map(\.parameter.value) == [kernels, Tensor([7]), matrix])
        #expect(throws: ShapeError.self) { try Network(input: [2, 2, 4], seed: 1) { Convolution(weight: kernels) } }
    }

    @Test func workInPlaceLeavesTheCallersNumbers() {
        let x = Tensor([[-1, 2]])
        var (relu, copy) = (ReLU(), ReLU())
        let y = relu.forward(x)
        let gradient = Tensor([[5, 6]])
        #expect(relu.backward(gradient) == Tensor([[0, 6]]) && gradient == Tensor([[5, 6]]))
        #expect(x == Tensor([[-1, 2]]) && y == Tensor([[0, 2]]))
        // What a later layer does to its input does not reach what was kept.
        var chain = Network([relu, Tanh()])
        _ = chain.forward(x)
        _ = copy.forward(x)
        #expect(
            chain.backward(gradient)
                == copy.backward(gradient * (1 - tanh(Tensor([[0, 2]])) * tanh(Tensor([[0, 2]])))))
    }

    @Test func lossesByHand() {
        // Three equal numbers: −ln ⅓, gradient (⅓ − 1, ⅓, ⅓).
        let (value, gradient) = Loss.softmaxCrossEntropy(Tensor([[500, 500, 500]]), Tensor([[1, 0, 0]]))
        #expect(abs(value - 1.0986123) < 1e-6)
        #expect(close(gradient, Tensor([[-2.0 / 3, 1.0 / 3, 1.0 / 3]])))
        // −ln ½ for z = 0; 1000 off costs 1000; right and sure costs nothing.
        #expect(abs(Loss.binaryCrossEntropy(Tensor([[0]]), Tensor([[1]])).value - 0.6931472) < 1e-6)
        #expect(Loss.binaryCrossEntropy(Tensor([[-1000], [1000]]), Tensor([[1], [1]])).value == 500)
        // Far from every pattern e^−j is the whole sum: d_y − j, pulled towards the right pattern only.
        let (far, pull) = Loss.radialBasis(j: 1)(Tensor([[500, 900]]), Tensor([[0, 1]]))
        #expect(far == 899 && pull == Tensor([[0, 1]]))
        // Equal distances of 0 and a large j: ln 2, half a push from the wrong one.
        let (near, push) = Loss.radialBasis(j: 1000)(Tensor([[0, 0]]), Tensor([[0, 1]]))
        #expect(abs(near - 0.6931472) < 1e-6 && push == Tensor([[-0.5, 0.5]]))
        // ½·((1 + 4) + 0)/2.
        #expect(Loss.squaredError(Tensor([[1, 2], [0, 0]]), Tensor(zeros: [2, 2])).value == 1.25)
    }
}
