import CNN

/// The work of `elementwise:OPERATION:COUNT` on about `count` numbers from ½ to 1½: a square matrix, or images of 56×56 pixels
/// with 64 channels.
func elementwise(_ operation: String, count: Int) -> (() -> Void)? {
    var generator = RandomGenerator(seed: 1)
    func numbers(_ shape: [Int]) -> Tensor { Tensor(uniform: shape, in: 0.5...1.5, using: &generator) }
    func matrix() -> Tensor {
        let side = Int(Double(count).squareRoot())
        return numbers([side, side])
    }
    func images() -> Tensor { numbers([max(1, count / (56 * 56 * 64)), 56, 56, 64]) }
    func layer(_ layer: some Layer) -> () -> Void {
        let x = images()
        return { _ = layer.predict(x) }
    }
    switch operation {
    case "add":
        let (x, y) = (matrix(), matrix())
        return { _ = x + y }
    case "scale":
        let x = matrix()
        return { _ = x * 1.1 }
    case "exp":
        let x = matrix()
        return { _ = exp(x) }
    case "log":
        let x = matrix()
        return { _ = log(x) }
    case "sum":
        let x = matrix()
        return { _ = x.sum() }
    case "columnSums":
        let x = matrix()
        return { _ = x.sum(axis: 0) }
    case "rowSums":
        let x = matrix()
        return { _ = x.sum(axis: 1) }
    case "rowMaxima":
        let x = matrix()
        return { _ = x.maximum(axis: 1) }
    case "transpose":
        let x = matrix()
        return { _ = x.transposed() }
    case "toChannelsFirst":
        let x = images()
        return { _ = x.transposed([0, 3, 1, 2]) }
    case "toChannelsLast":
        let x = images().reshaped(to: [-1, 64, 56, 56])
        return { _ = x.transposed([0, 2, 3, 1]) }
    case "localResponse": return layer(LocalResponseNormalization())
    case "averagePool": return layer(AveragePooling(3, stride: 2))
    case "maxPool": return layer(MaxPooling(3, stride: 2))
    case "depthwise":
        var convolution = DepthwiseConvolution(kernel: 3, padding: .same)
        do { try convolution.build(for: [56, 56, 64], using: &generator) } catch { fatalError("\(error)") }
        return layer(convolution)
    default: return nil
    }
}
