import CNN
import Testing

/// What no layer can do stops the program with a sentence, as PyTorch refuses it with an error.
@Suite struct RefusedArgumentTests {
    @Test func negativePadding() async {
        let convolution = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Convolution(3, kernel: 3, padding: .explicit(-1))
        }
        #expect(convolution.said("Padding is at least 0 on every side, but was given as -1."))
        let given = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Convolution(weight: Tensor(zeros: [3, 3, 1, 2]), padding: .explicit(-1))
        }
        #expect(given.said("Padding is at least 0 on every side, but was given as -1."))
        let pooling = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = AveragePooling(3, padding: .explicit(-2))
        }
        #expect(pooling.said("Padding is at least 0 on every side, but was given as -2."))
        let matrix = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(zeros: [5, 5]).convolved(with: Tensor(zeros: [3, 3]), padding: .explicit(-1))
        }
        #expect(matrix.said("Padding is at least 0 on every side, but was given as -1."))
        let lengths = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Padding.explicit(-3).outputLength(5, kernel: 3)
        }
        #expect(lengths.said("Padding is at least 0 on every side, but was given as -3."))
    }

    @Test func maxPoolingPaddedByMoreThanHalfItsWindow() async {
        let largest = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = MaxPooling(3, padding: .explicit(2))
        }
        #expect(
            largest.said("MaxPooling by windows of 3×3 takes a padding of at most half of that, 1, but was given 2."))
        // Half and, for windows of any size and stride, as much as the same length takes are right.
        for size in 1...5 {
            for stride in 1...6 {
                let image = Tensor(repeating: 1, shape: [1, 5, 4, 1])
                for padding in [Padding.explicit(size / 2), .same] {
                    for up in [false, true] {
                        let layer = MaxPooling(size, stride: stride, padding: padding, roundsUp: up)
                        if (try? layer.outputShape(for: [5, 4, 1])) != nil { #expect(layer(image).minimum() == 1) }
                    }
                }
            }
        }
    }

    @Test func batchNormOfOneValue() async throws {
        let dense = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var layer = BatchNormalization()
            try layer.build(for: [3], seed: 1)
            _ = layer.forward(Tensor([[1, 2, 3]]))
        }
        #expect(
            dense.said(
                "BatchNormalization() trains on more than one number for each feature, but was given the shape [1, 3]"))
        let image = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var layer = BatchNormalization(varianceEstimate: .biased)
            try layer.build(for: [1, 1, 3], seed: 1)
            _ = layer.forward(Tensor(zeros: [1, 1, 1, 3]))
        }
        #expect(image.said("but was given the shape [1, 1, 1, 3]"))
        // Predicting takes the running averages, and needs no more than one.
        var layer = BatchNormalization(epsilon: 0)
        try layer.build(for: [3], seed: 1)
        #expect(layer(Tensor([[1, 2, 3]])) == Tensor([[1, 2, 3]]))
    }
}
