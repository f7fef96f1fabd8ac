/// How the numbers along an axis of another length follow from those there are: each is a weighted sum of neighbours.
struct AxisResampling {
    /// How many numbers there are.
    let inputLength: Int
    /// For each new number the first that it is a sum of, and the weights of that and those after it.
    let terms: [(first: Int, weights: [Scalar])]

    var outputLength: Int { terms.count }

    /// The number that lies at the same place.
    static func nearest(from length: Int, to newLength: Int) -> AxisResampling {
        AxisResampling(inputLength: length, terms: (0..<newLength).map { ($0 * length / newLength, [1]) })
    }

    /// By a triangle around the new number's place, as wide as two numbers of the larger of the two lengths' spacing:
    /// linear between neighbours where the axis grows, antialiased where it shrinks, as in Pillow.
    static func linear(from length: Int, to newLength: Int) -> AxisResampling {
        let scale = Double(length) / Double(newLength)
        let reach = max(scale, 1)
        let terms = (0..<newLength).map { i in
            let centre = (Double(i) + 0.5) * scale
            let first = max(0, Int(centre - reach + 0.5))
            let end = min(length, Int(centre + reach + 0.5))
            let weights = (first..<end).map { max(0, 1 - abs((Double($0) + 0.5 - centre) / reach)) }
            let sum = weights.reduce(0, +)
            return (first: first, weights: weights.map { Scalar($0 / sum) })
        }
        return AxisResampling(inputLength: length, terms: terms)
    }

    /// The way back, for gradients: each old number is a sum of those it is part of.
    var transposed: AxisResampling {
        var parts = [[(output: Int, weight: Scalar)]](repeating: [], count: inputLength)
        for (output, term) in terms.enumerated() {
            for (i, weight) in term.weights.enumerated() { parts[term.first + i].append((output, weight)) }
        }
        return AxisResampling(
            inputLength: outputLength,
            terms: parts.map { parts in
                guard let first = parts.first?.output, let last = parts.last?.output else { return (0, []) }
                var weights = [Scalar](repeating: 0, count: last - first + 1)
                for part in parts { weights[part.output - first] = part.weight }
                return (first, weights)
            })
    }
}

extension Tensor {
    /// Images `[batch, h, w, channels]` with rows and columns of other numbers.
    func resampled(rows: AxisResampling, columns: AxisResampling) -> Tensor {
        let (batch, height, channels) = (shape[0], shape[1], shape[3])
        return resampled(
            columns, lines: batch * height, width: channels, shape: [batch, height, columns.outputLength, channels]
        )
        .resampled(
            rows, lines: batch, width: columns.outputLength * channels,
            shape: [batch, rows.outputLength, columns.outputLength, channels])
    }

    /// `lines` times an axis of steps of `width` numbers each.
    private func resampled(_ axis: AxisResampling, lines: Int, width: Int, shape: [Int]) -> Tensor {
        Tensor(shape: shape) { result in
            result.initialize(repeating: 0)
            scalars.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = result.baseAddress else { return }
                Machine.shared.workers.share(lines) { line in
                    let x = source + line * axis.inputLength * width
                    let y = target + line * axis.outputLength * width
                    for (i, term) in axis.terms.enumerated() {
                        for (step, weight) in term.weights.enumerated() {
                            let from = x + (term.first + step) * width
                            for j in 0..<width { y[i * width + j] += weight * from[j] }
                        }
                    }
                }
            }
        }
    }
}
