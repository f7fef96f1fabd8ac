/// How far a layer's gradients are from the slopes of its own output.
public struct GradientCheck: Equatable, Sendable, CustomStringConvertible {
    /// Of the input, by the name `input`, and of each parameter, by its own: ‖a − n‖ / (‖a‖ + ‖n‖) for what `backward` gives
    /// and what differences of `forward` give.
    public let errors: [Deviation]

    /// How far one gradient is from the slopes.
    public struct Deviation: Equatable, Sendable {
        /// `input`, or the parameter's name.
        public let name: String
        /// ‖a − n‖ / (‖a‖ + ‖n‖).
        public let error: Scalar
    }

    /// The largest of the errors. In double precision (CNN64) a right gradient is below 1e-7, in single precision mostly
    /// below 1e-2.
    public var largest: Scalar { errors.reduce(0) { max($0, $1.error.isNaN ? .infinity : $1.error) } }

    /// How far numbers are moved unless another step is given: little enough for the curve between, far enough for the
    /// digits that a Scalar has.
    public static let step: Scalar = MemoryLayout<Scalar>.size == 8 ? 1e-3 : 2e-2

    /// One line for each.
    public var description: String { errors.map { "\($0.name): \($0.error)" }.joined(separator: "\n") }
}

extension Layer {
    /// Compares what `backward` gives, for the input and for every parameter of a built layer, with differences of the sum
    /// Σ forward(input)·direction, direction random by `seed`. It takes four forwards for each number, so inputs should be
    /// small; `step` is how far numbers are moved. Where the output has a kink, as a ReLU at 0, no number of the input
    /// may be nearer to it than two steps.
    public func gradientCheck(at input: Tensor, seed: UInt64 = 1, step: Scalar = GradientCheck.step) -> GradientCheck {
        var generator = RandomGenerator(seed: seed)
        var trained = self
        trained.zeroGradients()
        let direction = Tensor(normal: trained.forward(input).shape, using: &generator)
        let inputGradient = trained.backward(direction)
        func objective(_ layer: Self, _ input: Tensor) -> Double {
            var copy = layer
            return (copy.forward(input) * direction).total { $0 }
        }
        let ofInput = inputGradient.distance(from: slopes(at: input, step) { objective(self, $0) })
        var errors = [GradientCheck.Deviation(name: "input", error: ofInput)]
        for (position, (name, parameter)) in trained.parameters.enumerated() where parameter.trains {
            let numerical = slopes(at: parameter.value, step) { value in
                var (moved, index) = (self, 0)
                moved.visitParameters { _, parameter in
                    if index == position { parameter.value = value }
                    index += 1
                }
                return objective(moved, input)
            }
            errors.append(
                GradientCheck.Deviation(name: name, error: parameter.gradient.distance(from: numerical)))
        }
        return GradientCheck(errors: errors)
    }
}

/// The gradient by differences of fourth order: its error is of the order of step⁴.
private func slopes(at point: Tensor, _ step: Scalar, _ function: (Tensor) -> Double) -> Tensor {
    var moved = point
    return Tensor(
        shape: point.shape,
        scalars: point.scalars.indices.map { i in
            func value(_ steps: Scalar) -> Double {
                moved.scalars[i] = point.scalars[i] + steps * step
                return function(moved)
            }
            let (near, far) = (value(1) - value(-1), value(2) - value(-2))
            moved.scalars[i] = point.scalars[i]
            return Scalar((8 * near - far) / (12 * Double(step)))
        })
}

extension Tensor {
    fileprivate func distance(from other: Tensor) -> Scalar {
        if shape != other.shape { return .infinity }
        return (self - other).norm() / max(norm() + other.norm(), 1e-8)
    }
}
