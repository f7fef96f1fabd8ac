import CNN64

/// ‖a − n‖ / max(‖a‖ + ‖n‖, 1e-8), the course's measure of how far two gradients are apart.
func relativeDifference(_ a: Tensor, _ n: Tensor) -> Double {
    (a - n).norm() / max(a.norm() + n.norm(), 1e-8)
}

/// The gradient of `function` at `point`, by differences of fourth order: error of the order of step⁴.
func numericalGradient(at point: Tensor, step: Double = 1e-3, _ function: (Tensor) -> Double) -> Tensor {
    var gradient = Tensor(zeros: point.shape)
    var moved = point
    for i in 0..<point.count {
        func value(_ distance: Double) -> Double {
            moved = Tensor(shape: point.shape, scalars: point.scalars.replaced(i, point.scalars[i] + distance))
            return function(moved)
        }
        let near = value(step) - value(-step)
        let far = value(2 * step) - value(-2 * step)
        gradient = Tensor(
            shape: point.shape, scalars: gradient.scalars.replaced(i, (8 * near - far) / (12 * step)))
    }
    return gradient
}

extension [Double] {
    func replaced(_ index: Int, _ value: Double) -> [Double] {
        var copy = self
        copy[index] = value
        return copy
    }
}

/// The largest relative difference between the gradients that a built layer's `backward` gives (for its input and for
/// each of its parameters) and the numerical ones of Σ output·direction, direction random.
func gradientError(of layer: some Layer, at input: Tensor, seed: UInt64 = 7) -> Double {
    var generator = RandomGenerator(seed: seed)
    var trained = layer
    let output = trained.forward(input)
    let direction = Tensor(normal: output.shape, using: &generator)
    func objective(_ layer: some Layer, _ input: Tensor) -> Double {
        var copy = layer
        return (copy.forward(input) * direction).sum()
    }
    trained.zeroGradients()
    let inputGradient = trained.backward(direction)
    var worst = relativeDifference(inputGradient, numericalGradient(at: input) { objective(layer, $0) })
    for (position, entry) in trained.parameters.enumerated() {
        let numerical = numericalGradient(at: entry.parameter.value) { value in
            var moved = layer
            var index = 0
            moved.visitParameters { _, parameter in
                if index == position { parameter.value = value }
                index += 1
            }
            return objective(moved, input)
        }
        worst = max(worst, relativeDifference(entry.parameter.gradient, numerical))
    }
    return worst
}

/// Distinct numbers in random order, far enough apart that no step of a numerical gradient changes which is the largest
/// and none so near 0 that it changes a sign.
func distinctNumbers(_ shape: [Int], seed: UInt64 = 3) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    let count = shape.reduce(1, *)
    let order = generator.permutation(count)
    return Tensor(shape: shape, scalars: order.map { (Double($0) - Double(count) / 2 + 0.25) / 25 })
}

/// A layer built for one example of the input's shape.
func built<L: Layer>(_ layer: L, for input: Tensor, seed: UInt64 = 5) throws -> L {
    var copy = layer
    var generator = RandomGenerator(seed: seed)
    _ = try copy.build(for: Array(input.shape.dropFirst()), using: &generator)
    // Biases too, so that their place in the sum is seen.
    copy.visitParameters { _, parameter in
        parameter.value += Tensor(normal: parameter.value.shape, deviation: 0.1, using: &generator)
    }
    return copy
}
