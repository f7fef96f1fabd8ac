import CNN
import Foundation
import Testing

/// The library gives what PyTorch does where libraries like to differ (Fixtures/make_differences.py).
@Suite(.serialized) struct DifferentialTests {
    private func oracle(_ name: String) -> String { fixtures.appending(path: "torch/" + name).path }

    /// The numbers of the script's `pattern`.
    private func pattern(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, scalars: (0..<shape.reduce(1, *)).map { Float($0 * 37 % 101 - 50) / 10 })
    }

    /// A line of the script's table of poolings.
    private struct Pooling {
        let kind, height, width, size, stride, padding, roundsUp, outputHeight, outputWidth: Int

        init(_ row: [Int]) {
            (kind, height, width, size, stride) = (row[0], row[1], row[2], row[3], row[4])
            (padding, roundsUp, outputHeight, outputWidth) = (row[5], row[6], row[7], row[8])
        }

        var layer: any Layer {
            let padding = Padding.explicit(padding)
            if kind == 0 { return MaxPooling(size, stride: stride, padding: padding, roundsUp: roundsUp == 1) }
            return AveragePooling(
                size, stride: stride, padding: padding, roundsUp: roundsUp == 1, countsPadding: kind == 2)
        }

        var input: [Int] { [height, width, 2] }
        var output: [Int] { [outputHeight, outputWidth, 2] }
    }

    @Test func pooling() throws {
        let file = try NPZ.read(oracle("pooling.npz"))
        let (cases, numbers) = (try #require(file["cases"]), try #require(file["numbers"]))
        var start = 0
        for row in 0..<cases.shape[0] {
            let pooling = Pooling((0..<9).map { Int(cases[row, $0]) })
            let (layer, input, output) = (pooling.layer, pooling.input, pooling.output)
            if pooling.outputHeight == 0 {
                #expect(throws: ShapeError.self, "\(layer) of \(input)") { try layer.outputShape(for: input) }
                continue
            }
            let shape = try layer.outputShape(for: input)
            #expect(shape == output, "\(layer) of \(input)")
            if shape != output { return }
            let ends = (start + 2 * pooling.outputHeight * pooling.outputWidth, 2 * pooling.height * pooling.width)
            let wanted = Tensor(shape: [1] + output, scalars: Array(numbers.scalars[start..<ends.0]))
            let gradient = Tensor(shape: [1] + input, scalars: Array(numbers.scalars[ends.0..<ends.0 + ends.1]))
            start = ends.0 + ends.1
            let name = "\(layer) of \(input), kind \(pooling.kind)"
            compare(layer, pattern([1] + input), wanted, gradient, name)
        }
        #expect(start == numbers.count)
    }

    private func compare(_ layer: some Layer, _ x: Tensor, _ y: Tensor, _ dx: Tensor, _ name: String) {
        var layer = layer
        let output = layer.forward(x)
        #expect(abs(output - y).maximum() < 2e-6, "\(name)")
        let gradient = layer.backward(pattern(y.shape))
        #expect(abs(gradient - dx).maximum() < 4e-6, "gradient of \(name)")
    }

    @Test func batchNormOfOnePicture() throws {
        let wanted = try NPZ.read(oracle("batch-norm.npz"))
        var layer = BatchNormalization()
        try layer.build(for: [2, 3, 2], seed: 0)
        let y = layer.forward(pattern([1, 2, 3, 2]))
        #expect(abs(y - wanted["y"]!).maximum() < 1e-5)
        let turned = Tensor(
            concatenating: [pattern([2, 3, 2]).sliced(1..<2), pattern([2, 3, 2]).sliced(0..<1)], axis: 0)
        #expect(abs(layer.backward(turned.reshaped(to: [1, 2, 3, 2])) - wanted["dx"]!).maximum() < 1e-5)
        #expect(abs(layer.runningMean - wanted["mean"]!).maximum() < 1e-6)
        #expect(abs(layer.runningVariance - wanted["variance"]!).maximum() < 1e-5)
    }

    private func trained<Rule: Optimizer>(_ rule: Rule) -> [String: Tensor] {
        var optimizer = rule
        var network = Network {
            Dense(weight: pattern([5, 4]) / 5, bias: Tensor(zeros: [4]))
            Tanh()
            Dense(weight: pattern([4, 3]) / 5, bias: Tensor(zeros: [3]))
        }
        let (x, targets) = (pattern([6, 5]) / 5, Tensor(oneHot: [0, 1, 2, 0, 1, 2], classes: 3))
        for _ in 0..<20 {
            network.zeroGradients()
            network.backwardToParameters(Loss.softmaxCrossEntropy(network.forward(x), targets).gradient)
            optimizer.update(&network)
        }
        return network.stateDictionary
    }

    @Test(arguments: ["sgd", "momentum", "rmsprop", "adam"], [0, 0.02] as [Float])
    func twentySteps(rule: String, decay: Float) throws {
        let all = try NPZ.read(oracle("optimizers.npz"))
        let own =
            switch rule {
            case "sgd": trained(GradientDescent(learningRate: 0.1, weightDecay: decay))
            case "momentum": trained(Momentum(learningRate: 0.05, beta: 0.9, form: .accumulated, weightDecay: decay))
            case "rmsprop": trained(RMSProp(learningRate: 0.01, beta: 0.9, epsilon: 1e-6, weightDecay: decay))
            default: trained(Adam(learningRate: 0.01, epsilon: 1e-7, weightDecay: decay))
            }
        for (name, tensor) in own {
            let wanted = try #require(all["\(rule)\(decay == 0 ? "" : "-decay")/\(name)"])
            #expect(abs(tensor - wanted).maximum() < 1e-5, "\(name)")
        }
    }

    /// Loading throws if a name or a shape is missing or left over.
    @Test(arguments: ["resnet18", "resnet34", "resnet50", "alexnet", "vgg16", "vgg19"])
    func namesOfTorchvision(name: String) throws {
        let networks: [String: () -> Network] = [
            "resnet18": { .resNet18() }, "resnet34": { .resNet34() }, "resnet50": { .resNet50() },
            "alexnet": { .alexNetTorchvision() }, "vgg16": { .vgg16() }, "vgg19": { .vgg19() },
        ]
        var tensors: [String: Tensor] = [:]
        for line in try String(contentsOfFile: oracle("names.txt"), encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            if words[0] == name { tensors[words[1]] = Tensor(zeros: words.dropFirst(2).compactMap { Int($0) }) }
        }
        let make = try #require(networks[name])
        var network = make()
        try network.build(for: [224, 224, 3], seed: 0)
        try network.load(torchStateDictionary: tensors)
        tensors["extra"] = Tensor(zeros: [1])
        #expect(throws: StateError.self) { try network.load(torchStateDictionary: tensors) }
    }
}
