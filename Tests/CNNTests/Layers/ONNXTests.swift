import CNN
import Foundation
import Testing

/// The vectors that ONNX publishes for its operators (Debian's libonnx-testdata).
@Suite struct ONNXTests {
    static let folder = "/usr/share/libonnx-testdata/data"

    /// The cases that use one of our operators; "expanded" ones are others once more, taken apart into elementary
    /// operators.
    static func cases() throws -> [(name: String, model: ONNXModel)] {
        var result: [(name: String, model: ONNXModel)] = []
        for kind in ["node", "pytorch-converted", "pytorch-operator", "simple"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/" + kind).sorted()
            for name in names where !name.hasSuffix("_expanded") {
                let path = "\(kind)/\(name)"
                guard FileManager.default.fileExists(atPath: "\(folder)/\(path)/model.onnx"),
                    let model = try? ONNXModel("\(folder)/\(path)/model.onnx"),
                    model.nodes.contains(where: { ONNXOperators.covered.contains($0.operation) })
                else { continue }
                result.append((path, model))
            }
        }
        return result
    }

    /// The differences between what a model gives and what it should, one sentence each.
    private func differences(_ name: String, _ model: ONNXModel) throws -> [String] {
        let data = "\(Self.folder)/\(name)/test_data_set_0"
        var values = model.constants
        for (i, input) in model.inputs.enumerated() {
            values[input] = try ONNXModel.tensor("\(data)/input_\(i).pb")
        }
        for var node in model.nodes {
            // The numbers of this case were made with ε = 0.01, which its model leaves out.
            if name == "node/test_adam_multiple" { node.reals["epsilon"] = 0.01 }
            let operators = ONNXOperators(
                node: node, inputs: node.inputs.map { $0.isEmpty ? nil : values[$0] }, version: model.version)
            for (name, tensor) in zip(node.outputs, try operators.outputs()) { values[name] = tensor }
        }
        return try model.outputs.enumerated().compactMap { i, output in
            let expected = try ONNXModel.tensor("\(data)/output_\(i).pb")
            guard let actual = values[output] else { return "there is no \(output)" }
            if actual.shape != expected.shape { return "\(output) is \(actual.shape), not \(expected.shape)" }
            // ONNX's own limits are 1e-3 and 1e-7.
            let worst = zip(actual.scalars, expected.scalars).first { abs($0 - $1) > 1e-4 * abs($1) + 1e-6 }
            return worst.map { "\(output) has \($0.0) for \($0.1)" }
        }
    }

    /// All cases pass but those in Fixtures/onnx-outside.txt, which says why they lie outside the library's features.
    @Test func vectors() throws {
        guard FileManager.default.fileExists(atPath: Self.folder) else {
            try Test.cancel("Debian's libonnx-testdata is not installed")
        }
        var (passed, outside): (Int, [String]) = (0, [])
        for (name, model) in try Self.cases() {
            do {
                let differences = try differences(name, model)
                #expect(differences.isEmpty, "\(name): \(differences)")
                passed += 1
            } catch let error as Unsupported {
                outside.append("\(name): \(error.reason)")
            }
        }
        let listed = try String(contentsOf: fixtures.appending(path: "onnx-outside.txt"), encoding: .utf8)
        #expect(outside.joined(separator: "\n") + "\n" == listed)
        #expect(passed == 162)
    }
}
