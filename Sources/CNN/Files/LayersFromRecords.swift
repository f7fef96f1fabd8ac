extension LayerRecord {
    /// The layers of a list for inputs of a shape, not built yet. That the tensors of the file are theirs, by the path of names,
    /// is known before memory is taken for any.
    static func layers(
        _ list: [JSON], at path: String, for inputShape: [Int], depth: Int, _ tensors: [String: Tensor]
    ) throws(FileError) -> [AnyLayer] {
        var shape = inputShape
        guard depth < 16 else { throw FileError("the description of the network is nested too deeply") }
        var (layers, seen): ([AnyLayer], Set<String>) = ([], [])
        for (position, json) in list.enumerated() {
            let record = try LayerRecord(json)
            let name = record.arguments["name"] == nil ? nil : try record.word("name")
            let own = name ?? "\(position)"
            guard own.isEmpty || seen.insert(own).inserted else {
                throw FileError("the description of the network has two layers \(joined(path, own))")
            }
            let layer = try record.layer(at: joined(path, own), for: shape, depth: depth, tensors)
            shape = try record.outputShape(of: layer, for: shape, at: joined(path, own))
            layers.append(name.map { layer.named($0).erased } ?? layer)
        }
        return layers
    }

    private func outputShape(of layer: AnyLayer, for shape: [Int], at path: String) throws(FileError) -> [Int] {
        do throws(ShapeError) {
            let output = try layer.outputShape(for: shape)
            if byteCount(output, .scalar) != nil && output.allSatisfy({ $0 <= 1 << 30 }) { return output }
        } catch { throw FileError("the layers described do not fit each other: layer \(path), \(error)") }
        throw FileError("the layer \(path) described gives more numbers than there is memory for")
    }

    /// Throws unless the file has this tensor.
    private func requireTensor(_ name: String, _ shape: [Int], _ tensors: [String: Tensor]) throws(FileError) {
        guard tensors[name]?.shape == shape else {
            throw FileError("the tensor \(name) is missing or not of the shape that the network's description gives it")
        }
    }

    private func layer(
        at path: String, for shape: [Int], depth: Int, _ tensors: [String: Tensor]
    ) throws(FileError) -> AnyLayer {
        func inner(_ name: String, _ prefix: String) throws(FileError) -> Network {
            Network(
                try LayerRecord.layers(
                    try list(name), at: joined(path, prefix), for: shape, depth: depth + 1, tensors))
        }
        switch type {
        case "Network": return try inner("layers", "").erased
        case "Residual":
            return Residual(main: try inner("main", ""), shortcut: try inner("shortcut", "shortcut")).erased
        case "Concat":
            let branches = try branches(at: path, for: shape, depth: depth + 1, tensors)
            return Concat { branches }.erased
        case "SqueezeExcitation":
            let squeezed = try integer("squeezed")
            try requireTensor(joined(path, "fc1.weight"), [1, 1, shape.last ?? 0, squeezed], tensors)
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
            let units = try integer("units")
            try requireTensor(joined(path, "weight"), shape + [units], tensors)
            return Dense(units, bias: try flag("bias")).erased
        case "BatchNormalization":
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
            return Dropout(keep: keep).erased
        case "LeakyReLU":
            let slope = try real("slope")
            guard slope >= 0 else { throw fault("slope") }
            return LeakyReLU(slope: slope).erased
        case "ScaledTanh": return ScaledTanh(amplitude: try real("amplitude"), slope: try real("slope")).erased
        case "RadialBasis": return try radialBasis().erased
        default: return try windows(at: path, channels: shape.last ?? 0, tensors)
        }
    }

    /// Branches that read the same input.
    private func branches(
        at path: String, for shape: [Int], depth: Int, _ tensors: [String: Tensor]
    ) throws(FileError) -> [AnyLayer] {
        var branches: [AnyLayer] = []
        for (position, json) in try list("branches").enumerated() {
            // Alone in a list, each begins with the input; its name or position is that of the whole list.
            var record = try LayerRecord(json)
            let hasName = record.arguments["name"] != nil
            if !hasName { record.arguments["name"] = .string("\(position)") }
            let layer = try LayerRecord.layers([record.json], at: path, for: shape, depth: depth, tensors)[0]
            branches.append(hasName ? layer : layer.withoutName)
        }
        return branches
    }

    /// Layers that slide windows over images.
    private func windows(
        at path: String, channels: Int, _ tensors: [String: Tensor]
    ) throws(FileError) -> AnyLayer {
        let weight = joined(path, "weight")
        switch type {
        case "Convolution":
            let layer = try convolution(weight: tensors[weight])
            let (height, width) = layer.kernelSize
            try requireTensor(weight, [height, width, channels / layer.groups, layer.filters], tensors)
            return layer.erased
        case "DepthwiseConvolution":
            let (kernel, multiplier) = (try integer("kernel"), try integer("multiplier"))
            try requireTensor(weight, [kernel, kernel, 1, channels * multiplier], tensors)
            return DepthwiseConvolution(
                kernel: kernel, stride: try integer("stride"), padding: try padding(),
                dilation: try integer("dilation"), multiplier: multiplier, bias: try flag("bias")
            ).erased
        case "TransposedConvolution":
            let (stride, extra, padding) = (
                try integer("stride"), try integer("outputPadding", atLeast: 0), try padding()
            )
            guard extra < stride, extra == 0 || padding != .same else { throw fault("outputPadding") }
            let (filters, kernel) = (try integer("filters"), try integer("kernel"))
            try requireTensor(weight, [kernel, kernel, filters, channels], tensors)
            return TransposedConvolution(
                filters, kernel: kernel, stride: stride, padding: padding,
                outputPadding: extra, bias: try flag("bias")
            ).erased
        case "TableConvolution":
            let layer = try tableConvolution()
            try requireTensor(weight, [layer.kernel, layer.kernel, layer.table.joined().count], tensors)
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
        case "TrainablePooling": return TrainablePooling(try integer("size")).erased
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
