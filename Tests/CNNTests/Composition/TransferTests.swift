import CNN
import Testing

/// What was learned in one place, used in another.
@Suite struct TransferTests {
    private func network() throws -> Network {
        try Network(input: [6, 6, 1], seed: 1) {
            Network {
                Convolution(3, kernel: 3).named("conv")
                BatchNormalization().named("bn")
            }.named("features")
            ReLU()
            Flatten()
            Dense(4).named("head")
        }
    }

    private func step(_ network: inout Network, _ optimizer: some Optimizer) {
        var optimizer = optimizer
        network.zeroGradients()
        let x = randomNumbers([5, 6, 6, 1], seed: 2)
        network.backward(
            Loss.softmaxCrossEntropy(network.forward(x), Tensor(oneHot: [0, 1, 2, 3, 0], classes: 4)).gradient)
        optimizer.update(&network)
    }

    @Test func freezing() throws {
        let rules: [any Optimizer] = [
            GradientDescent(learningRate: 0.1, weightDecay: 0.1), Momentum(learningRate: 0.1, weightDecay: 0.1),
            RMSProp(learningRate: 0.1, weightDecay: 0.1), Adam(weightDecay: 0.1), AdamW(weightDecay: 0.1),
        ]
        for rule in rules {
            var network = try network()
            network.freeze("features")
            let before = network.stateDictionary
            step(&network, rule)
            let moved = network.parameters.filter { before[$0.name] != $0.parameter.value }.map(\.name)
            #expect(moved == ["head.weight", "head.bias"])
            #expect(network.parameters[0].parameter.gradient.norm() == 0)
            #expect(network.stateDictionary["features.bn.runningMean"] != before["features.bn.runningMean"])
            network.unfreeze("features.conv")
            step(&network, rule)
            #expect(network.stateDictionary["features.conv.weight"] != before["features.conv.weight"])
            #expect(network.stateDictionary["features.bn.gamma"] == before["features.bn.gamma"])
        }
    }

    /// Nothing is remembered of what is not trained.
    @Test func frozenParametersTakeNoMemory() throws {
        var network = try network()
        network.freeze("features")
        var (adam, momentum, rms) = (Adam(), Momentum(learningRate: 0.1), RMSProp(learningRate: 0.1))
        let frozen = network.parameters[0].parameter
        for clipping in [GradientClipping.value(limit: 0.1), .norm(limit: 0.1), .unitL1, .unitL2] {
            step(&network, GradientDescent(learningRate: 0.1))
            clipping.apply(to: &network)
        }
        // A gradient of zeros would be another parameter than one without.
        #expect(network.parameters[0].parameter == frozen)
        adam.update(&network)
        momentum.update(&network)
        rms.update(&network)
        for names in [adam.averages.keys, adam.squares.keys, momentum.velocities.keys, rms.squares.keys] {
            #expect(names.sorted() == ["head.bias", "head.weight"])
        }
    }

    @Test func noSuchName() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var layer = Dense(weight: Tensor([[1]]))
            layer.freeze("features")
        }
        #expect(result.said("there are no parameters at features."))
        let early = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var network = Network { Dense(2).named("features") }
            network.freeze("features")
        }
        #expect(early.said("build the network first"))
        let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var layer = ReLU()
            layer.freeze()
        }
        #expect(none.said("ReLU(): there are no parameters"))
    }

    @Test func replacingTheHead() throws {
        var network = try network()
        let before = network.stateDictionary
        try network.replaceLayer(at: "head", with: Dense(7), seed: 5)
        #expect(try network.outputShape(for: [6, 6, 1]) == [7])
        let after = network.stateDictionary
        for (name, tensor) in before where !name.hasPrefix("head") { #expect(after[name] == tensor, "\(name)") }
        var alone = Dense(7)
        try alone.build(for: [48], seed: 5)
        #expect(after["head.weight"] == alone.weight?.value)
        #expect(network(randomNumbers([2, 6, 6, 1], seed: 1)).shape == [2, 7])
        // A layer that does not fit changes nothing.
        #expect(throws: ShapeError.self) { try network.replaceLayer(at: "features.conv", with: Dense(3), seed: 1) }
        #expect(network.stateDictionary == after)
    }

    /// A name that the new layer brings is not that of its place.
    @Test func replacingByANamedLayer() throws {
        var network = try Network(input: [2], seed: 1) {
            ReLU()
            Dense(3)
            Dense(3).named("last")
        }
        let names = network.parameters.map(\.name)
        try network.replaceLayer(at: "1", with: Dense(3).named("other"), seed: 5)
        try network.replaceLayer(at: "last", with: Dense(4).named("other"), seed: 5)
        #expect(network.parameters.map(\.name) == names)
    }

    /// The state of a dropout's random numbers is in no file of PyTorch's.
    @Test func nothingIsMissingOfADropout() throws {
        var network = try Network(input: [2], seed: 1) {
            Dropout(keep: 0.5)
            Dropout(keep: 0.5).named("")
            Dense(3).named("fc")
        }
        let tensors = ["fc.weight": Tensor(zeros: [3, 2]), "fc.bias": Tensor(zeros: [3])]
        let report = network.loadFitting(torchStateDictionary: tensors)
        #expect(report.missing.isEmpty && report.loaded == ["fc.bias", "fc.weight"] && report.unknown.isEmpty)
        try network.load(torchStateDictionary: tensors)
        #expect(network.loadFitting(torchStateDictionary: [:]).missing == ["fc.bias", "fc.weight"])
    }

    @Test func loadingWhatFits() throws {
        var (source, target) = (try network(), try network())
        try target.build(for: [6, 6, 1], seed: 9)
        try source.replaceLayer(at: "head", with: Dense(7, bias: false), seed: 5)
        var tensors = source.stateDictionary
        tensors["extra"] = Tensor([1])
        let before = target.stateDictionary
        let report = target.loadFitting(stateDictionary: tensors)
        #expect(report.unknown == ["extra"] && report.missing == ["head.bias"])
        #expect(report.unfitting.map { $0.name } == ["head.weight"])
        #expect(report.unfitting[0].own == [48, 4] && report.unfitting[0].given == [48, 7])
        #expect(report.loaded.count == 6)
        #expect(target.stateDictionary["features.conv.weight"] == tensors["features.conv.weight"])
        #expect(target.stateDictionary["head.weight"] == before["head.weight"])
        #expect(
            report.description == """
                6 tensors loaded
                missing: head.bias
                head.weight should be [48, 4], but is [48, 7]
                unknown: extra
                """)
        // By torchvision's names: a kernel is [out, in, h, w] there.
        let torch = target.loadFitting(torchStateDictionary: [
            "features.conv.weight": Tensor(repeating: 2, shape: [3, 1, 3, 3]), "fc.weight": Tensor(zeros: [2, 2]),
        ])
        #expect(torch.loaded == ["features.conv.weight"] && torch.unknown == ["fc.weight"])
        #expect(target.stateDictionary["features.conv.weight"] == Tensor(repeating: 2, shape: [3, 3, 1, 3]))
    }

    @Test func featuresAsData() throws {
        let network = try network()
        let x = randomNumbers([7, 6, 6, 1], seed: 3)
        let features = try #require(network.features(of: "features.bn", for: x, batchSize: 3))
        #expect(features == network.activation(of: "features.bn", for: x))
        #expect(network.features(of: "nothing", for: x) == nil)
    }
}
