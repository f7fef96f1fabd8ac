@testable import CNN

/// The reader of networks' descriptions, beside all tensors that the seeds' layers have: an error, or layers that are the
/// same after writing and reading them again.
func fuzzNetwork(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = try? Network(safeTensors: Array(SafeTensors.pieces(tensors, metadata: ["network": text]).joined()))
    guard let (network, input) = try? Network.described(by: text, tensors) else { return }
    do {
        let written = try network.description(for: input, tensors)
        let again = try Network.described(by: written, tensors).network.description(for: input, tensors)
        precondition(again == written, "other layers than \(written)")
    } catch { preconditionFailure("What was read cannot be written: \(error)") }
}

private let tensors: [String: Tensor] = {
    var tensors: [String: Tensor] = [:]
    for path in ["", "0.", "1.", "2.", "a.", "b.", "0.shortcut.0."] {
        tensors[path + "weight"] = Tensor(zeros: [2, 2])
        for name in ["bias", "gamma", "beta", "runningMean", "runningVariance", "coefficient"] {
            tensors[path + name] = Tensor(zeros: [2])
        }
        tensors[path + "generator"] = Tensor(zeros: [4])
    }
    return tensors
}()
