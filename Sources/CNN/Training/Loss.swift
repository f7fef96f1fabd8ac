/// A measure of how far predictions are from their targets, averaged over the m examples of a batch.
public enum Loss: Equatable, Sendable {
    /// 1/(2m) Σ ‖ŷ − y‖².
    case squaredError
    /// −1/m Σ y·ln softmax(z): predictions are the numbers z before a softmax, `[batch, classes]`, targets shares that
    /// add up to 1, one-hot for instance. Stable for numbers of any size.
    case softmaxCrossEntropy
    /// −1/m Σ (y ln σ(z) + (1 − y) ln(1 − σ(z))): predictions are the numbers z before a sigmoid, targets 0 or 1 (or
    /// between). Stable for numbers of any size.
    case binaryCrossEntropy
    /// 1/m Σ (d_y + ln(e^−j + Σ_i e^−d_i)), for distances d to each class's pattern, `[batch, classes]`, one-hot
    /// targets and the constant j: LeNet-5's loss (LeCun et al., 1998, equation 9).
    case radialBasis(j: Scalar)

    /// The loss and its gradient with respect to the predictions; `predictions` and `targets` have one shape `[batch,
    /// …]`.
    public func callAsFunction(_ predictions: Tensor, _ targets: Tensor) -> (value: Scalar, gradient: Tensor) {
        require(
            predictions.shape == targets.shape && predictions.rank >= 1,
            "A loss needs predictions and targets of one shape [batch, …], but was given \(predictions.shape) and \(targets.shape)."
                + Loss.adviceAboutLabels(predictions, targets)
        )
        let m = Scalar(predictions.shape[0])
        func mean(_ sum: Double) -> Scalar { Scalar(sum / Double(m)) }
        switch self {
        case .squaredError:
            let difference = predictions - targets
            return (mean((difference * difference).total() / 2), difference / m)
        case .softmaxCrossEntropy:
            let shifted = predictions - predictions.maximum(axis: -1)
            let logarithms = shifted - log(exp(shifted).sum(axis: -1))
            // Shares need not add up to 1 for the gradient to be right: Σy·softmax − y.
            let gradient = exp(logarithms) * targets.sum(axis: -1) - targets
            return (-mean(targets.weighted(logarithms).total()), gradient / m)
        case .binaryCrossEntropy:
            // −y ln σ(z) − (1 − y) ln(1 − σ(z)) = max(z, 0) − z·y + ln(1 + e^−|z|).
            let values = relu(predictions) - predictions * targets + log(1 + exp(-abs(predictions)))
            return (mean(values.total()), (sigmoid(predictions) - targets) / m)
        case .radialBasis(let j):
            // The smallest exponent, j among them, is taken out, so that no power overflows.
            let nearest = predictions.minimum(axis: -1).mapped { $0 < j ? $0 : j }
            let constant = exp(nearest - j)
            let shares = exp(nearest - predictions)
            let sums = shares.sum(axis: -1) + constant
            let values = (predictions * targets).sum(axis: -1) + log(sums) - nearest
            return (mean(values.total()), (targets - shares / sums) / m)
        }
    }
}

extension Loss {
    /// Where targets are as many numbers as there are rows of predictions, they are probably class labels.
    fileprivate static func adviceAboutLabels(_ predictions: Tensor, _ targets: Tensor) -> String {
        guard predictions.rank == 2, predictions.shape[1] > 1, targets.count == predictions.shape[0] else { return "" }
        return " Class labels become one-hot targets with Tensor(oneHot: labels, classes: \(predictions.shape[1]))."
    }
}

/// λ/(2m) Σ W² over all weights that decay: what L2 regularization adds to the cost of m examples.
public func l2Penalty(_ layer: some Layer, lambda: Scalar, examples m: Int) -> Scalar {
    let squares = layer.parameters.filter { $0.parameter.decays }.reduce(0.0) { sum, entry in
        sum + entry.parameter.value.total { $0 * $0 }
    }
    return Scalar(Double(lambda) / (2 * Double(m)) * squares)
}

/// λ/m W added to the gradients of all weights that decay: the gradient of `l2Penalty`.
public func addL2Gradient(_ layer: inout some Layer, lambda: Scalar, examples m: Int) {
    let factor = lambda / Scalar(m)
    layer.visitParameters { _, parameter in
        if parameter.decays { parameter.addGradient(factor * parameter.value) }
    }
}

extension Tensor {
    /// Weights times values, where a weight of 0 gives 0 whatever the value: 0·ln 0 = 0.
    fileprivate func weighted(_ values: Tensor) -> Tensor {
        Tensor(shape: shape) { result in
            for i in 0..<result.count { result[i] = scalars[i] == 0 ? 0 : scalars[i] * values.scalars[i] }
        }
    }
}
