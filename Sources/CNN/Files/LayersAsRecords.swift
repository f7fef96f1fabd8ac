extension LayerRecord {
    /// Describes a layer, and those inside it; throws for a type that files have no name for.
    init(of layer: AnyLayer) throws(FileError) {
        if let record = try LayerRecord(composite: layer) ?? LayerRecord(convolution: layer)
            ?? LayerRecord(pooling: layer) ?? LayerRecord(other: layer)
        {
            self = record
            return
        }
        let plain: [(String, Bool)] = [
            ("ReLU", layer.unwrapped(as: ReLU.self) != nil), ("ReLU6", layer.unwrapped(as: ReLU6.self) != nil),
            ("SiLU", layer.unwrapped(as: SiLU.self) != nil), ("Sigmoid", layer.unwrapped(as: Sigmoid.self) != nil),
            ("Tanh", layer.unwrapped(as: Tanh.self) != nil), ("Softmax", layer.unwrapped(as: Softmax.self) != nil),
            ("Flatten", layer.unwrapped(as: Flatten.self) != nil),
            ("GlobalAveragePooling", layer.unwrapped(as: GlobalAveragePooling.self) != nil),
            ("GlobalMaxPooling", layer.unwrapped(as: GlobalMaxPooling.self) != nil),
        ]
        guard let type = plain.first(where: { $0.1 })?.0 else {
            throw FileError(
                "there is no record of this type of layer in files, \(layer.description): SafeTensors.write(network.stateDictionary, to: path) keeps the weights without the layers"
            )
        }
        self.init(type)
    }

    private init?(composite layer: AnyLayer) throws(FileError) {
        if let network = layer.unwrapped(as: Network.self) {
            self.init("Network", ["layers": try LayerRecord.list(network.layers)])
        } else if let block = layer.unwrapped(as: Residual.self) {
            let shortcut = try naming("shortcut") { () throws(FileError) in try LayerRecord.list(block.shortcut.layers)
            }
            self.init("Residual", ["main": try LayerRecord.list(block.main.layers), "shortcut": shortcut])
        } else if let branches = layer.unwrapped(as: Concat.self) {
            self.init("Concat", ["branches": try LayerRecord.list(branches.branches)])
        } else if let scaled = layer.unwrapped(as: SqueezeExcitation.self) {
            self.init("SqueezeExcitation", ["squeezed": .number(scaled.squeezed)])
        } else {
            return nil
        }
    }

    private init?(convolution layer: AnyLayer) {
        if let own = layer.unwrapped(as: Convolution.self) {
            self.init(
                "Convolution",
                [
                    "filters": .number(own.filters), "kernel": JSON([own.kernelSize.height, own.kernelSize.width]),
                    "stride": .number(own.stride), "padding": JSON(own.padding), "groups": .number(own.groups),
                    "dilation": .number(own.dilation), "bias": JSON(own.hasBias),
                ])
        } else if let own = layer.unwrapped(as: DepthwiseConvolution.self) {
            self.init(
                "DepthwiseConvolution",
                [
                    "kernel": .number(own.kernel), "stride": .number(own.stride), "padding": JSON(own.padding),
                    "dilation": .number(own.dilation), "multiplier": .number(own.multiplier), "bias": JSON(own.hasBias),
                ])
        } else if let own = layer.unwrapped(as: TransposedConvolution.self) {
            self.init(
                "TransposedConvolution",
                [
                    "filters": .number(own.filters), "kernel": .number(own.kernel), "stride": .number(own.stride),
                    "padding": JSON(own.padding), "outputPadding": .number(own.outputPadding),
                    "bias": JSON(own.hasBias),
                ])
        } else if let own = layer.unwrapped(as: TableConvolution.self) {
            self.init(
                "TableConvolution", ["table": .array(own.table.map { JSON($0) }), "kernel": .number(own.kernel)])
        } else {
            return nil
        }
    }

    private init?(pooling layer: AnyLayer) {
        if let own = layer.unwrapped(as: MaxPooling.self) {
            self.init(
                "MaxPooling",
                [
                    "size": .number(own.size), "stride": .number(own.stride), "padding": JSON(own.padding),
                    "roundsUp": JSON(own.roundsUp),
                ])
        } else if let own = layer.unwrapped(as: AveragePooling.self) {
            self.init(
                "AveragePooling",
                [
                    "size": .number(own.size), "stride": .number(own.stride), "padding": JSON(own.padding),
                    "roundsUp": JSON(own.roundsUp), "countsPadding": JSON(own.countsPadding),
                ])
        } else if let own = layer.unwrapped(as: TrainablePooling.self) {
            self.init("TrainablePooling", ["size": .number(own.size)])
        } else if let own = layer.unwrapped(as: Upsampling.self) {
            self.init(
                "Upsampling",
                ["factor": .number(own.factor), "mode": .string(own.mode == .nearest ? "nearest" : "bilinear")])
        } else if let own = layer.unwrapped(as: ZeroPadding.self) {
            self.init("ZeroPadding", ["amount": .number(own.amount)])
        } else if let own = layer.unwrapped(as: ChannelPadding.self) {
            self.init("ChannelPadding", ["channels": .number(own.channels), "stride": .number(own.stride)])
        } else {
            return nil
        }
    }

    private init?(other layer: AnyLayer) {
        if let own = layer.unwrapped(as: Dense.self) {
            self.init("Dense", ["units": .number(own.units), "bias": JSON(own.hasBias)])
        } else if let own = layer.unwrapped(as: BatchNormalization.self) {
            self.init(
                "BatchNormalization",
                [
                    "epsilon": JSON(own.epsilon), "momentum": JSON(own.momentum),
                    "unbiased": JSON(own.varianceEstimate == .unbiased),
                ])
        } else if let own = layer.unwrapped(as: LocalResponseNormalization.self) {
            self.init(
                "LocalResponseNormalization",
                [
                    "size": .number(own.size), "alpha": JSON(own.alpha), "beta": JSON(own.beta), "k": JSON(own.k),
                    "dividesAlpha": JSON(own.dividesAlpha),
                ])
        } else if let own = layer.unwrapped(as: Dropout.self) {
            self.init("Dropout", ["keep": JSON(own.keep)])
        } else if let own = layer.unwrapped(as: LeakyReLU.self) {
            self.init("LeakyReLU", ["slope": JSON(own.slope)])
        } else if let own = layer.unwrapped(as: ScaledTanh.self) {
            self.init("ScaledTanh", ["amplitude": JSON(own.amplitude), "slope": JSON(own.slope)])
        } else if let own = layer.unwrapped(as: RadialBasis.self) {
            self.init(
                "RadialBasis",
                ["shape": JSON(own.patterns.shape), "patterns": .array(own.patterns.scalars.map { JSON($0) })])
        } else {
            return nil
        }
    }

    /// Layers one after the other, each with its name if it has one.
    static func list(_ layers: [AnyLayer]) throws(FileError) -> JSON {
        var list: [JSON] = []
        for (position, layer) in layers.enumerated() {
            var record = try naming(layer.nameOrPosition(position)) { () throws(FileError) in
                try LayerRecord(of: layer.withoutName)
            }
            if let name = layer.nameAndLayer?.name { record.arguments["name"] = .string(name) }
            list.append(record.json)
        }
        return .array(list)
    }
}
