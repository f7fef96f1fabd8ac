import CNN64
import Testing

/// Every backward pass against numerical gradients, in double precision.
@Suite struct LayerGradientTests {
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
}
