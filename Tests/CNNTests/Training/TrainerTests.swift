import CNN
import Testing

/// The training loop with rules of any kind.
@Suite struct TrainerTests {
    /// Points whose class is the sign of a sum, with one feature that is noise.
    private func points(_ count: Int, seed: UInt64) -> Examples {
        let x = randomNumbers([count, 3], seed: seed)
        let labels = (0..<count).map { x[$0, 0] + x[$0, 1] > 0 ? 1 : 0 }
        return Examples(x, Tensor(oneHot: labels, classes: 2))
    }

    private func network() throws -> Network {
        try Network(input: [3], seed: 4) {
            Dense(8)
            ReLU()
            Dense(2)
        }
    }

    /// With the rules that `Training` has, the same numbers to the last bit.
    @Test func isTraining() throws {
        let examples = points(50, seed: 1)
        var (a, b) = (try network(), try network())
        var (rule, same) = (Adam(learningRate: 0.01), Adam(learningRate: 0.01))
        var training = Training(batchSize: 8, clipping: .norm(limit: 1), seed: 3)
        var trainer = Trainer(clipping: GradientClipping.norm(limit: 1), batchSize: 8, seed: 3)
        var (losses, others): ([Float], [Float]) = ([], [])
        try training.run(&a, on: examples, optimizer: &rule, epochs: 3) { losses.append($0.loss) }
        try trainer.run(&b, on: examples, optimizer: &same, epochs: 3) {
            others.append($0.loss)
            return .goOn
        }
        #expect(losses == others && a.stateDictionary == b.stateDictionary && rule == same)
        #expect(trainer.epochs == 3 && trainer.steps == 21)
    }

    /// A loss, a schedule and a rule for gradients of a lesson's own.
    private struct Absolute: LossFunction {
        func callAsFunction(_ predictions: Tensor, _ targets: Tensor) -> (value: Float, gradient: Tensor) {
            let m = Float(predictions.shape[0])
            let d = predictions - targets
            return (abs(d).sum() / m, d.mapped { $0 > 0 ? 1 / m : -1 / m })
        }
    }
    private struct Halving: Schedule {
        func rate(atStep step: Int, from start: Float) -> Float { start / Float(1 << step) }
    }
    private struct Doubled: GradientRule {
        func apply(to layer: inout some Layer) -> Float {
            layer.visitParameters { $1.gradient = 2 * $1.gradient }
            return 0
        }
    }

    @Test func rulesOfOnesOwn() throws {
        var layer = Dense(weight: Tensor([[1]]))
        var descent = GradientDescent(learningRate: 0.25)
        var trainer = Trainer(loss: Absolute(), schedule: Halving(), clipping: Doubled(), batchSize: 1)
        let one = Examples(Tensor([[1], [1], [1]]), Tensor([[9], [9], [9]]))
        try trainer.run(&layer, on: one, optimizer: &descent, epochs: 1)
        // Steps of 2·¼, 2·⅛ and 2·1/16 upwards.
        #expect(layer.weight?.value == Tensor([[1.875]]))
        #expect(descent.learningRate == 0.25)
        try trainer.run(&layer, on: one[0..<1], optimizer: &descent, epochs: 1)
        #expect(layer.weight?.value == Tensor([[1.875 + 2.0 / 32]]))
    }

    @Test func stopsAndKeepsTheBest() throws {
        // Far too long steps: the loss on held examples rises after a while.
        var layer = Dense(weight: Tensor([[0]]))
        var descent = GradientDescent(learningRate: 0.5)
        let (train, held) = (
            Examples(Tensor([[1]]), Tensor([[4]])), Examples(Tensor([[1]]), Tensor([[2.5]]))
        )
        var trainer = Trainer(loss: Loss.squaredError, validation: held, keepsBest: true)
        var patience = EarlyStopping(patience: 2)
        var reports: [TrainingProgress] = []
        try trainer.run(&layer, on: train, optimizer: &descent, epochs: 50) {
            reports.append($0)
            return patience.decision(after: $0)
        }
        // w = 2, 3, 3.5, 3.75: the losses ½(w − 2.5)² are ⅛, ⅛, ½, …: two epochs without a smaller one end it.
        #expect(reports.map(\.validationLoss) == [0.125, 0.125, 0.5])
        #expect(reports.map(\.smallestLoss) == [0.125, 0.125, 0.125])
        #expect(reports.map(\.loss) == [8, 2, 0.5])
        #expect(layer.weight?.value == Tensor([[2]]))
    }

    @Test func augments() throws {
        let pictures = randomNumbers([10, 6, 6, 1], seed: 2)
        let examples = Examples(pictures, Tensor(oneHot: (0..<10).map { $0 % 2 }, classes: 2))
        func trained(_ changes: [Augmentation.Change]) throws -> [String: Tensor] {
            var network = try Network(input: [6, 6, 1], seed: 4) {
                Flatten()
                Dense(2)
            }
            var descent = GradientDescent(learningRate: 0.1)
            var trainer = Trainer(batchSize: 4, augmentation: Augmentation(changes), seed: 1)
            try trainer.run(&network, on: examples, optimizer: &descent, epochs: 2)
            return network.stateDictionary
        }
        #expect(try trained([.shift(1)]) == trained([.shift(1)]))
        #expect(try trained([.shift(1)]) != trained([]))
    }

    @Test func schedules() {
        let rise = WarmUp(steps: 4, then: Cosine(steps: 4, end: 0.2))
        let rates = (0...9).map { rise.rate(atStep: $0, from: 1) }
        let root = Float(0.5).squareRoot()
        let wanted: [Float] = [
            0.25, 0.5, 0.75, 1, 1, 0.2 + 0.4 * (1 + root), 0.6, 0.2 + 0.4 * (1 - root), 0.2, 0.2,
        ]
        #expect(zip(rates, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
        var plateau = Plateau(factor: 0.5, patience: 1)
        let seen = [4, 3, 3, 3, 2, 2, 2].map { (loss: Float) in
            plateau.epochEnded(loss: loss)
            return plateau.rate(atStep: 0, from: 8)
        }
        // PyTorch's ReduceLROnPlateau(factor=0.5, patience=1, threshold=0) gives the same for these losses.
        #expect(seen == [8, 8, 8, 4, 4, 4, 2])
    }

    @Test func nesterov() {
        var layer = Dense(weight: Tensor([[1]]))
        layer.weight?.gradient = Tensor([[2]])
        var rule = Momentum(learningRate: 0.125, beta: 0.5, form: .accumulated, nesterov: true)
        rule.update(&layer)  // v = 2, step 2 + 1
        #expect(layer.weight?.value == Tensor([[0.625]]))
        rule.update(&layer)  // v = 3, step 2 + 1.5
        #expect(layer.weight?.value == Tensor([[0.1875]]))
    }

    @Test func adamW() {
        var layer = Dense(weight: Tensor([[2]]), bias: Tensor([2]))
        layer.weight?.gradient = Tensor([[-3]])
        layer.bias?.gradient = Tensor([-3])
        var rule = AdamW(learningRate: 0.25, epsilon: 0, weightDecay: 0.5)
        rule.update(&layer)
        // The weight first loses an eighth; Adam's first step is α.
        #expect(abs((layer.weight?.value[0, 0] ?? 0) - 2) < 1e-6)
        #expect(abs((layer.bias?.value[0] ?? 0) - 2.25) < 1e-6)
        var copy = AdamW(learningRate: 0.25, epsilon: 0, weightDecay: 0.5)
        copy.state = rule.state
        #expect(copy == rule)
    }

    @Test func smoothing() {
        #expect(Tensor([[0, 1, 0, 0]]).smoothed(0.5) == Tensor([[0.125, 0.625, 0.125, 0.125]]))
    }

    @Test func glorot() {
        var generator = RandomGenerator(seed: 1)
        // f²·3 numbers read, f²·5 written: √(6/72).
        let kernels = Initialization.glorotUniform.weights([3, 3, 3, 5], inputs: 27, using: &generator)
        let r = Float(6.0 / 72).squareRoot()
        #expect(abs(kernels).maximum() < r && abs(kernels).maximum() > 0.95 * r)
        let matrix = Initialization.glorotUniform.weights([40, 8], inputs: 40, using: &generator)
        #expect(abs(matrix).maximum() < Float(6.0 / 48).squareRoot() && abs(matrix).maximum() > 0.34)
    }

    /// PyTorch counts f² times the first and f² times the second axis of a transposed convolution's [in, out, f, f], whatever
    /// its stride.
    @Test(arguments: [1, 2])
    func glorotOfATransposedConvolution(stride: Int) throws {
        var layer = TransposedConvolution(5, kernel: 3, stride: stride, initialization: .glorotUniform)
        try layer.build(for: [4, 4, 3], seed: 1)
        let (largest, r) = (abs(try #require(layer.weight).value).maximum(), Float(6.0 / (9 * 3 + 9 * 5)).squareRoot())
        #expect(largest < r && largest > 0.95 * r)
    }

    /// Each channel is read by all four filters, by nine numbers of each; a filter reads 2·9 numbers.
    @Test func glorotOfATable() throws {
        var layer = TableConvolution([[0, 1], [0, 1], [1, 0], [0, 1]], kernel: 3, initialization: .glorotUniform)
        try layer.build(for: [4, 4, 2], seed: 1)
        let (largest, r) = (abs(try #require(layer.weight).value).maximum(), Float(6.0 / (18 + 36)).squareRoot())
        #expect(largest < r && largest > 0.95 * r)
    }

    @Test func noExamplesInABatch() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (trainer, layer) = (Trainer(), Dense(weight: Tensor([[1]])))
            var descent = GradientDescent(learningRate: 1)
            trainer.batchSize = 0
            try trainer.run(&layer, on: Examples(Tensor([[1]]), Tensor([[1]])), optimizer: &descent, epochs: 1)
        }
        #expect(result.said("A mini-batch has at least one example, not 0."))
    }
}
