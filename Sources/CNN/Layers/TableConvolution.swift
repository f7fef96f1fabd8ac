/// A convolution whose filters each read only the channels that a table names, as LeNet-5's layer C3 (LeCun et al.,
/// 1998, table I): input `[batch, h, w, channels]`, output `[batch, h', w', filters]`, stride 1, no padding.
public struct TableConvolution: Layer {
    /// For each filter the channels that it reads.
    public let table: [[Int]]
    /// Height and width of the kernels.
    public let kernel: Int
    private let initialization: Initialization

    /// One kernel for each pair of filter and channel in the table's order, `[f, f, pairs]`; nil before the layer is
    /// built.
    public var weight: Parameter?
    /// One number for each filter; nil before the layer is built.
    public var bias: Parameter?
    /// The same as a convolution over all channels, with kernels of zeros where the table has no entry.
    private var dense: Convolution?
    private var input: Tensor?

    /// Filters of `kernel` × `kernel`, as many as the table has entries.
    public init(_ table: [[Int]], kernel: Int, initialization: Initialization = .xavier) {
        require(
            kernel >= 1 && !table.isEmpty && table.allSatisfy { Set($0).count == $0.count && ($0.min() ?? 0) >= 0 },
            "A table convolution needs a kernel of at least 1 and filters that name each of their channels once.")
        self.table = table
        self.kernel = kernel
        self.initialization = initialization
    }

    /// The layer as it is written.
    public var description: String { "TableConvolution(\(table.count) filters, kernel: \(kernel))" }

    /// A leaf.
    public var structure: LayerStructure { .leaf("\(kernel)×\(kernel) conv, \(table.count), by table", .convolution) }

    /// `[h', w', filters]`; throws if there are no images, or not the channels that the table names.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        let needed = 1 + (table.joined().max() ?? 0)
        guard inputShape.count == 3, inputShape[2] >= needed, inputShape[0] >= kernel, inputShape[1] >= kernel else {
            throw ShapeError(
                layer: description,
                expected: "[height ≥ \(kernel), width ≥ \(kernel), channels ≥ \(needed)]", given: inputShape)
        }
        return [inputShape[0] - kernel + 1, inputShape[1] - kernel + 1, table.count]
    }

    /// Draws the kernels filter by filter, for the number of inputs that each has; for `.glorotUniform` also for the number of
    /// outputs that read one of its inputs, on average.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        let shape = try outputShape(for: inputShape)
        let taps = kernel * kernel
        var readers = [Int](repeating: 0, count: inputShape[2])
        for channel in table.joined() { readers[channel] += 1 }
        let parts = table.map { channels in
            initialization.weights(
                [kernel, kernel, channels.count], inputs: taps * channels.count,
                outputs: taps * channels.reduce(0) { $0 + readers[$1] } / max(1, channels.count), using: &generator)
        }
        weight = Parameter(Tensor(concatenating: parts, axis: 2))
        bias = Parameter(Tensor(zeros: [table.count]), decays: false)
        return shape
    }

    /// X * W + b.
    public func predict(_ input: Tensor) -> Tensor { corrected(expanded(for: input).predict(input), input) }

    /// As `predict`; keeps the input.
    public mutating func forward(_ input: Tensor) -> Tensor {
        var dense = expanded(for: input)
        let output = dense.forward(input)
        (self.dense, self.input) = (dense, input)
        return corrected(output, input)
    }

    /// The output filter by filter if the input has nan or infinity, which times the zeros of channels left out would
    /// be nan.
    private func corrected(_ output: Tensor, _ input: Tensor) -> Tensor {
        if output.isFinite || input.isFinite { return output }
        return Tensor(concatenating: table.indices.map { alone($0).predict(channels(of: $0, in: input)) }, axis: -1)
    }

    /// As a convolution over all channels; the gradients of kernels that are not in the table are dropped.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        guard var dense, let input else { stop("\(self): backward needs a forward before it.") }
        dense.zeroGradients()
        var inputGradient = dense.backward(outputGradient)
        if let all = dense.weight?.gradient, let sums = dense.bias?.gradient {
            var own = Tensor(zeros: weight?.value.shape ?? [])
            forEachKernelNumber(channels: all.shape[2]) { own.scalars[$0] = all.scalars[$1] }
            weight?.addGradient(own)
            bias?.addGradient(sums)
        }
        if !inputGradient.isFinite && !outputGradient.isFinite {
            inputGradient = Tensor(zeros: input.shape)
            let channelCount = input.shape[3]
            for (filter, read) in table.enumerated() {
                var part = alone(filter)
                _ = part.forward(channels(of: filter, in: input))
                let gradient = part.backward(outputGradient.sliced(filter..<filter + 1, axis: -1))
                for i in gradient.scalars.indices {
                    inputGradient.scalars[i / read.count * channelCount + read[i % read.count]] += gradient.scalars[i]
                }
            }
        }
        return inputGradient
    }

    /// Visits `weight` and `bias`.
    public mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) {
        if weight != nil { visit("weight", &weight!) }
        if bias != nil { visit("bias", &bias!) }
    }

    /// h'·w'·f²·pairs.
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        guard let shape = try? outputShape(for: inputShape) else { return 0 }
        return shape[0] * shape[1] * kernel * kernel * table.joined().count
    }

    private func expanded(for input: Tensor) -> Convolution {
        guard let weight, let bias else { stop("\(self) has no weights yet: build the network first.") }
        requireFit(input)
        let channels = input.shape[3]
        var full = Tensor(zeros: [kernel, kernel, channels, table.count])
        forEachKernelNumber(channels: channels) { own, all in full.scalars[all] = weight.value.scalars[own] }
        return Convolution(weight: full, bias: bias.value)
    }

    /// One filter, over its own channels only.
    private func alone(_ filter: Int) -> Convolution {
        guard let weight, let bias else { stop("\(self) has no weights yet: build the network first.") }
        let first = table[..<filter].joined().count
        let kernels = weight.value.sliced(first..<first + table[filter].count, axis: 2)
        return Convolution(
            weight: kernels.reshaped(to: kernels.shape + [1]), bias: bias.value.sliced(filter..<filter + 1))
    }

    private func channels(of filter: Int, in input: Tensor) -> Tensor {
        Tensor(concatenating: table[filter].map { input.sliced($0..<$0 + 1, axis: 3) }, axis: 3)
    }

    /// The index of each kernel number in `weight` and in the kernels over all channels.
    private func forEachKernelNumber(channels: Int, _ body: (_ own: Int, _ full: Int) -> Void) {
        let pairs = table.enumerated().flatMap { filter, read in read.map { (filter, $0) } }
        for tap in 0..<kernel * kernel {
            for (i, (filter, channel)) in pairs.enumerated() {
                body(tap * pairs.count + i, (tap * channels + channel) * table.count + filter)
            }
        }
    }
}
