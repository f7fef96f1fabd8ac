extension Network {
    /// Writes the network, its layers with all parameters and state, to a safetensors file; `docs/network-files.md` says
    /// how it is described there. Throws if a layer is of a type of one's own, or the network is not built.
    public func save(to path: String) throws(FileError) {
        guard let inputShape else {
            throw FileError("the network is not built yet, and has no weights to write", in: path)
        }
        let description = try naming(path) { () throws(FileError) in
            LayerRecord(
                "Network",
                ["version": .number(1), "input": JSON(inputShape), "layers": try LayerRecord.list(layers)])
        }
        try writeFile(SafeTensors.pieces(stateDictionary, metadata: ["network": description.json.text]), to: path)
    }

    /// Reads a network that `save(to:)` has written, ready to predict and to be trained.
    public init(file path: String) throws(FileError) {
        let bytes = try readFile(path)
        self = try naming(path) { () throws(FileError) in try Network(safeTensors: bytes) }
    }

    init(safeTensors bytes: [UInt8]) throws(FileError) {
        guard let text = try SafeTensors.metadata(bytes)["network"] else {
            throw FileError("the file holds tensors, but no description of a network; SafeTensors.read reads it")
        }
        let tensors = try SafeTensors.read(bytes)
        let record = try LayerRecord(try JSON(Array(text.utf8)[...]))
        guard case .number(1)? = record.arguments["version"] else {
            throw FileError("the network is described in a later version of this format than 1")
        }
        let input = try record.integers("input")
        guard byteCount(input, .scalar) != nil, input.count <= 8 else { throw record.fault("input") }
        let layers = try LayerRecord.layers(try record.list("layers"), at: "", for: input, depth: 0, tensors)
        var network = Network(layers)
        do throws(ShapeError) {
            try network.build(for: input, seed: 0)
        } catch { throw FileError("the layers described do not fit each other: \(error)") }
        do throws(StateError) {
            try network.load(stateDictionary: tensors)
        } catch { throw FileError("the tensors do not fit the layers described: \(error)") }
        self = network
    }
}
