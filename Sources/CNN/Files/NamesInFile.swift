/// The layers and tensors that a network file's description has named so far, each of which it may name once.
struct NamesInFile {
    /// The tensors that the file has, by name.
    let tensors: [String: Tensor]
    private var layerPaths: Set<String> = []
    private var tensorNames: Set<String> = []

    init(tensors: [String: Tensor]) { self.tensors = tensors }

    /// Throws if another layer has this path.
    mutating func claim(layer path: String) throws(FileError) {
        guard layerPaths.insert(path).inserted else {
            throw FileError("the description of the network has two layers \(path)")
        }
    }

    /// Throws unless the file has this tensor of the layer at `path`, in this shape, and no other layer has it.
    mutating func claim(_ tensor: String, _ shape: [Int], at path: String) throws(FileError) {
        let name = joined(path, tensor)
        guard tensorNames.insert(name).inserted else {
            throw FileError("the description of the network has two tensors \(name)")
        }
        guard tensors[name]?.shape == shape else {
            throw FileError("the tensor \(name) is missing or not of the shape that the network's description gives it")
        }
    }

    /// The same for kernels or a matrix and, if there is one for each of `biases` outputs, the bias.
    mutating func claimWeight(_ shape: [Int], biases: Int?, at path: String) throws(FileError) {
        try claim("weight", shape, at: path)
        if let biases { try claim("bias", [biases], at: path) }
    }
}
