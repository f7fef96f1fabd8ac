import CNN
import Testing

@Suite struct TrainingTests {
    /// Points of a plane, class 1 within a circle: no straight line parts them.
    static func circle(_ count: Int, seed: UInt64) -> Examples {
        var generator = RandomGenerator(seed: seed)
        let points = Tensor(uniform: [count, 2], in: -1...1, using: &generator)
        let labels = (0..<count).map { points[$0, 0] * points[$0, 0] + points[$0, 1] * points[$0, 1] < 0.5 ? 1 : 0 }
        return Examples(points, Tensor(oneHot: labels, classes: 2))
    }

    static func network() throws -> Network {
        try Network(input: [2], seed: 1) {
            Dense(16)
            BatchNormalization()
            ReLU()
            Dropout(keep: 0.9)
            Dense(2)
        }
    }

    @Test func learnsACircle() throws {
        var network = try Self.network()
        var adam = Adam(learningRate: 0.02)
        var training = Training(batchSize: 32, seed: 2)
        var losses: [Float] = []
        try training.run(&network, on: Self.circle(500, seed: 3), optimizer: &adam, epochs: 20) {
            losses.append($0.loss)
        }
        #expect(losses.count == 20 && losses[19] < losses[0] / 2)
        #expect(network.accuracy(on: Self.circle(500, seed: 4)) > 0.93)
    }

    @Test func aCopyGoesOnAsTheOriginal() throws {
        let data = Self.circle(100, seed: 3)
        var (network, adam, training) = (try Self.network(), Adam(), Training(batchSize: 30, seed: 2))
        try training.run(&network, on: data, optimizer: &adam, epochs: 2)
        var (network2, adam2, training2) = (network, adam, training)
        try training.run(&network, on: data, optimizer: &adam, epochs: 2)
        try training2.run(&network2, on: data, optimizer: &adam2, epochs: 2)
        #expect(network.parameters.map(\.parameter.value) == network2.parameters.map(\.parameter.value))
        #expect(adam == adam2)
    }

    @Test func theFirstLossThatIsNotFiniteIsReported() throws {
        var network = try Self.network()
        var data = Self.circle(100, seed: 3)
        data.inputs *= .infinity
        var descent = GradientDescent(learningRate: 1)
        var training = Training(batchSize: 50)
        let before = network.parameters.map(\.parameter.value)
        let error = #expect(throws: NonFiniteLossError.self) {
            try training.run(&network, on: data, optimizer: &descent, epochs: 1)
        }
        #expect(error?.epoch == 1 && error?.batch == 1)
        #expect(network.parameters.map(\.parameter.value) == before)
    }

    @Test func batchesKeepPairsTogether() {
        let inputs = Tensor(shape: [10, 1], scalars: (0..<10).map(Float.init))
        var generator = RandomGenerator(seed: 1)
        let shuffled = Examples(inputs, inputs * 2).shuffled(using: &generator)
        #expect(shuffled.inputs != inputs && shuffled.targets == shuffled.inputs * 2)
        #expect(shuffled.batches(of: 4).map(\.count) == [4, 4, 2])
        #expect(shuffled.inputs.scalars.sorted() == inputs.scalars)
    }

    @Test func accuracyIsThePartThatIsRight() {
        let outputs = Tensor([[2, 1], [0, 1], [0, 3], [1, 0]])
        #expect(Flatten().accuracy(on: Examples(outputs, Tensor(oneHot: [0, 1, 0, 0], classes: 2))) == 0.75)
    }

    /// A single output is a number before a sigmoid, which answers 1 above 0, or after one, above 0.5.
    @Test func accuracyOfASingleOutput() {
        let (targets, numbers) = (Tensor([[1], [0], [1], [0]]), Tensor([[2], [0.3], [0.2], [-1]]))
        #expect(Flatten().accuracy(on: Examples(numbers, targets)) == 0.75)
        #expect(Network { Flatten().named("z") }.accuracy(on: Examples(numbers - 0.25, targets)) == 0.5)
        // σ(z) > 0.5 where z > 0.
        let withSigmoid = Network {
            Network {
                Flatten()
                Sigmoid().named("a")
            }
        }
        #expect(withSigmoid.accuracy(on: Examples(numbers, targets)) == 0.75)
        #expect(withSigmoid.accuracy(on: Examples(numbers - 0.25, targets)) == 0.5)
        #expect(Flatten().accuracy(on: Examples(numbers, 1 - targets)) == 0.25)
        #expect(Flatten().accuracy(on: Examples(Tensor([[.nan], [.nan]]), Tensor([[0], [1]]))) == 0)
    }

    @Test func accuracyOfOtherTargetsStops() async {
        let classes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Flatten().accuracy(on: Examples(Tensor([[1], [2]]), Tensor([[2], [0]])))
        }
        #expect(classes.said("needs targets that are 0 or 1; several classes need an output each."))
        let shapes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Flatten().accuracy(on: Examples(Tensor([[1, 0], [2, 0]]), Tensor([[1], [0]])))
        }
        #expect(shapes.said("needs targets of the outputs' shape [2, 2], one-hot for classes, but was given [2, 1]."))
    }

    /// x = 1, y = 0, loss w²/2: every step is w := w − α·w.
    @Test func aRateSetByHandHolds() throws {
        var network = Network { Dense(weight: Tensor([[1]])) }
        let examples = Examples(Tensor([[1]]), Tensor([[0]]))
        var descent = GradientDescent(learningRate: 0.5)
        var training = Training(loss: .squaredError, batchSize: 1, schedule: .exponential(base: 0.5))
        var rates: [Float] = []
        try training.run(&network, on: examples, optimizer: &descent, epochs: 2) { rates.append($0.learningRate) }
        #expect(rates == [0.5, 0.25] && descent.learningRate == 0.5)
        try training.run(&network, on: examples, optimizer: &descent, epochs: 1) { rates.append($0.learningRate) }
        descent.learningRate = 0.8
        try training.run(&network, on: examples, optimizer: &descent, epochs: 2) { rates.append($0.learningRate) }
        // 0.8·0.5³ and 0.8·0.5⁴.
        #expect(rates == [0.5, 0.25, 0.125, 0.1, 0.05] && descent.learningRate == 0.8)
        let weight = rates.reduce(1) { $0 * (1 - $1) }
        #expect(abs(network.parameters[0].parameter.value[0, 0] - weight) < 1e-6)
    }

    @Test func aRunThatStopsLeavesTheRate() throws {
        var network = Network { Dense(weight: Tensor([[1]])) }
        var descent = GradientDescent(learningRate: 0.5)
        var training = Training(loss: .squaredError, batchSize: 1, schedule: .staircase([0: 0.125]))
        #expect(throws: NonFiniteLossError.self) {
            try training.run(
                &network, on: Examples(Tensor([[.infinity]]), Tensor([[0]])), optimizer: &descent, epochs: 1)
        }
        #expect(descent.learningRate == 0.5)
    }
}
