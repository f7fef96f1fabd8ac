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
    func squaredError(batch: Int) {
        var generator = RandomGenerator(seed: 4)
        let predictions = Tensor(normal: [batch, 4], using: &generator)
        let targets = Tensor(normal: [batch, 4], using: &generator)
        let numerical = numericalGradient(at: predictions) { Loss.squaredError($0, targets).value }
        #expect(relativeDifference(Loss.squaredError(predictions, targets).gradient, numerical) < Self.limit)
    }
}
