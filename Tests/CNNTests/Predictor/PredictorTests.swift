import AllocationCounter
import Testing

@testable import CNN

/// A predictor gives what the network's own `predict` gives.
@Suite struct PredictorTests {
    @Test(arguments: [1, 3])
    func predictsAsTheNetworkDoes(batch: Int) throws {
        for (name, network, input) in networks {
            var network = network
            try network.build(for: input, seed: 5)
            settle(&network)
            var generator = RandomGenerator(seed: 6)
            let images = Tensor(normal: [batch] + input, using: &generator)
            let wanted = network.predict(images)
            let predictor = try Predictor(network, batch: batch)
            #expect(predictor.outputShape == wanted.shape)
            // Twice: nothing of the first call may be left over.
            for _ in 0..<2 {
                let error = abs(predictor.predict(images) - wanted).maximum() / abs(wanted).maximum()
                #expect(error < 1e-4, "\(name), batch \(batch): \(error)")
            }
        }
    }

    /// With one thread all work is this thread's; with two, what it does to share it as well.
    @Test(.enabled(if: allocations_of_this_thread() >= 0), arguments: [1, 2])
    func predictsWithoutTakingMemory(threads: Int) throws {
        let machine = Machine(kernels: Machine.shared.kernels, workers: Workers(threads: threads))
        let names = [
            "AlexNet's convolutions", "VGG's beginning", "ResNet-18", "ResNet-50", "GoogLeNet", "MobileNet v1",
            "MobileNet v2", "SiLUs",
        ]
        for (name, network, input) in networks where names.contains(name) {
            var network = network
            try network.build(for: input, seed: 5)
            let predictor = try Predictor(network, batch: 2, input: input, on: machine)
            let images = Tensor(zeros: [2] + input)
            var outputs = Tensor(zeros: predictor.outputShape)
            predictor.predict(images, to: &outputs)
            let before = allocations_of_this_thread()
            predictor.predict(images, to: &outputs)
            let after = allocations_of_this_thread()
            #expect(after == before, "\(name)")
            #expect(outputs == predictor.predict(images))
            #expect(allocations_of_this_thread() > after)
        }
    }

    private var networks: [(String, Network, [Int])] {
        [
            ("LeNet-5", .leNet5(), [32, 32, 1]),
            ("LeNet-5 as published", .leNet5AsPublished(), [32, 32, 1]),
            ("AlexNet's convolutions", Network(Network.alexNetOnTwoGPUs().layers.prefix(12).map { $0 }), [99, 99, 3]),
            ("VGG's beginning", Network(Network.vgg16().layers.prefix(12).map { $0 }), [70, 66, 3]),
            ("ResNet-8", .cifarResNet(depth: 8), [15, 15, 3]),
            ("ResNet-18", .resNet18(classes: 7), [45, 45, 3]),
            ("ResNet-50", .resNet50(classes: 5), [64, 64, 3]),
            ("GoogLeNet", .googLeNet(classes: 9), [64, 64, 3]),
            ("GoogLeNet with its heads", Network([GoogLeNet(classes: 9)]), [80, 80, 3]),
            ("MobileNet v1", .mobileNetV1(classes: 7, width: 0.25), [64, 48, 3]),
            ("MobileNet v2", .mobileNetV2(classes: 5, width: 0.5), [64, 64, 3]),
            (
                "layers of MobileNets",
                Network {
                    SiLU()
                    DepthwiseConvolution(kernel: 3, padding: .same, dilation: 2, multiplier: 2)
                    ReLU6()
                    Concat {
                        DepthwiseConvolution(kernel: 5, padding: .same)
                        Network {
                            Convolution(5, kernel: 3, padding: .same, dilation: 3)
                            SiLU()
                        }
                    }
                    SqueezeExcitation(3)
                    TransposedConvolution(7, kernel: 3, stride: 2, padding: .same)
                    Upsampling(2, mode: .bilinear)
                }, [9, 11, 7]
            ),
            (
                "SiLUs",
                Network {
                    Convolution(24, kernel: 1)
                    SiLU()
                    SiLU()
                }, [40, 39, 2]
            ),
            ("lone block", .basicBlock(12), [7, 5, 12]),
            (
                "normalizations",
                Network {
                    LocalResponseNormalization(alpha: 0.5)
                    Concat {
                        LocalResponseNormalization(size: 4, alpha: 0.3, beta: 0.5, k: 1, dividesAlpha: true)
                        LocalResponseNormalization(size: 1)
                        LocalResponseNormalization(size: 30, alpha: 1)
                    }
                }, [40, 39, 21]
            ),
            (
                "odd ends",
                Network {
                    Concat {
                        Flatten()
                        Network {}
                        MaxPooling(2)
                    }
                }, [1, 1, 3]
            ),
        ].filter { (try? $0.1.outputShape(for: $0.2)) != nil }
    }

    /// Running averages as after some training.
    private func settle(_ network: inout Network) {
        var generator = RandomGenerator(seed: 7)
        network.visitState { name, value in
            let range: ClosedRange<Float> = name.hasSuffix("runningMean") ? -0.2...0.2 : 0.5...1.5
            value = Tensor(uniform: value.shape, in: range, using: &generator)
        }
    }
}
