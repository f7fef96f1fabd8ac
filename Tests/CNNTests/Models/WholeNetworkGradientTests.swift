import CNN64
import Testing

/// The gradients of whole networks against numerical ones, in double precision.
@Suite struct WholeNetworkGradientTests {
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

    @Test func wholeMobileNets() throws {
        let images = distinctNumbers([3, 8, 8, 3]) / 10
        let network = Network {
            Convolution(4, kernel: 3, stride: 2, padding: .explicit(1), bias: false)
            BatchNormalization()
            ReLU6()
            Network.invertedResidual(4, to: 4, expansion: 2)
            SqueezeExcitation(2)
            Network.invertedResidual(4, to: 5, stride: 2, expansion: 3)
            SiLU()
            GlobalAveragePooling()
            Dense(3)
        }
        #expect(wholeNetworkError(try built(network, for: images), images) < 1e-6)
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
