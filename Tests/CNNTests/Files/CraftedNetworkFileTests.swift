import Testing

@testable import CNN

/// Network files that were made to break the reader: an error comes back, and the program goes on.
@Suite struct CraftedNetworkFileTests {
    /// What reading says of a file that describes these layers.
    private func fault(_ layers: String, input: String = "[2]", _ tensors: [String: Tensor] = [:]) -> String {
        let text = #"{"layer":"Network","version":1,"input":\#(input),"layers":[\#(layers)]}"#
        return fault(text: text, tensors)
    }

    private func fault(text: String, _ tensors: [String: Tensor] = [:]) -> String {
        do {
            _ = try Network(safeTensors: Array(SafeTensors.pieces(tensors, metadata: ["network": text]).joined()))
            return "nothing"
        } catch { return error.description }
    }

    @Test func twoLayersOfOneName() {
        let relu = #"{"layer":"ReLU","name":"a"}"#
        for (layers, name) in [
            (relu + "," + relu, "a"),
            (#"{"layer":"Concat","branches":[\#(relu),\#(relu)]}"#, "0.a"),
            (#"{"layer":"Concat","branches":[{"layer":"ReLU","name":"1"},{"layer":"ReLU"}]}"#, "0.1"),
            (#"{"layer":"Residual","main":[{"layer":"ReLU","name":"shortcut"}],"shortcut":[]}"#, "0.shortcut"),
            (#"{"layer":"Network","name":"","layers":[\#(relu)]},\#(relu)"#, "a"),
            (#"{"layer":"Network","name":"b","layers":[\#(relu)]},{"layer":"ReLU","name":"b.a"}"#, "b.a"),
        ] {
            #expect(fault(layers).contains("two layers \(name)"), "\(layers)")
        }
        // The parts that a layer names itself.
        let squeeze = #"{"layer":"SqueezeExcitation","name":"","squeezed":1}"#
        let tensors = [
            "fc1.weight": Tensor(zeros: [1, 1, 2, 1]), "fc1.bias": Tensor(zeros: [1]),
            "fc2.weight": Tensor(zeros: [1, 1, 1, 2]), "fc2.bias": Tensor(zeros: [2]),
        ]
        #expect(fault(squeeze, input: "[3,3,2]", tensors) == "nothing")
        #expect(fault(squeeze + "," + squeeze, input: "[3,3,2]", tensors).contains("two layers fc1"))
        #expect(
            fault(squeeze + #",{"layer":"ReLU","name":"fc2"}"#, input: "[3,3,2]", tensors).contains("two layers fc2"))
    }

    @Test func twoTensorsOfOneName() {
        let norm = #"{"layer":"BatchNormalization","name":"","epsilon":1,"momentum":0.5,"unbiased":true}"#
        let features = Tensor(zeros: [2])
        let ofNorm = ["gamma": features, "beta": features, "runningMean": features, "runningVariance": features]
        let dense = #"{"layer":"Dense","name":"","units":2,"bias":false}"#
        let dropout = #"{"layer":"Dropout","name":"","keep":0.5}"#
        let tensors = ofNorm.merging(["weight": Tensor(zeros: [2, 2]), "generator": Tensor(zeros: [4])]) { $1 }
        // Without names, but with tensors of different names.
        #expect(fault(norm + "," + dense + "," + dropout, tensors) == "nothing")
        #expect(fault(norm + "," + norm, ofNorm).contains("two tensors gamma"))
        #expect(fault(dense + "," + dense, ["weight": Tensor(zeros: [2, 2])]).contains("two tensors weight"))
        #expect(fault(dropout + "," + dropout, ["generator": Tensor(zeros: [4])]).contains("two tensors generator"))
        // Two kinds of layer whose biases have one name.
        let pooling = #"{"layer":"TrainablePooling","name":"","size":1}"#
        let convolution = #"""
            {"layer":"Convolution","name":"","filters":2,"kernel":[1,1],"stride":1,"padding":0,"groups":1,"dilation":1,"bias":true}
            """#
        let both = ["coefficient": features, "bias": features, "weight": Tensor(zeros: [1, 1, 2, 2])]
        #expect(fault(pooling + "," + convolution, input: "[3,3,2]", both).contains("two tensors bias"))
    }

    /// Of a million channels that a small file claims, nothing is made.
    @Test func tensorsThatAreNotThere() {
        let many = "[1,1,1048576]"
        for (layer, tensor) in [
            (#"{"layer":"BatchNormalization","epsilon":1,"momentum":0.5,"unbiased":true}"#, "0.gamma"),
            (#"{"layer":"TrainablePooling","size":1}"#, "0.coefficient"),
            (#"{"layer":"SqueezeExcitation","squeezed":1}"#, "0.fc1.weight"),
        ] {
            let said = fault(layer, input: many)
            #expect(said.contains("the tensor \(tensor) is missing or not of the shape"), "\(said)")
        }
    }

    /// Where in the network the trouble is.
    @Test func places() {
        let text =
            #"{"layer":"Network","name":"block","layers":[{"layer":"ReLU"},{"layer":"MaxPooling","name":"pool"}]}"#
        #expect(fault(text).hasPrefix("block/pool: "))
        #expect(fault(#"{"layer":"Concat","branches":[{"layer":"Fldtten"}]}"#).hasPrefix("0/0: "))
        #expect(fault(#"{"layer":"ReLU"},{"name":"a"}"#).hasPrefix("1: "))
        let path = #"{"layer":"Residual","name":"b","main":[],"shortcut":[{"layer":"Dropout","keep":2}]}"#
        #expect(fault(path).hasPrefix("b/shortcut/0: "))
    }

    @Test func versions() {
        #expect(fault(text: #"{"layer":"Network","version":2,"input":[2],"layers":[]}"#).contains("a later version"))
        for version in ["0", "null", "\"1\""] {
            let said = fault(text: #"{"layer":"Network","version":\#(version),"input":[2],"layers":[]}"#)
            #expect(!said.contains("later") && said.contains("no version"), "\(said)")
        }
    }
}
