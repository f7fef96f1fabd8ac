extension LayerRecord {
    /// The layers of a list for inputs of a shape, not built yet. That the tensors of the file are theirs, by the path of names,
    /// is known before memory is taken for any.
    static func layers(
        _ list: [JSON], at path: String, for inputShape: [Int], _ names: inout NamesInFile
    ) throws(FileError) -> [AnyLayer] {
        var (shape, layers): ([Int], [AnyLayer]) = (inputShape, [])
        for (position, json) in list.enumerated() {
            let (layer, output) = try layer(json, at: position, in: path, for: shape, &names)
            layers.append(layer)
            shape = output
        }
        return layers
    }

    /// The layer at a position of a list, under its name if it has one, and the shape of its output.
    private static func layer(
        _ json: JSON, at position: Int, in path: String, for inputShape: [Int], _ names: inout NamesInFile
    ) throws(FileError) -> (layer: AnyLayer, outputShape: [Int]) {
        let (record, name) = try naming("\(position)") { () throws(FileError) in
            let record = try LayerRecord(json)
            return (record, record.arguments["name"] == nil ? nil : try record.word("name"))
        }
        let own = name ?? "\(position)"
        return try naming(own) { () throws(FileError) in
            let path = joined(path, own)
            if !own.isEmpty { try names.claim(layer: path) }
            let layer = try record.layer(at: path, for: inputShape, &names)
            return (name.map { layer.named($0).erased } ?? layer, try outputShape(of: layer, for: inputShape))
        }
    }

    private static func outputShape(of layer: AnyLayer, for shape: [Int]) throws(FileError) -> [Int] {
        do throws(ShapeError) {
            let output = try layer.outputShape(for: shape)
            if byteCount(output, .scalar) != nil && output.allSatisfy({ $0 <= 1 << 30 }) { return output }
        } catch { throw FileError("the layers described do not fit each other: \(error)") }
        throw FileError("the layer described gives more numbers than there is memory for")
    }

    private func layer(
        at path: String, for shape: [Int], _ names: inout NamesInFile
    ) throws(FileError) -> AnyLayer {
        switch type {
        case "Network":
            return Network(try LayerRecord.layers(try list("layers"), at: path, for: shape, &names)).erased
        case "Residual":
            let main = try LayerRecord.layers(try list("main"), at: path, for: shape, &names)
            let shortcut = try naming("shortcut") { () throws(FileError) in
                let path = joined(path, "shortcut")
                try names.claim(layer: path)
                return try LayerRecord.layers(try list("shortcut"), at: path, for: shape, &names)
            }
            return Residual(main: Network(main), shortcut: Network(shortcut)).erased
        case "Concat":
            var branches: [AnyLayer] = []
            for (position, json) in try list("branches").enumerated() {
                branches.append(try LayerRecord.layer(json, at: position, in: path, for: shape, &names).layer)
            }
            return Concat { branches }.erased
        case "SqueezeExcitation":
            let (squeezed, channels) = (try integer("squeezed"), shape.last ?? 0)
            for (part, inputs, outputs) in [("fc1", channels, squeezed), ("fc2", squeezed, channels)] {
                let path = joined(path, part)
                try names.claim(layer: path)
                try names.claimWeight([1, 1, inputs, outputs], biases: outputs, at: path)
            }
            return SqueezeExcitation(squeezed).erased
        case "ReLU": return ReLU().erased
        case "ReLU6": return ReLU6().erased
        case "SiLU": return SiLU().erased
        case "Sigmoid": return Sigmoid().erased
        case "Tanh": return Tanh().erased
        case "Softmax": return Softmax().erased
        case "Flatten": return Flatten().erased
        case "GlobalAveragePooling": return GlobalAveragePooling().erased
        case "GlobalMaxPooling": return GlobalMaxPooling().erased
        case "Dense":
            let (units, bias) = (try integer("units"), try flag("bias"))
            try names.claimWeight(shape + [units], biases: bias ? units : nil, at: path)
            return Dense(units, bias: bias).erased
        case "BatchNormalization":
            for tensor in ["gamma", "beta", "runningMean", "runningVariance"] {
                try names.claim(tensor, [shape.last ?? 0], at: path)
            }
            return BatchNormalization(
                epsilon: try real("epsilon"), momentum: try real("momentum"),
                varianceEstimate: try flag("unbiased") ? .unbiased : .biased
            ).erased
        case "LocalResponseNormalization":
            return LocalResponseNormalization(
                size: try integer("size"), alpha: try real("alpha"), beta: try real("beta"), k: try real("k"),
                dividesAlpha: try flag("dividesAlpha")
            ).erased
        case "Dropout":
            let keep = try real("keep")
            guard keep > 0 && keep <= 1 else { throw fault("keep") }
            try names.claim("generator", [4], at: path)
            return Dropout(keep: keep).erased
        case "LeakyReLU":
            let slope = try real("slope")
            guard slope >= 0 else { throw fault("slope") }
            return LeakyReLU(slope: slope).erased
        case "ScaledTanh": return ScaledTanh(amplitude: try real("amplitude"), slope: try real("slope")).erased
        case "RadialBasis": return try radialBasis().erased
        default: return try windows(at: path, channels: shape.last ?? 0, &names)
        }
    }

    /// Layers that slide windows over images.
    private func windows(
        at path: String, channels: Int, _ names: inout NamesInFile
    ) throws(FileError) -> AnyLayer {
        switch type {
        case "Convolution":
            let layer = try convolution(weight: names.tensors[joined(path, "weight")])
            let (height, width) = layer.kernelSize
            try names.claimWeight(
                [height, width, channels / layer.groups, layer.filters], biases: layer.hasBias ? layer.filters : nil,
                at: path)
            return layer.erased
        case "DepthwiseConvolution":
            let layer = DepthwiseConvolution(
                kernel: try integer("kernel"), stride: try integer("stride"), padding: try padding(),
                dilation: try integer("dilation"), multiplier: try integer("multiplier"), bias: try flag("bias"))
            let outputs = channels * layer.multiplier
            try names.claimWeight(
                [layer.kernel, layer.kernel, 1, outputs], biases: layer.hasBias ? outputs : nil, at: path)
            return layer.erased
        case "TransposedConvolution":
            let (stride, extra, padding) = (
                try integer("stride"), try integer("outputPadding", atLeast: 0), try padding()
            )
            guard extra < stride, extra == 0 || padding != .same else { throw fault("outputPadding") }
            let (filters, kernel, bias) = (try integer("filters"), try integer("kernel"), try flag("bias"))
            try names.claimWeight([kernel, kernel, filters, channels], biases: bias ? filters : nil, at: path)
            return TransposedConvolution(
                filters, kernel: kernel, stride: stride, padding: padding, outputPadding: extra, bias: bias
            ).erased
        case "TableConvolution":
            let layer = try tableConvolution()
            try names.claimWeight(
                [layer.kernel, layer.kernel, layer.table.joined().count], biases: layer.table.count, at: path)
            return layer.erased
        case "MaxPooling":
            let (size, padding) = (try integer("size"), try padding())
            if case .explicit(let amount) = padding, amount > size / 2 { throw fault("padding") }
            return MaxPooling(size, stride: try integer("stride"), padding: padding, roundsUp: try flag("roundsUp"))
                .erased
        case "AveragePooling":
            return AveragePooling(
                try integer("size"), stride: try integer("stride"), padding: try padding(),
                roundsUp: try flag("roundsUp"), countsPadding: try flag("countsPadding")
            ).erased
        case "TrainablePooling":
            for tensor in ["coefficient", "bias"] { try names.claim(tensor, [channels], at: path) }
            return TrainablePooling(try integer("size")).erased
        case "Upsampling":
            let mode = try word("mode")
            guard mode == "nearest" || mode == "bilinear" else { throw fault("mode") }
            return Upsampling(try integer("factor"), mode: mode == "nearest" ? .nearest : .bilinear).erased
        case "ZeroPadding": return ZeroPadding(try integer("amount", atLeast: 0)).erased
        case "ChannelPadding": return ChannelPadding(try integer("channels"), stride: try integer("stride")).erased
        default: throw FileError("the description of the network has a layer of a type that is unknown, \(type)")
        }
    }

    private func convolution(weight: Tensor?) throws(FileError) -> Convolution {
        let (kernel, filters, groups) = (try integers("kernel"), try integer("filters"), try integer("groups"))
        let (stride, padding, dilation, bias) = (
            try integer("stride"), try padding(), try integer("dilation"), try flag("bias")
        )
        guard kernel.count == 2 else { throw fault("kernel") }
        guard filters % groups == 0 else { throw fault("groups") }
        if kernel[0] == kernel[1] {
            return Convolution(
                filters, kernel: kernel[0], stride: stride, padding: padding, groups: groups, dilation: dilation,
                bias: bias)
        }
        guard let weight, weight.rank == 4, weight.count > 0, weight.shape[3] == filters,
            kernel == Array(weight.shape[..<2])
        else { throw fault("weight") }
        return Convolution(
            weight: weight, bias: bias ? Tensor(zeros: [filters]) : nil, stride: stride, padding: padding,
            groups: groups, dilation: dilation)
    }

    private func tableConvolution() throws(FileError) -> TableConvolution {
        var table: [[Int]] = []
        for row in try list("table") {
            let read = try LayerRecord(type, ["table": row]).integers("table", atLeast: 0)
            guard Set(read).count == read.count, !read.isEmpty else { throw fault("table") }
            table.append(read)
        }
        if table.isEmpty { throw fault("table") }
        return TableConvolution(table, kernel: try integer("kernel"))
    }

    private func radialBasis() throws(FileError) -> RadialBasis {
        let shape = try integers("shape")
        var numbers: [Scalar] = []
        for number in try list("patterns") {
            numbers.append(try LayerRecord(type, ["patterns": number]).real("patterns"))
        }
        guard shape.count == 2, byteCount(shape, .scalar) == numbers.count * NumberType.scalar.size else {
            throw fault("patterns")
        }
        return RadialBasis(patterns: Tensor(shape: shape, scalars: numbers))
    }
}
