import CNN
import Testing

/// The layers of MobileNets against what PyTorch computes (Fixtures/make_mobile.py).
@Suite struct MobileTests {
    private let wanted: [String: Tensor]

    init() throws { wanted = try NPZ.read(fixtures.appending(path: "torch/mobile-layers.npz").path) }

    /// The numbers of the script's `pattern`.
    private func pattern(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, scalars: (0..<shape.reduce(1, *)).map { Float($0 * 37 % 101 - 50) / 10 })
    }

    /// Outputs and gradients where the output's gradient is the pattern; so large are the numbers.
    private func check(_ layer: some Layer, on x: Tensor, _ name: String) throws {
        var layer = layer
        try layer.build(for: Array(x.shape.dropFirst()), seed: 1)
        layer.visitParameters { if $0 == "weight" { $1.value = pattern($1.value.shape) } }
        let (y, dx) = (try #require(wanted[name + "/y"]), try #require(wanted[name + "/dx"]))
        #expect(try layer.outputShape(for: Array(x.shape.dropFirst())) == Array(y.shape.dropFirst()), "\(name)")
        #expect(abs(layer(x) - y).maximum() <= 1e-6 * max(1, abs(y).maximum()), "\(name)")
        #expect(layer.forward(x) == layer(x))
        let gradient = layer.backward(pattern(y.shape))
        #expect(abs(gradient - dx).maximum() <= 1e-6 * max(1, abs(dx).maximum()), "gradient of \(name)")
        if let dw = wanted[name + "/dw"], let own = layer.parameters.first?.parameter.gradient {
            #expect(abs(own - dw).maximum() <= 1e-6 * max(1, abs(dw).maximum()), "kernel's gradient of \(name)")
        }
    }

    /// The numbers after the word of the names that begin with it.
    private func cases(_ word: String) -> [(name: String, numbers: [Int])] {
        wanted.keys.filter { $0.hasPrefix(word + " ") && $0.hasSuffix("/y") }.sorted().map { key in
            (String(key.dropLast(2)), key.dropLast(2).split(separator: " ").dropFirst().compactMap { Int($0) })
        }
    }

    @Test func depthwise() throws {
        #expect(cases("depthwise").count == 33)
        for (name, n) in cases("depthwise") {
            let layer = DepthwiseConvolution(
                kernel: n[0], stride: n[1], padding: .explicit(n[2]), dilation: n[3], bias: false)
            try check(layer, on: pattern([2, 8, 7, 4]), name)
            let grouped = Convolution(
                4, kernel: n[0], stride: n[1], padding: .explicit(n[2]), groups: 4, dilation: n[3], bias: false)
            try check(grouped, on: pattern([2, 8, 7, 4]), name)
        }
    }

    @Test func dilated() throws {
        for (name, n) in cases("dilated") {
            let layer = Convolution(
                3, kernel: n[0], stride: n[1], padding: .explicit(n[2]), dilation: n[3], bias: false)
            try check(layer, on: pattern([2, 8, 7, 4]), name)
        }
    }

    @Test func transposed() throws {
        #expect(cases("transposed").count > 20)
        for (name, n) in cases("transposed") {
            let layer = TransposedConvolution(
                3, kernel: n[0], stride: n[1], padding: .explicit(n[2]), outputPadding: n[3], bias: false)
            try check(layer, on: pattern([2, 3, 4, 2]), name)
        }
    }

    @Test func upsampling() throws {
        for (name, n) in cases("nearest") { try check(Upsampling(n[0]), on: pattern([2, 3, 4, 2]), name) }
        for (name, n) in cases("bilinear") {
            try check(Upsampling(n[0], mode: .bilinear), on: pattern([2, 3, 4, 2]), name)
        }
        #expect(Upsampling(2)(Tensor([[[1], [2]]]).reshaped(to: [1, 1, 2, 1])).scalars == [1, 1, 2, 2, 1, 1, 2, 2])
    }

    @Test func activations() throws {
        try check(SiLU(), on: pattern([2, 3, 4, 5]), "silu")
        let x = Tensor([-1, 0, 2, 6, 7, .infinity])
        var layer = ReLU6()
        #expect(layer.forward(x).scalars == [0, 0, 2, 6, 6, 6])
        #expect(layer.backward(Tensor([1, 2, 3, 4, 5, 6])).scalars == [0, 0, 3, 0, 0, 0])
        #expect(ReLU6()(Tensor([.nan])).scalars[0].isNaN)
    }

    /// A kernel, a padding or a bias by hand: pixel 1 of three, with zeros around it, and a bias of 10.
    @Test func byHand() throws {
        var depthwise = DepthwiseConvolution(kernel: 3, padding: .same, multiplier: 2)
        try depthwise.build(for: [1, 3, 2], seed: 0)
        // Channel a gives outputs 0 and 1, channel b 2 and 3; the middle row of the kernel is all that meets the image.
        var weight = Tensor(zeros: [3, 3, 1, 4])
        for (tap, numbers) in [[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1]].enumerated() {
            for (filter, number) in numbers.enumerated() { weight[1, tap, 0, filter] = Float(number) }
        }
        depthwise.weight?.value = weight
        depthwise.bias?.value = Tensor([0, 0, 0, 10])
        let y = depthwise(Tensor(shape: [1, 1, 3, 2], scalars: [1, 4, 2, 5, 3, 6]))
        #expect(y.scalars == [0, 1, 5, 19, 1, 2, 6, 25, 2, 3, 0, 21])
        #expect(depthwise.multiplyAdds(for: [1, 3, 2]) == 3 * 4 * 9)
        #expect(throws: ShapeError.self) { try depthwise.outputShape(for: [1, 3, 3]) }
        #expect(depthwise.description == "DepthwiseConvolution(kernel: 3, padding: same, multiplier: 2)")
        // An infinity reaches only the windows it lies in.
        var input = Tensor(zeros: [1, 5, 5, 2])
        input[0, 0, 0, 0] = .infinity
        #expect(DepthwiseConvolution(kernel: 3).description == "DepthwiseConvolution(kernel: 3)")
        var other = DepthwiseConvolution(kernel: 3)
        try other.build(for: [5, 5, 2], seed: 2)
        #expect(other(input).scalars.filter { !$0.isFinite }.count == 1)
    }

    /// What stops the program names the layer that was written.
    @Test func faultsOfADepthwiseConvolution() async throws {
        let unfit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var layer = DepthwiseConvolution(kernel: 3)
            try layer.build(for: [5, 5, 2], seed: 1)
            _ = layer.predict(Tensor(zeros: [1, 5, 5, 3]))
        }
        #expect(unfit.said("DepthwiseConvolution(kernel: 3)"))
        let early = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var layer = DepthwiseConvolution(kernel: 3)
            layer.backwardToParameters(Tensor(zeros: [1, 3, 3, 2]))
        }
        #expect(early.said("DepthwiseConvolution(kernel: 3) has no weights yet: build the network first."))
        let layer = DepthwiseConvolution(kernel: 3, stride: 2, dilation: 2)
        guard case .leaf(let leaf) = layer.structure else { throw CancellationError() }
        #expect(leaf.label == "3×3 depthwise conv, stride 2, dilation 2")
    }
}
