@testable import CNN

/// The readers of files: whatever they read from any bytes must be the same after writing and reading it again.
func fuzzFiles(_ bytes: [UInt8]) {
    if let tensor = try? Tensor(npyBytes: bytes[...]) { check(tensor) }
    if let plain = try? unpackGzip(bytes, limit: 1 << 20), let tensor = try? Tensor(idxBytes: plain) { check(tensor) }
    if let tensors = try? NPZ.read(bytes) { check(tensors) }
    if let tensors = try? SafeTensors.read(bytes) { check(tensors) }
    if let network = try? Network(safeTensors: bytes) { check(network.stateDictionary) }
    if let picture = try? PNGReader(bytes).image() {
        precondition(picture.scalars.allSatisfy { (0...1).contains($0) }, "a pixel outside 0...1")
        let again = try? PNGReader(picture.pngBytes).image()
        precondition(again?.shape == picture.shape, "another shape: \(String(describing: again?.shape))")
        for (old, new) in zip(picture.scalars, again?.scalars ?? []) {
            precondition(abs(old - new) < 0.00197, "\(old) became \(new)")
        }
    }
    _ = try? JSON(bytes[...])
    _ = try? inflate(bytes[...], limit: 1 << 16)
    precondition((try? unpackZlib(packZlib(bytes), limit: bytes.count)) == bytes, "other bytes")
}

private func check(_ tensor: Tensor) {
    precondition(tensor.scalars.count == tensor.shape.reduce(1, *), "\(tensor.scalars.count) for \(tensor.shape)")
    let again = try? Tensor(npyBytes: tensor.npyBytes[...])
    precondition(again.map { same($0, tensor) } == true, "\(tensor) became \(String(describing: again))")
}

private func check(_ tensors: [String: Tensor]) {
    tensors.values.forEach(check)
    for again in [
        try? NPZ.read(NPZ.archive(tensors)), try? SafeTensors.read(Array(SafeTensors.pieces(tensors).joined())),
    ] {
        precondition(again?.keys == tensors.keys, "other names: \(String(describing: again?.keys))")
        for (name, tensor) in tensors { precondition(again?[name].map { same($0, tensor) } == true, "another \(name)") }
    }
}

/// Whether two tensors are the same to the bit, nan included.
private func same(_ a: Tensor, _ b: Tensor) -> Bool {
    a.shape == b.shape && a.scalars.map(\.bitPattern) == b.scalars.map(\.bitPattern)
}
