import CNN

/// The work of that name, ready to run: `predict:NETWORK:BATCH`, `train:NETWORK:BATCH`, `product:M:N:K`,
/// `elementwise:OPERATION:COUNT`, or `limit`: a thousand million operations of the innermost loop alone. A network's weights are left in the folder for the others.
func prepared(_ name: String, folder: String?) -> (name: String, run: () -> Void)? {
    let parts = name.split(separator: ":").map(String.init)
    let numbers = parts.dropFirst().compactMap { Int($0) }
    switch parts[0] {
    case "product":
        let (m, n, k) = (numbers[0], numbers[1], numbers[2])
        var generator = RandomGenerator(seed: 1)
        let (a, b) = (Tensor.random([m, k], &generator), Tensor.random([k, n], &generator))
        return (name, { _ = a.matrixProduct(b) })
    case "elementwise": return elementwise(parts[1], count: numbers[0]).map { (name, $0) }
    case "limit": return (name, { _ = computeAtPeakSpeed() })
    case "predict", "train":
        guard case (var network, let input)? = network(parts[1]) else { return nil }
        do {
            try network.build(for: input, seed: 1)
            if let folder { try writeWeights(of: network, input, to: "\(folder)/\(parts[1])") }
            if parts[0] == "train" { return training(name, network, input, batch: numbers[0]) }
            return try prediction(name, network, input, batch: numbers[0])
        } catch { fatalError("\(error)") }
    default: return nil
    }
}

func network(_ name: String) -> (network: Network, input: [Int])? {
    switch name {
    case "vgg16": (.vgg16(), [224, 224, 3])
    case "resnet18": (.resNet18(), [224, 224, 3])
    case "resnet50": (.resNet50(), [224, 224, 3])
    case "googlenet": (.googLeNet(), [224, 224, 3])
    case "alexnet": (.alexNetTorchvision(), [224, 224, 3])
    case "resnet20": (.cifarResNet(depth: 20), [32, 32, 3])
    case "resnet56": (.cifarResNet(depth: 56), [32, 32, 3])
    case "resnet110": (.cifarResNet(depth: 110), [32, 32, 3])
    case "resnet18at112": (.resNet18(), [112, 112, 3])
    case "resnet18at448": (.resNet18(), [448, 448, 3])
    case "lenet5": (.leNet5(), [32, 32, 1])
    default: nil
    }
}

/// Writes what the others need to compute the same: all weights and running averages in order, under numbers and their own names,
/// and in a file of its own an image with its output.
private func writeWeights(of network: Network, _ input: [Int], to path: String) throws {
    var network = network
    var tensors: [String: Tensor] = [:]
    func add(_ name: String, _ tensor: Tensor) {
        let number = "\(1000 + tensors.count)"
        tensors[number + "." + (name.split(separator: ".").last ?? "")] = tensor
    }
    network.visitParameters { add($0, $1.value) }
    network.visitState { add($0, $1) }
    try SafeTensors.write(tensors, to: path + ".safetensors")
    var generator = RandomGenerator(seed: 1)
    let image = Tensor.random([1] + input, &generator)
    try SafeTensors.write(["image": image, "output": network.predict(image)], to: path + ".example.safetensors")
}

private func prediction(_ name: String, _ network: Network, _ input: [Int], batch: Int) throws -> (String, () -> Void) {
    var generator = RandomGenerator(seed: 1)
    let predictor = try Predictor(network, batch: batch)
    let images = Tensor.random([batch] + input, &generator)
    return (name, { _ = predictor.predict(images) })
}

/// One step with softmax cross-entropy: Adam for LeNet-5, momentum for the others.
private func training(_ name: String, _ network: Network, _ input: [Int], batch: Int) -> (String, () -> Void) {
    var network = network
    var generator = RandomGenerator(seed: 1)
    let images = Tensor.random([batch] + input, &generator)
    var targets = Tensor(zeros: [batch, 10])
    for i in 0..<batch { targets[i, i % 10] = 1 }
    var adam = Adam(learningRate: 0.001)
    var momentum = Momentum(learningRate: 0.01, form: .accumulated)
    let usesAdam = name.contains("lenet")
    let answers = targets
    return (
        name,
        {
            network.zeroGradients()
            network.backwardToParameters(Loss.softmaxCrossEntropy(network.forward(images), answers).gradient)
            if usesAdam { adam.update(&network) } else { momentum.update(&network) }
        }
    )
}

extension Tensor {
    /// Numbers from −1 to 1.
    static func random(_ shape: [Int], _ generator: inout RandomGenerator) -> Tensor {
        Tensor(uniform: shape, in: -1...1, using: &generator)
    }
}
