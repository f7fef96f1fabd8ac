import CNN

/// ONNX's operators by means of the library; images are turned to channels last and back.
struct ONNXOperators {
    static let covered: Set = [
        "Conv", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "BatchNormalization", "LRN", "Dropout",
        "Gemm", "Softmax", "SoftmaxCrossEntropyLoss", "Relu", "LeakyRelu", "Sigmoid", "Tanh", "Adam", "Momentum",
        "Concat",
    ]

    let node: ONNXModel.Node
    let inputs: [Tensor?]
    let version: Int

    private func input(_ i: Int) throws -> Tensor {
        guard i < inputs.count, let tensor = inputs[i] else { throw Unsupported("an input that is missing") }
        return tensor
    }

    private func integers(_ name: String, _ standard: [Int]) -> [Int] { node.integers[name] ?? standard }
    private func integer(_ name: String, _ standard: Int) -> Int { node.integers[name]?.first ?? standard }
    private func real(_ name: String, _ standard: Float) -> Float { node.reals[name] ?? standard }

    func outputs() throws -> [Tensor] {
        switch node.operation {
        case "Conv": return [try convolution()]
        case "MaxPool": return [try maxPool()]
        case "AveragePool": return [try averagePool()]
        case "GlobalAveragePool": return [try globalPool(GlobalAveragePooling())]
        case "GlobalMaxPool": return [try globalPool(GlobalMaxPooling())]
        case "BatchNormalization": return try batchNormalization()
        case "LRN":
            let layer = LocalResponseNormalization(
                size: integer("size", 1), alpha: real("alpha", 1e-4), beta: real("beta", 0.75), k: real("bias", 1),
                dividesAlpha: true)
            return [toChannelsFirst(layer(toChannelsLast(try input(0))))]
        case "Dropout": return try dropout()
        case "Gemm": return [try gemm()]
        case "Softmax": return [try softmaxAlongAxis()]
        case "SoftmaxCrossEntropyLoss": return try crossEntropy()
        case "Relu": return [ReLU()(try input(0))]
        case "LeakyRelu": return [LeakyReLU(slope: real("alpha", 0.01))(try input(0))]
        case "Sigmoid": return [Sigmoid()(try input(0))]
        case "Tanh": return [Tanh()(try input(0))]
        case "Adam": return try adam()
        case "Momentum": return try momentum()
        case "Concat": return [Tensor(concatenating: inputs.compactMap { $0 }, axis: integer("axis", 0))]
        case "Transpose":
            let x = try input(0)
            return [x.transposed(integers("perm", Array((0..<x.rank).reversed())))]
        case "MatMul": return [try input(0).matrixProduct(try input(1))]
        case "Constant": return [try node.tensor ?? { throw Unsupported("a constant that is no tensor") }()]
        default: throw Unsupported("the operator \(node.operation), which the case needs too")
        }
    }

    private func toChannelsLast(_ x: Tensor) -> Tensor {
        x.rank < 3 ? x : x.transposed([0] + Array(2..<x.rank) + [1])
    }

    private func toChannelsFirst(_ x: Tensor) -> Tensor {
        x.rank < 3 ? x : x.transposed([0, x.rank - 1] + Array(1..<x.rank - 1))
    }

    /// Pads by hand what `Padding` has no word for; returns the image and the padding that is left to do.
    private func padded(_ image: Tensor, _ kernel: [Int], _ stride: Int, with value: Float) throws -> (Tensor, Padding)
    {
        let axes = kernel.count
        switch node.texts["auto_pad"] ?? "NOTSET" {
        case "VALID": return (image, .valid)
        case "SAME_UPPER": return (image, .same)
        case "SAME_LOWER":
            let (a, b) = (0..<2).map {
                Padding.same.amounts(length: image.shape[1 + $0], kernel: kernel[$0], stride: stride)
            }
            .splitInTwo
            return (image.padded(top: a.after, bottom: a.before, left: b.after, right: b.before, with: value), .valid)
        default:
            let pads = integers("pads", Array(repeating: 0, count: 2 * axes))
            if Set(pads).count == 1 { return (image, .explicit(pads[0])) }
            return (image.padded(top: pads[0], bottom: pads[2], left: pads[1], right: pads[3], with: value), .valid)
        }
    }

    private func window(_ shape: [Int]) throws -> (kernel: [Int], stride: Int) {
        let kernel = integers("kernel_shape", shape)
        let strides = integers("strides", Array(repeating: 1, count: kernel.count))
        guard kernel.count == 2 else { throw Unsupported("windows over \(kernel.count) axes") }
        guard Set(strides).count == 1 else { throw Unsupported("strides that differ by axis") }
        return (kernel, strides[0])
    }

    /// A convolution over one axis is one over images of height 1.
    private func convolutionOverOneAxis() throws -> Tensor {
        var flat = node
        flat.integers["kernel_shape"] = nil
        for name in ["strides", "dilations"] { flat.integers[name] = node.integers[name].map { [$0[0], $0[0]] } }
        flat.integers["pads"] = node.integers["pads"].map { [0, $0[0], 0, $0[1]] }
        let raised = inputs.map {
            $0.map { $0.rank == 3 ? $0.reshaped(to: Array($0.shape[..<2] + [1] + $0.shape[2...])) : $0 }
        }
        let result = try ONNXOperators(node: flat, inputs: raised, version: version).convolution()
        return result.reshaped(to: Array(result.shape[..<2] + result.shape[3...]))
    }

    private func convolution() throws -> Tensor {
        let weight = try input(1)
        if weight.rank == 3 { return try convolutionOverOneAxis() }
        let (kernel, stride) = try window(Array(weight.shape.dropFirst(2)))
        let dilations = integers("dilations", [1])
        guard Set(dilations).count == 1 else { throw Unsupported("dilations that differ by axis") }
        let reach = kernel.map { ($0 - 1) * dilations[0] + 1 }
        let (image, padding) = try padded(toChannelsLast(try input(0)), reach, stride, with: 0)
        let layer = Convolution(
            weight: weight.transposed([2, 3, 1, 0]), bias: inputs.count > 2 ? inputs[2] : nil, stride: stride,
            padding: padding, groups: integer("group", 1),
            dilation: dilations[0])
        return toChannelsFirst(layer(image))
    }

    private func pooling() throws -> (size: Int, stride: Int) {
        let (kernel, stride) = try window([])
        guard Set(integers("dilations", [1, 1])) == [1] else { throw Unsupported("dilations") }
        guard Set(kernel).count == 1 else { throw Unsupported("windows that are not square") }
        return (kernel[0], stride)
    }

    private func maxPool() throws -> Tensor {
        if node.outputs.count > 1 { throw Unsupported("the places of the maxima as an output") }
        let (size, stride) = try pooling()
        var (image, padding) = try padded(toChannelsLast(try input(0)), [size, size], stride, with: -.infinity)
        // ONNX takes more padding than the layer, as PyTorch, allows: it is put around the image here.
        if case .explicit(let amount) = padding, amount > size / 2 {
            (image, padding) = (image.padded(by: amount, with: -.infinity), .valid)
        }
        let layer = MaxPooling(size, stride: stride, padding: padding, roundsUp: integer("ceil_mode", 0) == 1)
        return toChannelsFirst(layer(image))
    }

    private func averagePool() throws -> Tensor {
        let (size, stride) = try pooling()
        if node.texts["auto_pad"] == "SAME_LOWER" { throw Unsupported("an odd zero before the image, SAME_LOWER") }
        let (image, padding) = try padded(toChannelsLast(try input(0)), [size, size], stride, with: 0)
        let layer = AveragePooling(
            size, stride: stride, padding: padding, roundsUp: integer("ceil_mode", 0) == 1,
            countsPadding: integer("count_include_pad", 0) == 1)
        return toChannelsFirst(layer(image))
    }

    private func globalPool(_ layer: some Layer) throws -> Tensor {
        let x = try input(0)
        guard x.rank == 4 else { throw Unsupported("windows over \(x.rank - 2) axes") }
        return layer(toChannelsLast(x)).reshaped(to: [x.shape[0], x.shape[1], 1, 1])
    }

    private func batchNormalization() throws -> [Tensor] {
        let x = toChannelsLast(try input(0))
        var layer = BatchNormalization(
            epsilon: real("epsilon", 1e-5), momentum: real("momentum", 0.9), varianceEstimate: .biased)
        var generator = RandomGenerator(seed: 0)
        _ = try layer.build(for: Array(x.shape.dropFirst()), using: &generator)
        layer.gamma?.value = try input(1)
        layer.beta?.value = try input(2)
        layer.runningMean = try input(3)
        layer.runningVariance = try input(4)
        if integer("training_mode", 0) == 0 { return [toChannelsFirst(layer(x))] }
        let y = layer.forward(x)
        return [toChannelsFirst(y), layer.runningMean, layer.runningVariance]
    }

    private func dropout() throws -> [Tensor] {
        let x = try input(0)
        let ratio = inputs.count > 1 ? inputs[1]?.scalars.first ?? 0.5 : real("ratio", 0.5)
        let isTraining = inputs.count > 2 && inputs[2]?.scalars.first == 1
        if isTraining && ratio > 0 { throw Unsupported("ONNX's own random numbers") }
        var layer = Dropout(keep: isTraining ? 1 : 1 - ratio)
        if isTraining { return [layer.forward(x), layer.mask ?? x] }
        return [layer(x), Tensor(repeating: 1, shape: x.shape)]
    }

    private func gemm() throws -> Tensor {
        let a = integer("transA", 0) == 1 ? try input(0).transposed() : try input(0)
        let b = integer("transB", 0) == 1 ? try input(1).transposed() : try input(1)
        let product = real("alpha", 1) * a.matrixProduct(b)
        guard inputs.count > 2, let c = inputs[2] else { return product }
        return product + real("beta", 1) * c
    }

    private func softmaxAlongAxis() throws -> Tensor {
        let x = try input(0)
        let axis = integer("axis", version < 13 ? 1 : -1)
        let place = axis < 0 ? axis + x.rank : axis
        if version < 13 {
            let rows = x.shape[..<place].reduce(1, *)
            return softmax(x.reshaped(to: [rows, -1])).reshaped(to: x.shape)
        }
        let order = (0..<x.rank).filter { $0 != place } + [place]
        let back = (0..<x.rank).map { axis in order.firstIndex(of: axis) ?? 0 }
        return softmax(x.transposed(order)).transposed(back)
    }

    /// Rows of class scores; a row's target is its label's weight, or nothing if the label is to be ignored.
    private func crossEntropy() throws -> [Tensor] {
        let scores = toChannelsLast(try input(0))
        let labels = try input(1)
        let classes = scores.shape[scores.rank - 1]
        let rows = scores.reshaped(to: [labels.count, classes])
        let weights = inputs.count > 2 ? inputs[2] : nil
        let ignored = node.integers["ignore_index"]?.first
        var targets = Tensor(zeros: rows.shape)
        for (row, label) in labels.scalars.enumerated() where Int(label) != ignored {
            targets[row, Int(label)] = weights?[Int(label)] ?? 1
        }
        let logarithms = toChannelsFirst(log(softmax(scores)))
        let loss = Loss.softmaxCrossEntropy
        let value: Tensor
        switch node.texts["reduction"] ?? "mean" {
        case "none":
            let each = (0..<labels.count).map { loss(rows.sliced($0..<$0 + 1), targets.sliced($0..<$0 + 1)).value }
            value = Tensor(shape: labels.shape, scalars: each)
        case "sum": value = Tensor(shape: [], scalars: [loss(rows, targets).value * Float(labels.count)])
        default: value = Tensor(shape: [], scalars: [loss(rows, targets).value * Float(labels.count) / targets.sum()])
        }
        return [value, logarithms]
    }

    /// The inputs behind the rate and the count, several of each kind: values, gradients and what is remembered.
    private func optimize(
        _ kinds: Int, _ step: (inout Network) throws -> Void, remember: (Int, [Tensor]) -> Void,
        remembered: (Int) -> [Tensor]
    ) throws -> [Tensor] {
        let count = (inputs.count - 2) / kinds
        var layers: [any Layer] = []
        for i in 0..<count {
            let value = try input(2 + i)
            var layer = Dense(weight: value.reshaped(to: [1, value.count]))
            layer.weight?.gradient = try input(2 + count + i).reshaped(to: [1, value.count])
            layers.append(layer)
            remember(i, try (2..<kinds).map { try input(2 + $0 * count + i).reshaped(to: [1, value.count]) })
        }
        var network = Network(layers)
        try step(&network)
        let shapes = try (0..<count).map { try input(2 + $0).shape }
        let values = zip(network.parameters, shapes).map { $0.parameter.value.reshaped(to: $1) }
        let memories = (0..<kinds - 2).flatMap { kind in
            (0..<count).map { remembered($0)[kind].reshaped(to: shapes[$0]) }
        }
        return values + memories
    }

    private func adam() throws -> [Tensor] {
        guard real("norm_coefficient_post", 0) == 0 else { throw Unsupported("a penalty after the step") }
        let count = Int(try input(1).scalars[0])
        var rule = Adam(
            learningRate: try input(0).scalars[0], beta1: real("alpha", 0.9), beta2: real("beta", 0.999),
            epsilon: real("epsilon", 1e-6), weightDecay: real("norm_coefficient", 0), correctsBias: count > 0)
        rule.steps = max(count - 1, 0)
        // ONNX adds ε before the correction of s, we as the paper behind it.
        if count > 0 { rule.epsilon /= (1 - (0..<count).reduce(1) { power, _ in power * rule.beta2 }).squareRoot() }
        return try optimize(
            4, { rule.update(&$0) },
            remember: { (rule.averages["\($0).weight"], rule.squares["\($0).weight"]) = ($1[0], $1[1]) },
            remembered: { ["\($0).weight"].flatMap { [rule.averages[$0], rule.squares[$0]].compactMap { $0 } } })
    }

    private func momentum() throws -> [Tensor] {
        guard try input(1).scalars[0] == 0 || real("beta", 1) == 1 else {
            throw Unsupported("a factor of the gradient")
        }
        var rule = Momentum(
            learningRate: try input(0).scalars[0], beta: real("alpha", 0), form: .accumulated,
            weightDecay: real("norm_coefficient", 0), nesterov: node.texts["mode"] == "nesterov")
        return try optimize(
            3, { rule.update(&$0) }, remember: { rule.velocities["\($0).weight"] = $1[0] },
            remembered: { [rule.velocities["\($0).weight"]].compactMap { $0 } })
    }
}

extension Array {
    fileprivate var splitInTwo: (Element, Element) { (self[0], self[1]) }
}
