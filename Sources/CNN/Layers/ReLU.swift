/// max(0, z), number by number; its derivative at 0 is taken as 0.
public struct ReLU: Layer {
    private var output: Tensor?

    /// A ReLU layer.
    public init() {}

    /// The layer as it is written.
    public var description: String { "ReLU()" }

    /// max(0, z).
    public func predict(_ input: Tensor) -> Tensor { relu(input) }

    /// As `predict`; keeps the output.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let result = predict(input)
        output = result
        return result
    }

    /// dZ = dA where the output is above 0, else 0.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        let output = requireForward(output, outputShape: output?.shape ?? [], outputGradient)
        return Tensor(shape: output.shape) { result in
            withPointers(output, outputGradient, nil) { y, dy, _ in
                let target = result.baseAddress!
                let machine = Machine.shared
                machine.workers.shareRanges(result.count) {
                    let start = $0.lowerBound
                    machine.kernels.rectifyGradient(y + start, dy + start, target + start, $0.count)
                }
            }
        }
    }
}
