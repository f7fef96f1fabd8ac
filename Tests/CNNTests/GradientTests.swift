import CNN64
import Testing

/// Every backward pass against numerical gradients, in double precision.
@Suite struct GradientTests {
    static let limit = 1e-7

    struct Case: CustomTestStringConvertible, Sendable {
        var batch = 1
        var size = 7
        var channels = 2
        var filters = 2
        var kernel = 3
        var stride = 1
        var padding = Padding.valid
        var groups = 1
        var testDescription: String {
            "batch \(batch), kernel \(kernel), stride \(stride), \(padding), groups \(groups), channels \(channels)"
        }
    }

    static let convolutions: [Case] =
        [1, 3].flatMap { batch in
            [1, 2, 3].flatMap { stride in
                [1, 2, 3, 5].flatMap { kernel in
                    [Padding.valid, .same, .explicit(1)].map {
                        Case(batch: batch, size: 5, kernel: kernel, stride: stride, padding: $0)
                    }
                }
            }
        }
        + [1, 3].flatMap { batch in
            [1, 2, 3].flatMap { stride in
                [2, 3].map { kernel in
                    Case(
                        batch: batch, size: 5, channels: 4, filters: 6, kernel: kernel, stride: stride, padding: .same,
                        groups: 2)
                }
            }
        } + [
            Case(batch: 2, channels: 4, filters: 6, groups: 2),
            Case(batch: 1, channels: 3, filters: 3, stride: 2, padding: .same, groups: 3),
        ]

    @Test(arguments: convolutions)
    func convolution(_ c: Case) throws {
        var generator = RandomGenerator(seed: 1)
        let input = Tensor(normal: [c.batch, c.size, c.size + 1, c.channels], using: &generator)
        let layer = try built(
            Convolution(c.filters, kernel: c.kernel, stride: c.stride, padding: c.padding, groups: c.groups), for: input
        )
        #expect(gradientError(of: layer, at: input) < Self.limit)
    }

    @Test(arguments: [1, 3])
    func dense(batch: Int) throws {
        var generator = RandomGenerator(seed: 2)
        let input = Tensor(normal: [batch, 5], using: &generator)
        #expect(gradientError(of: try built(Dense(4), for: input), at: input) < Self.limit)
        #expect(gradientError(of: try built(Dense(3, bias: false), for: input), at: input) < Self.limit)
    }

    @Test(arguments: [1, 3])
    func relu(batch: Int) {
        #expect(gradientError(of: ReLU(), at: distinctNumbers([batch, 4, 3, 2])) < Self.limit)
    }

    static let poolings: [Case] = [1, 3].flatMap { batch in
        [1, 2, 3].flatMap { stride in
            [2, 3].flatMap { kernel in
                [Padding.valid, .same, .explicit(1)].map {
                    Case(batch: batch, size: 6, kernel: kernel, stride: stride, padding: $0)
                }
            }
        }
    }

    @Test(arguments: poolings)
    func pooling(_ c: Case) {
        let input = distinctNumbers([c.batch, c.size, c.size - 1, c.channels])
        for up in [false, true] {
            let maximum = MaxPooling(c.kernel, stride: c.stride, padding: c.padding, roundsUp: up)
            #expect(gradientError(of: maximum, at: input) < Self.limit)
            for counts in [false, true] {
                let average = AveragePooling(
                    c.kernel, stride: c.stride, padding: c.padding, roundsUp: up, countsPadding: counts)
                #expect(gradientError(of: average, at: input) < Self.limit)
            }
        }
    }

    @Test(arguments: [1, 3])
    func residual(batch: Int) throws {
        let input = distinctNumbers([batch, 5, 5, 2])
        let identity = Residual {
            Convolution(2, kernel: 3, padding: .same)
            ReLU()
            Convolution(2, kernel: 3, padding: .same)
        }
        let projection = Residual {
            Convolution(3, kernel: 3, stride: 2, padding: .same)
        } shortcut: {
            Convolution(3, kernel: 1, stride: 2)
        }
        #expect(gradientError(of: try built(identity, for: input), at: input) < Self.limit)
        #expect(gradientError(of: try built(projection, for: input), at: input) < Self.limit)
    }

    @Test func network() throws {
        let input = distinctNumbers([2, 6, 6, 1])
        let network = Network {
            Convolution(2, kernel: 3)
            ReLU()
            MaxPooling(2)
            Flatten()
            Dense(3)
        }
        #expect(gradientError(of: try built(network, for: input), at: input) < Self.limit)
    }

    @Test(arguments: [1, 3])
    func activations(batch: Int) {
        let input = distinctNumbers([batch, 3, 2, 4])
        for layer in [
            Sigmoid(), Tanh(), ScaledTanh(), LeakyReLU(), LeakyReLU(slope: 0.3), Softmax(), Flatten(), ZeroPadding(2),
            ChannelPadding(6, stride: 2), GlobalAveragePooling(), GlobalMaxPooling(), Dropout(keep: 0.6, seed: 3),
            LocalResponseNormalization(size: 3, alpha: 0.3),
            LocalResponseNormalization(size: 2, alpha: 0.5, dividesAlpha: true),
            LocalResponseNormalization(),
        ] as [any Layer] {
            #expect(gradientError(of: layer, at: input) < Self.limit, "\(layer)")
        }
    }

    @Test(arguments: [2, 3])
    func batchNormalization(batch: Int) throws {
        let image = distinctNumbers([batch, 3, 2, 2])
        let vector = distinctNumbers([batch + 1, 3])
        for epsilon in [1e-5, 0.1] {
            #expect(
                gradientError(of: try built(BatchNormalization(epsilon: epsilon), for: image), at: image) < Self.limit)
            #expect(
                gradientError(of: try built(BatchNormalization(epsilon: epsilon), for: vector), at: vector) < Self.limit
            )
        }
        let one = distinctNumbers([1, 4, 3, 2])
        #expect(gradientError(of: try built(BatchNormalization(), for: one), at: one) < Self.limit)
    }

    @Test(arguments: [1, 3])
    func layersOfLeNet(batch: Int) throws {
        let image = distinctNumbers([batch, 6, 4, 3])
        #expect(gradientError(of: try built(TrainablePooling(2), for: image), at: image) < Self.limit)
        let table = TableConvolution([[0, 1], [2], [0, 1, 2], [1, 2]], kernel: 3)
        #expect(gradientError(of: try built(table, for: image), at: image) < Self.limit)
        var generator = RandomGenerator(seed: 8)
        let patterns = Tensor(normal: [4, 5], using: &generator)
        #expect(gradientError(of: RadialBasis(patterns: patterns), at: distinctNumbers([batch, 5])) < Self.limit)
    }

    @Test(arguments: [1, 3])
    func concat(batch: Int) throws {
        let input = distinctNumbers([batch, 4, 5, 2])
        let inception = Concat {
            Convolution(2, kernel: 1)
            Network {
                Convolution(1, kernel: 1)
                ReLU()
                Convolution(3, kernel: 3, padding: .same)
            }
            Network {
                MaxPooling(3, stride: 1, padding: .same)
                Convolution(1, kernel: 1)
            }
        }
        #expect(gradientError(of: try built(inception, for: input), at: input) < Self.limit)
    }

    @Test(arguments: [1, 3])
    func losses(batch: Int) {
        var generator = RandomGenerator(seed: 4)
        let predictions = Tensor(normal: [batch, 4], deviation: 3, using: &generator)
        let labels = Tensor(oneHot: (0..<batch).map { $0 % 4 }, classes: 4)
        let shares = softmax(Tensor(normal: [batch, 4], using: &generator))
        for (loss, targets) in [
            (Loss.squaredError, shares), (.softmaxCrossEntropy, labels), (.softmaxCrossEntropy, shares),
            (.softmaxCrossEntropy, 2 * shares), (.binaryCrossEntropy, shares), (.radialBasis(j: 0.5), labels),
        ] {
            let numerical = numericalGradient(at: predictions) { loss($0, targets).value }
            #expect(relativeDifference(loss(predictions, targets).gradient, numerical) < Self.limit, "\(loss)")
        }
    }

    @Test func l2() throws {
        let dense = try built(Dense(3), for: Tensor(zeros: [1, 2]))
        var copy = dense
        addL2Gradient(&copy, lambda: 0.7, examples: 5)
        let weight = try #require(dense.weight)
        let numerical = numericalGradient(at: weight.value) { value in
            var moved = dense
            moved.weight?.value = value
            return l2Penalty(moved, lambda: 0.7, examples: 5)
        }
        #expect(relativeDifference(try #require(copy.weight).gradient, numerical) < Self.limit)
        #expect(copy.bias?.gradient == Tensor(zeros: [3]))
    }

    /// Through whole networks the differences add up: limit 1e-6, at some numbers of every parameter.
    private func wholeNetworkError(_ layer: some Layer, _ input: Tensor, count: Int = 6) -> Double {
        var generator = RandomGenerator(seed: 7)
        var trained = layer
        let direction = Tensor(normal: trained.forward(input).shape, using: &generator)
        trained.zeroGradients()
        let inputGradient = trained.backward(direction)
        func objective(_ change: (inout any Layer) -> Void, _ input: Tensor) -> Double {
            var copy: any Layer = layer
            change(&copy)
            return (copy.forward(input) * direction).sum()
        }
        func slope(_ value: (Double) -> Double) -> Double {
            let step = 1e-6
            return (8 * (value(step) - value(-step)) - (value(2 * step) - value(-2 * step))) / (12 * step)
        }
        var (analytical, numerical): ([Double], [Double]) = ([], [])
        for _ in 0..<count {
            let i = generator.integer(below: input.count)
            analytical.append(inputGradient.scalars[i])
            numerical.append(
                slope { distance in
                    objective(
                        { _ in },
                        Tensor(shape: input.shape, scalars: input.scalars.replaced(i, input.scalars[i] + distance)))
                })
        }
        for (position, entry) in trained.parameters.enumerated() {
            for _ in 0..<count {
                let i = generator.integer(below: entry.parameter.value.count)
                analytical.append(entry.parameter.gradient.scalars[i])
                numerical.append(
                    slope { distance in
                        let change: (inout any Layer) -> Void = { layer in
                            var index = 0
                            layer.visitParameters { _, parameter in
                                if index == position {
                                    parameter.value = Tensor(
                                        shape: parameter.value.shape,
                                        scalars: parameter.value.scalars.replaced(
                                            i, parameter.value.scalars[i] + distance))
                                }
                                index += 1
                            }
                        }
                        return objective(change, input)
                    })
            }
        }
        return relativeDifference(Tensor(analytical), Tensor(numerical))
    }

    @Test func wholeLeNets() throws {
        let digits = distinctNumbers([2, 32, 32, 1]) / 20
        #expect(wholeNetworkError(try built(Network.leNet5(), for: digits), digits) < 1e-6)
        #expect(wholeNetworkError(try built(Network.leNet5AsPublished(), for: digits), digits) < 1e-6)
    }

    @Test(arguments: [Shortcut.zeroPadding, .projection, .none])
    func wholeResidualNets(shortcut: Shortcut) throws {
        let images = distinctNumbers([3, 8, 8, 3]) / 10
        let network = Network.cifarResNet(depth: 8, shortcut: shortcut)
        #expect(wholeNetworkError(try built(network, for: images), images) < 1e-6)
        let bottlenecks = Network {
            Network.bottleneckBlock(4, changesShape: true, shortcut: shortcut)
            Network.bottleneckBlock(4, stride: 2, changesShape: true, shortcut: shortcut, strideIn: .oneByOne)
            GlobalAveragePooling()
            Dense(3)
        }
        #expect(wholeNetworkError(try built(bottlenecks, for: images), images) < 1e-6)
    }

    @Test func wholeInceptionNet() throws {
        let images = distinctNumbers([2, 16, 16, 3]) / 10
        let network = Network {
            Convolution(8, kernel: 3, stride: 2, padding: .explicit(1))
            ReLU()
            LocalResponseNormalization(alpha: 0.1)
            Network.inception(4, (3, 6), (2, 3), 2)
            MaxPooling(3, stride: 2, roundsUp: true)
            Network.inception(5, (4, 6), (2, 4), 3)
            GlobalAveragePooling()
            Dropout(keep: 0.7)
            Dense(4)
        }
        #expect(wholeNetworkError(try built(network, for: images), images) < 1e-6)
    }

    /// GoogLeNet's heads: the gradient of a sum over all three outputs.
    @Test func googLeNetsHeads() throws {
        var network = GoogLeNet(classes: 5)
        // Small modules with the same branches.
        network.stem = Network {
            Convolution(4, kernel: 3, padding: .same)
            Network.inception(2, (2, 3), (2, 2), 1)
        }
        network.middle = Network { Network.inception(3, (2, 3), (1, 2), 2) }
        network.tail = Network {
            GlobalAveragePooling()
            Dense(5)
        }
        for path in [\GoogLeNet.firstHead, \.secondHead] {
            network[keyPath: path] = Network {
                AveragePooling(5, stride: 3)
                Flatten()
                Dense(5)
            }
        }
        let images = distinctNumbers([2, 8, 8, 2]) / 10
        let ready = try built(network, for: images)
        var trained = ready
        let outputs = trained.forwardWithHeads(images)
        #expect(outputs.main == trained.predict(images))
        let ones = Tensor(repeating: 1, shape: outputs.main.shape)
        let gradient = trained.backward(main: ones, first: 0.3 * ones, second: 0.3 * ones)
        let numerical = numericalGradient(at: images, step: 1e-6) { images in
            var copy = ready
            let (main, first, second) = copy.forwardWithHeads(images)
            return (main + 0.3 * first + 0.3 * second).sum()
        }
        #expect(relativeDifference(gradient, numerical) < 1e-6)
    }
}
