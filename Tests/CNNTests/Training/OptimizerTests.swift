import CNN
import Testing

/// Each rule for one weight, by hand.
@Suite struct OptimizerTests {
    /// A layer whose one weight is `w` and whose gradient is `g`.
    private func weight(_ w: Float, gradient g: Float) -> Dense {
        var layer = Dense(weight: Tensor([[w]]))
        layer.weight?.gradient = Tensor([[g]])
        return layer
    }

    private func value(_ layer: Dense) -> Float { layer.weight?.value[0, 0] ?? .nan }

    @Test func momentum() {
        var layer = weight(1, gradient: 2)
        var averaged = Momentum(learningRate: 0.5, beta: 0.75)
        averaged.update(&layer)
        #expect(value(layer) == 1 - 0.5 * 0.5)  // v = ¼·2
        averaged.update(&layer)
        #expect(value(layer) == 0.75 - 0.5 * 0.875)  // v = ¾·½ + ¼·2
        layer = weight(1, gradient: 2)
        var accumulated = Momentum(learningRate: 0.125, beta: 0.75, form: .accumulated)
        accumulated.update(&layer)
        accumulated.update(&layer)
        #expect(value(layer) == 1 - 0.125 * 2 - 0.125 * 3.5)
        // β = 0 is plain descent.
        var (plain, same) = (weight(1, gradient: 2), weight(1, gradient: 2))
        var (descent, none) = (GradientDescent(learningRate: 0.1), Momentum(learningRate: 0.1, beta: 0))
        descent.update(&plain)
        none.update(&same)
        #expect(value(plain) == value(same))
    }

    @Test func rmsProp() {
        var layer = weight(1, gradient: 4)
        var rule = RMSProp(learningRate: 0.5, beta: 0.75, epsilon: 0)
        rule.update(&layer)
        #expect(value(layer) == 0)  // s = ¼·16, step ½·4/2
    }

    @Test func adam() {
        // The first step is α in the gradient's direction, whatever its size, thanks to both corrections.
        var layer = weight(1, gradient: -3)
        var rule = Adam(learningRate: 0.25, epsilon: 0)
        rule.update(&layer)
        #expect(abs(value(layer) - 1.25) < 1e-6)
        layer.weight?.gradient = Tensor([[1]])
        rule.update(&layer)
        // v̂ = (0.9·0.1·(−3) + 0.1·1)/0.19, ŝ = (0.999·0.001·9 + 0.001)/0.001999.
        #expect(abs(value(layer) - (1.25 + 0.25 * 0.17 / 0.19 / Float(9.991 / 1.999).squareRoot())) < 1e-5)
    }

    @Test func schedules() {
        #expect(LearningRateSchedule.inverse(k: 1).rate(at: 3, from: 0.2) == 0.05)
        #expect(abs(LearningRateSchedule.exponential(base: 0.95).rate(at: 2, from: 1) - 0.9025) < 1e-6)
        let stairs = LearningRateSchedule.staircase([2: 0.5, 4: 0.25])
        #expect([0, 2, 3, 4, 9].map { stairs.rate(at: $0, from: 1) } == [1, 0.5, 0.5, 0.25, 0.25])
    }

    @Test func clipping() {
        func clipped(_ rule: GradientClipping) -> [Float] {
            var layer = Dense(weight: Tensor([[1], [1]]))
            layer.weight?.gradient = Tensor([[3], [-4]])
            #expect(rule.apply(to: &layer) == 5)
            return layer.weight?.gradient.scalars ?? []
        }
        #expect(clipped(.value(limit: 3.5)) == [3, -3.5])
        #expect(clipped(.norm(limit: 10)) == [3, -4])
        #expect(clipped(.norm(limit: 2.5)) == [1.5, -2])
        #expect(clipped(.unitL2).map { ($0 * 10).rounded() } == [6, -8])
        #expect(clipped(.unitL1).map { ($0 * 7).rounded() } == [3, -4])
    }
}
