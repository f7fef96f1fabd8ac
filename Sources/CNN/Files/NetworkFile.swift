extension Network {
    /// Writes the network, its layers with all parameters and state, to a safetensors file; `docs/network-files.md` says
    /// how it is described there. Throws, and writes nothing, if it could not be read again: if there is no record of a
    /// layer's type, an argument is not finite, layers are nested more than about thirty deep, or the network is not built.
    public func save(to path: String) throws(FileError) {
        guard let inputShape else {
            throw FileError("the network is not built yet, and has no weights to write", in: path)
        }
        let tensors = stateDictionary
        let text = try naming(path) { () throws(FileError) in try description(for: inputShape, tensors) }
        try writeFile(SafeTensors.pieces(tensors, metadata: ["network": text]), to: path)
    }

    /// The text that describes the layers; throws if it could not be read again.
    func description(for inputShape: [Int], _ tensors: [String: Tensor]) throws(FileError) -> String {
        let record = LayerRecord(
            "Network",
            ["version": .number(1), "input": JSON(inputShape), "layers": try LayerRecord.list(layers)])
        let text = record.json.text
        _ = try Network.described(by: text, tensors)
        return text
    }

    /// Reads a network that `save(to:)` has written, ready to predict and to be trained.
    public init(file path: String) throws(FileError) {
        let bytes = try readFile(path)
        self = try naming(path) { () throws(FileError) in try Network(safeTensors: bytes) }
    }

    init(safeTensors bytes: [UInt8]) throws(FileError) {
        let (tensors, metadata) = try SafeTensors.content(of: bytes)
        guard let text = metadata["network"] else {
            throw FileError("the file holds tensors, but no description of a network; SafeTensors.read reads it")
        }
        var (network, input) = try Network.described(by: text, tensors)
        do throws(ShapeError) {
            try network.build(for: input, seed: 0)
        } catch { throw FileError("the layers described do not fit each other: \(error)") }
        do throws(StateError) {
            try network.load(stateDictionary: tensors)
        } catch { throw FileError("the tensors do not fit the layers described: \(error)") }
        self = network
    }

    /// The network of a description, not built yet, whose tensors are among these, and the shape of its input.
    static func described(
        by text: String, _ tensors: [String: Tensor]
    ) throws(FileError) -> (network: Network, input: [Int]) {
        let record = try LayerRecord(try JSON(Array(text.utf8)[...]))
        guard case .number(let version)? = record.arguments["version"], version >= 1 else {
            throw FileError("the description of the network has no version of this format; the first is 1")
        }
        guard version == 1 else {
            throw FileError("the network is described in a later version of this format, \(version), than 1")
        }
        let input = try record.integers("input")
        guard byteCount(input, .scalar) != nil, input.count <= 8 else { throw record.fault("input") }
        var names = NamesInFile(tensors: tensors)
        return (Network(try LayerRecord.layers(try record.list("layers"), at: "", for: input, &names)), input)
    }
}
