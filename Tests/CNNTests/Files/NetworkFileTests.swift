import CNN
import Foundation
import Testing

/// Whole networks in files.
@Suite struct NetworkFileTests {
    /// Saved and read again: the same layers, numbers and predictions, and the same training from there.
    private func expectTheSame(_ network: Network, _ input: [Int]) throws {
        var network = network
        try network.build(for: input, seed: 3)
        try withFile([]) { path in
            try network.save(to: path)
            var copy = try Network(file: path)
            #expect(copy.summary() == network.summary())
            #expect(copy.stateDictionary == network.stateDictionary)
            let x = randomNumbers([2] + input, seed: 1)
            #expect(copy(x) == network(x))
            #expect(copy.forward(x) == network.forward(x))
        }
    }

    @Test func networks() throws {
        try expectTheSame(.leNet5(), [32, 32, 1])
        try expectTheSame(.leNet5AsPublished(), [32, 32, 1])
        try expectTheSame(.cifarResNet(depth: 8), [15, 15, 3])
        try expectTheSame(.googLeNet(classes: 3), [64, 64, 3])
        try expectTheSame(.mobileNetV2(classes: 3, width: 0.25), [32, 32, 3])
        try expectTheSame(Network.resNet18(classes: 3), [40, 40, 3])
        // As deep as layers are nested in any of the library's networks, and once more.
        let wrapped = Network {
            Network.mobileNetV2(classes: 3, width: 0.25)
            Softmax()
        }
        try expectTheSame(wrapped, [32, 32, 3])
    }

    @Test func everyLayer() throws {
        let network = Network {
            Convolution(weight: randomNumbers([3, 2, 3, 4], seed: 1), bias: Tensor([1, 2, 3, 4]), dilation: 2)
            LocalResponseNormalization(size: 3, alpha: 0.25, beta: 0.5, k: 1.5, dividesAlpha: true)
            BatchNormalization(epsilon: 0.125, momentum: 0.75, varianceEstimate: .biased)
            LeakyReLU(slope: 0.1)
            DepthwiseConvolution(kernel: 3, padding: .same, dilation: 2, multiplier: 2, bias: false).named(
                "wide \"one\"")
            Concat {
                SiLU()
                Network {
                    Convolution(4, kernel: 3, padding: .explicit(1), groups: 2)
                    Tanh()
                }
                MaxPooling(3, stride: 1, padding: .same).named("largest")
            }
            SqueezeExcitation(3)
            Residual {
                Convolution(20, kernel: 1)
                ReLU6()
            }
            TransposedConvolution(3, kernel: 3, stride: 2, padding: .explicit(1), outputPadding: 1)
            AveragePooling(3, stride: 2, padding: .explicit(1), roundsUp: true, countsPadding: true)
            ZeroPadding(1)
            ChannelPadding(5, stride: 2)
            Upsampling(2, mode: .bilinear)
            TrainablePooling(2)
            ScaledTanh()
            Dropout(keep: 0.5)
            Concat {
                GlobalAveragePooling()
                GlobalMaxPooling()
            }
            Dense(4, bias: false)
            Sigmoid()
            RadialBasis(patterns: Tensor([[1, 0, 0.5, -1], [0.25, 1, 1e-5, 3]]))
            Softmax()
        }
        try expectTheSame(network, [12, 11, 3])
    }

    /// As Python's json reads it, after the eight bytes of the header's length.
    @Test func theDescription() throws {
        let network = try Network(input: [5, 5, 2], seed: 1) {
            Convolution(3, kernel: 3, stride: 2, padding: .same).named("conv")
            ReLU()
        }
        try withFile([]) { path in
            try network.save(to: path)
            let bytes = try bytes(of: path)
            let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let header = try #require(
                try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: [String: Any]])
            let text = try #require(header["__metadata__"]?["network"] as? String)
            let wanted = #"""
                {"input":[5,5,2],"layer":"Network","layers":[{"bias":true,"dilation":1,"filters":3,"groups":1,"kernel":[3,3],
                "layer":"Convolution","name":"conv","padding":"same","stride":2},{"layer":"ReLU"}],"version":1}
                """#
            #expect(text == wanted.replacingOccurrences(of: "\n", with: ""))
            #expect(try SafeTensors.read(path) == network.stateDictionary)
        }
    }

    /// A file that Python's safetensors wrote (Fixtures/make_files.py): ReLU([3, −5] + [−1, −0.5]) + [10·3, 100·(−1)].
    @Test func writtenElsewhere() throws {
        let network = try Network(file: fixture("network.safetensors"))
        #expect(network(Tensor([[3, -1]])) == Tensor([[32, -100]]))
    }

    private struct Own: Layer {
        var description: String { "Own()" }
        func predict(_ input: Tensor) -> Tensor { input }
        mutating func forward(_ input: Tensor) -> Tensor { input }
        mutating func backward(_ outputGradient: Tensor) -> Tensor { outputGradient }
    }

    @Test func refused() throws {
        let own = try Network(input: [2], seed: 1) { Own() }
        let error = #expect(throws: FileError.self) { try own.save(to: "/tmp/never") }
        #expect(error?.description.contains("Own()") == true)
        #expect(throws: FileError.self) { try Network { ReLU() }.save(to: "/tmp/never") }
        let file = #expect(throws: FileError.self) { try Network(file: fixture("three.safetensors")) }
        #expect(file?.description.contains("no description of a network") == true)
        let heads = try Network(input: [80, 80, 3], seed: 1) { GoogLeNet(classes: 2) }
        let ours = #expect(throws: FileError.self) { try heads.save(to: "/tmp/never") }
        #expect(ours?.description.contains("one's own") == false)
    }

    /// What could not be read again is not written.
    @Test func refusedBeforeItIsWritten() throws {
        var deep = Network { ReLU() }
        for _ in 0..<40 { deep = Network([deep.erased]) }
        try deep.build(for: [2], seed: 1)
        let infinite = try Network(input: [2], seed: 1) { ScaledTanh(amplitude: .infinity).named("last") }
        for network in [deep, infinite] {
            try withFile([1, 2, 3]) { path in
                #expect(throws: FileError.self) { try network.save(to: path) }
                let left = try bytes(of: path)
                #expect(left == [1, 2, 3])
            }
        }
        let error = #expect(throws: FileError.self) { try infinite.save(to: "/tmp/never") }
        #expect(error?.description.contains("/tmp/never/last: ") == true)
    }

    /// Whatever a file claims, an error comes back before memory is taken for it.
    @Test func brokenDescriptions() throws {
        let network = try Network(input: [6, 6, 2], seed: 1) {
            Convolution(3, kernel: 3)
            MaxPooling(2)
            Flatten()
            Dropout(keep: 0.5)
            Dense(2)
        }
        let whole = try withFile([]) { path in
            try network.save(to: path)
            return try bytes(of: path)
        }
        for (old, new) in [
            (#"\"filters\":3"#, #"\"filters\":9"#), (#"\"kernel\":[3,3]"#, #"\"kernel\":[3,9]"#),
            (#"\"units\":2"#, #"\"units\":0"#), (#"\"units\":2"#, #"\"units\":7"#), (#"Flatten"#, #"Fldtten"#),
            (#"\"input\":[6,6,2]"#, #"\"input\":[1,6,2]"#), (#"\"keep\":0.5"#, #"\"keep\":9.5"#),
            (#"\"size\":2"#, #"\"size\":9"#), (#"\"stride\":1"#, #"\"stride\":0"#),
            (#"\"version\":1"#, #"\"version\":2"#),
            (#"\"bias\":true"#, #"\"bias\":truf"#), (#"\"groups\":1"#, #"\"groups\":2"#),
        ] {
            var bytes = whole
            let place = try #require(Data(whole).range(of: Data(old.utf8)))
            bytes.replaceSubrange(place, with: Array(new.utf8))
            #expect(throws: FileError.self, "\(new)") { try withFile(bytes) { try Network(file: $0) } }
        }
    }
}
