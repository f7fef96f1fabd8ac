/// Calls `step` with each number of a parameter, its gradient (weight decay added) and what is remembered of it.
func updateInPlace(
    _ parameter: inout Parameter, _ memory: inout Tensor, _ weightDecay: Scalar,
    _ step: (inout Scalar, Scalar, inout Scalar) -> Void
) {
    requireSameShape(memory, parameter)
    let gradient = parameter.gradient
    let decay = parameter.decays ? weightDecay : 0
    parameter.value.scalars.withUnsafeMutableBufferPointer { value in
        memory.scalars.withUnsafeMutableBufferPointer { memory in
            for i in value.indices { step(&value[i], gradient.scalars[i] + decay * value[i], &memory[i]) }
        }
    }
}

/// The same with two things remembered.
func updateInPlace(
    _ parameter: inout Parameter, _ first: inout Tensor, _ second: inout Tensor, _ weightDecay: Scalar,
    _ step: (inout Scalar, Scalar, inout Scalar, inout Scalar) -> Void
) {
    requireSameShape(first, parameter)
    requireSameShape(second, parameter)
    second.scalars.withUnsafeMutableBufferPointer { second in
        var i = 0
        updateInPlace(&parameter, &first, weightDecay) { value, gradient, first in
            step(&value, gradient, &first, &second[i])
            i += 1
        }
    }
}

private func requireSameShape(_ memory: Tensor, _ parameter: Parameter) {
    require(
        memory.shape == parameter.value.shape,
        "An optimizer that remembers a parameter of shape \(memory.shape) was given one of \(parameter.value.shape).")
}
