import CNN
import CNN64
import Testing

/// Measures of answers, by hand, and the check of gradients.
@Suite struct MetricsTests {
    private typealias Tensor = CNN.Tensor

    /// A network that answers as its input says.
    private struct Echo: CNN.Layer {
        var description: String { "Echo()" }
        func predict(_ input: CNN.Tensor) -> CNN.Tensor { input }
        mutating func forward(_ input: CNN.Tensor) -> CNN.Tensor { input }
        mutating func backward(_ outputGradient: CNN.Tensor) -> CNN.Tensor { outputGradient }
    }

    private let examples = CNN.Examples(
        CNN.Tensor([[5, 1, 2], [1, 5, 4], [3, 2, 9], [1, 0, 3], [2, 2, 0]]),
        CNN.Tensor(oneHot: [0, 0, 2, 2, 1], classes: 3))

    @Test func confusion() {
        let matrix = Echo().confusion(on: examples)
        #expect(matrix.counts == [[1, 1, 0], [1, 0, 0], [0, 0, 2]])
        #expect(matrix.accuracy == 0.6 && matrix.accuracies == [0.5, 0, 1])
        #expect(matrix.precisions == [0.5, 0, 1] && matrix.f1 == [0.5, 0, 1] && matrix.macroF1 == 0.5)
    }

    @Test func topK() {
        #expect([1, 2, 3].map { Echo().topAccuracy($0, on: examples) } == [0.6, 0.8, 1])
    }

    @Test func binary() {
        let labels = CNN.Examples(Tensor([[1, -1], [-2, 3]]), Tensor([[1, 1], [0, 1]]))
        #expect(Echo().binaryAccuracy(on: labels) == 0.75)
        #expect(Echo().binaryAccuracy(on: labels, threshold: 2) == 0.5)
    }

    /// A layer whose backward is wrong by a factor is found, one of one's own that is right is not.
    private struct Square: CNN64.Layer {
        var factor: Double
        var input = CNN64.Tensor(zeros: [0])
        var description: String { "Square()" }
        func predict(_ input: CNN64.Tensor) -> CNN64.Tensor { input * input }
        mutating func forward(_ input: CNN64.Tensor) -> CNN64.Tensor {
            self.input = input
            return input * input
        }
        mutating func backward(_ outputGradient: CNN64.Tensor) -> CNN64.Tensor { factor * input * outputGradient }
    }

    @Test func gradientCheck() throws {
        var generator = CNN64.RandomGenerator(seed: 1)
        let x = CNN64.Tensor(normal: [2, 3], using: &generator)
        #expect(Square(factor: 2).gradientCheck(at: x).largest < 1e-9)
        #expect(Square(factor: 2.1).gradientCheck(at: x).largest > 0.01)
        let network = try CNN64.Network(input: [3], seed: 2) {
            CNN64.Dense(4)
            CNN64.Tanh()
            CNN64.Dense(2)
        }
        let check = network.gradientCheck(at: x)
        #expect(check.errors.map { $0.name } == ["input", "0.weight", "0.bias", "2.weight", "2.bias"])
        #expect(check.largest < 1e-7)
        let single = try CNN.Network(input: [3], seed: 2) {
            CNN.Dense(4)
            CNN.Tanh()
        }
        #expect(single.gradientCheck(at: randomNumbers([2, 3], seed: 1)).largest < 1e-3)
    }
}
