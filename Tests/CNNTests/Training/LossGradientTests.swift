import CNN64
import Testing

/// The gradients of losses and penalties against numerical ones, in double precision.
@Suite struct LossGradientTests {
    static let limit = 1e-7

    @Test(arguments: [1, 3])
    func losses(batch: Int) {
        var generator = RandomGenerator(seed: 4)
        let predictions = Tensor(normal: [batch, 4], deviation: 3, using: &generator)
        let labels = Tensor(oneHot: (0..<batch).map { $0 % 4 }, classes: 4)
        let shares = softmax(Tensor(normal: [batch, 4], using: &generator))
        for (loss, targets) in [
            (Loss.squaredError, shares), (.softmaxCrossEntropy, labels), (.softmaxCrossEntropy, shares),
            (.softmaxCrossEntropy, 2 * shares), (.binaryCrossEntropy, shares), (.radialBasis(j: 0.5), labels),
        ] {
            let numerical = numericalGradient(at: predictions) { loss($0, targets).value }
            #expect(relativeDifference(loss(predictions, targets).gradient, numerical) < Self.limit, "\(loss)")
        }
    }

    @Test func l2() throws {
        let dense = try built(Dense(3), for: Tensor(zeros: [1, 2]))
        var copy = dense
        addL2Gradient(&copy, lambda: 0.7, examples: 5)
        let weight = try #require(dense.weight)
        let numerical = numericalGradient(at: weight.value) { value in
            var moved = dense
            moved.weight?.value = value
            return l2Penalty(moved, lambda: 0.7, examples: 5)
        }
        #expect(relativeDifference(try #require(copy.weight).gradient, numerical) < Self.limit)
        #expect(copy.bias?.gradient == Tensor(zeros: [3]))
    }
}
