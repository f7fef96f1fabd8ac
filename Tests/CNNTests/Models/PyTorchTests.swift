import CNN
import Foundation
import Testing

/// The same weights give what PyTorch computes (Fixtures/make_torch.py).
@Suite(.serialized) struct PyTorchTests {
    private func seed(of name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The tensor of this name in PyTorch's order of axes: matrices and kernels as He draws them, the rest near 0 or 1.
    private func seeded(_ name: String, _ shape: [Int]) -> Tensor {
        var generator = RandomGenerator(seed: seed(of: name))
        if name.hasSuffix("running_var") { return Tensor(uniform: shape, in: 0.5...1.5, using: &generator) }
        if shape.count >= 2 {
            let inputs = Float(shape.dropFirst().reduce(1, *))
            return Tensor(normal: shape, deviation: (2 / inputs).squareRoot(), using: &generator)
        }
        // Of a vector, the weight is batch norm's factor.
        return Tensor(normal: shape, mean: name.hasSuffix("weight") ? 1 : 0, deviation: 0.1, using: &generator)
    }

    /// The state dictionary that PyTorch has for a network, its names and shapes derived from ours.
    private func torchState(of network: Network) -> [String: Tensor] {
        var result: [String: Tensor] = [:]
        for (name, tensor) in network.stateDictionary where !name.hasSuffix("generator") {
            let torch = name.replacingOccurrences(of: "shortcut", with: "downsample")
                .replacingOccurrences(of: "gamma", with: "weight").replacingOccurrences(of: "beta", with: "bias")
                .replacingOccurrences(of: "runningMean", with: "running_mean")
                .replacingOccurrences(of: "runningVariance", with: "running_var")
            let shape = tensor.shape
            let torchShape = shape.count == 4 ? [shape[3], shape[2], shape[0], shape[1]] : shape.reversed()
            result[torch] = seeded(torch, torchShape)
        }
        return result
    }

    private func images(_ count: Int, _ size: Int, _ channels: Int) -> Tensor {
        var generator = RandomGenerator(seed: seed(of: "images"))
        return Tensor(normal: [count, size, size, channels], using: &generator)
    }

    private func loaded(_ network: Network, _ size: Int, _ channels: Int) throws -> Network {
        var network = network
        try network.build(for: [size, size, channels], seed: 0)
        try network.load(torchStateDictionary: torchState(of: network))
        return network
    }

    private func oracle(_ name: String) -> String { fixtures.appending(path: "torch/" + name).path }

    @Test(arguments: ["resnet18", "resnet50", "alexnet", "vgg16", "mobilenet-v1", "mobilenet-v2"])
    func logits(name: String) throws {
        let networks: [String: () -> Network] = [
            "resnet18": { .resNet18() }, "resnet50": { .resNet50() }, "alexnet": { .alexNetTorchvision() },
            "vgg16": { .vgg16() }, "mobilenet-v1": { .mobileNetV1() }, "mobilenet-v2": { .mobileNetV2() },
        ]
        let make = try #require(networks[name])
        let network = try loaded(make(), 224, 3)
        let expected = try Tensor(npy: oracle(name + ".npy"))
        let worst = abs(network(images(1, 224, 3)) - expected).maximum() / abs(expected).maximum()
        #expect(worst < 1e-4, "\(worst)")
        let predicted = abs(try Predictor(network).predict(images(1, 224, 3)) - expected).maximum()
        #expect(predicted / abs(expected).maximum() < 1e-4)
    }

    private var smallSeparable: Network {
        Network {
            Network {
                Network {
                    Convolution(8, kernel: 3, padding: .explicit(1), bias: false)
                    BatchNormalization()
                    ReLU6()
                }
                Network.invertedResidual(8, to: 16, stride: 2, expansion: 2)
                Network.invertedResidual(16, to: 16, expansion: 2)
                SqueezeExcitation(4)
                SiLU()
            }.named("features")
            GlobalAveragePooling()
            Dense(10).named("fc")
        }
    }

    /// PyTorch counts in double precision here, so that the difference is ours.
    @Test func fiftyStepsOfAdamW() throws {
        let x = images(8, 16, 3)
        var network = try loaded(smallSeparable, 16, 3)
        var wanted = try NPZ.read(oracle("separable-adamw.npz"))
        let losses = try #require(wanted["losses"])
        wanted["losses"] = nil
        var optimizer = AdamW(learningRate: 0.002, weightDecay: 0.05)
        let targets = Tensor(oneHot: Array(0..<8), classes: 10).smoothed(0.1)
        for step in 0..<50 {
            network.zeroGradients()
            let (loss, gradient) = Loss.softmaxCrossEntropy(network.forward(x), targets)
            #expect(abs(loss - losses[step]) < 1e-5, "step \(step)")
            network.backward(gradient)
            optimizer.update(&network)
        }
        var expected = network
        try expected.load(torchStateDictionary: wanted)
        let theirs = expected.stateDictionary
        for (name, tensor) in network.stateDictionary {
            let worst = abs(tensor - (theirs[name] ?? tensor)).maximum()
            #expect(worst < 1e-5, "\(name): \(worst)")
        }
    }

    private var leNet: Network { .leNet5() }

    private var smallResidual: Network {
        Network {
            Convolution(8, kernel: 3, padding: .same, bias: false).named("conv1")
            BatchNormalization().named("bn1")
            ReLU()
            Network {
                Network.basicBlock(8)
                Network.basicBlock(16, stride: 2, changesShape: true)
            }.named("layer1")
            GlobalAveragePooling()
            Dense(10).named("fc")
        }
    }

    @Test(arguments: ["lenet", "residual"], ["adam", "momentum"])
    func steps(name: String, rule: String) throws {
        let x = name == "lenet" ? images(8, 32, 1) : images(8, 16, 3)
        var network = try loaded(name == "lenet" ? leNet : smallResidual, x.shape[1], x.shape[3])
        let targets = Tensor(oneHot: Array(0..<8), classes: 10)
        func train(_ optimizer: some Optimizer) {
            var optimizer = optimizer
            for _ in 0..<2 {
                network.zeroGradients()
                network.backward(Loss.softmaxCrossEntropy(network.forward(x), targets).gradient)
                optimizer.update(&network)
            }
        }
        if rule == "adam" {
            train(Adam(learningRate: 0.001))
        } else {
            train(Momentum(learningRate: 0.01, form: .accumulated))
        }
        var expected = network
        try expected.load(torchStateDictionary: NPZ.read(oracle("\(name)-\(rule).npz")))
        let (ours, theirs) = (network.stateDictionary, expected.stateDictionary)
        for (tensorName, tensor) in ours {
            let worst = abs(tensor - (theirs[tensorName] ?? tensor)).maximum()
            #expect(worst < 1e-5, "\(tensorName): \(worst)")
        }
    }
}
