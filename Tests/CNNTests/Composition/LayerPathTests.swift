import CNN
import Testing

/// Names and positions lead to every layer, also inside of blocks and branches, and no two layers have one.
@Suite struct LayerPathTests {
    private func network() throws -> Network {
        try Network(input: [4, 4, 2], seed: 1) {
            Residual {
                Convolution(2, kernel: 3, padding: .same).named("conv")
                ReLU()
            } shortcut: {
                Convolution(2, kernel: 1)
            }.named("block")
            Concat {
                Convolution(3, kernel: 1).named("narrow")
                Network {
                    ReLU()
                    Convolution(2, kernel: 3, padding: .same)
                }
            }
            Network.basicBlock(5).named("basic")
            Flatten()
        }
    }

    @Test func pathsEnterBlocksAndBranches() throws {
        var network = try network()
        let convolutions = [
            "block.conv": 2, "block.shortcut.0": 2, "1.narrow": 3, "1.1.1": 2, "basic.conv1": 5, "basic.conv2": 5,
        ]
        for (path, filters) in convolutions {
            #expect((network[path] as? Convolution)?.filters == filters, "\(path)")
            #expect(network.parameters.contains { $0.name == path + ".weight" })
        }
        #expect(network["block"] is Residual && network["block.shortcut"] is Network && network["1"] is Concat)
        #expect(network["basic.1"] is ReLU && network["basic.2"] is ReLU)
        for path in ["block.", "block.main", "1.2", "1.narrow.0", "conv", ""] {
            #expect(network[path] == nil, "\(path)")
        }

        let x = Tensor(repeating: 1, shape: [1, 4, 4, 2])
        var weights: Tensor?
        network.visitParameters { name, parameter in if name == "1.narrow.weight" { weights = parameter.value } }
        network["1.narrow"] = Convolution(weight: try #require(weights) * 2, bias: Tensor(zeros: [3]))
        #expect(network.parameters.contains { $0.name == "1.narrow.weight" })
        let narrow = try #require(network.activation(of: "1.narrow", for: x))
        #expect(network.activation(of: "1", for: x)?.sliced(0..<3, axis: -1) == narrow)

        // A block without its main path's convolution: relu(x) + shortcut(x).
        network["block.conv"] = nil
        let shortcut = try #require(network.activation(of: "block.shortcut", for: x))
        #expect(network.activation(of: "block", for: x) == x + shortcut)
        #expect(network.activation(of: "block.shortcut.0", for: x) == shortcut)
        #expect(network.activation(of: "block.1", for: x) == x)
        network["block.shortcut"] = nil
        #expect(network.activation(of: "block", for: x) == 2 * x)
    }

    @Test func activationsInsideAreThoseOfTheWhole() throws {
        let network = try network()
        let x = Tensor(shape: [1, 4, 4, 2], scalars: (0..<32).map { Float($0 % 7) - 3 })
        let block = try #require(network.activation(of: "block", for: x))
        let inner = try #require(network.activation(of: "1.1.0", for: x))
        #expect(inner == relu(block))
        let first = try #require(network["basic.conv1"])
        let before = try #require(network.activation(of: "1", for: x))
        #expect(network.activation(of: "basic.conv1", for: x) == first(before))
        #expect(network.activation(of: "basic.1", for: x) == network.activation(of: "basic", for: x))
        #expect(network.activation(of: "3", for: x) == network(x))
        #expect(network.activation(of: "1.5", for: x) == nil)
    }

    @Test func settingWhereThereIsNoLayerStops() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var network = Network { Residual { ReLU() } }
            network["0.1"] = nil
        }
        #expect(result.said("The network has no layer 0.1."))
    }

    @Test func pathsHaveNoEmptyNames() throws {
        let rows = try network().summary().rows
        #expect(rows.map(\.path).contains("basic.conv1") && rows.allSatisfy { !$0.path.contains("..") })
        #expect(rows.allSatisfy { !$0.path.hasSuffix(".") && !$0.path.hasPrefix(".") })
    }

    @Test func twoLayersOfOneNameStop() async {
        let siblings = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Network {
                Dense(2).named("fc")
                Dense(2).named("fc")
            }
        }
        #expect(siblings.said("Network(2 layers): two layers have the name fc. Give one of them another name"))
        let position = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Concat {
                ReLU().named("1")
                ReLU()
            }
        }
        #expect(position.said("Concat(2 branches): two layers have the name 1."))
        let shortcut = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Residual {
                Network { Dense(2) }.named("shortcut")
            } shortcut: {
                Dense(2)
            }
        }
        #expect(shortcut.said("two layers have the name shortcut."))
        let withoutNames = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Network {
                Network { Dense(2) }.named("")
                Network { Dense(2) }.named("")
            }
        }
        #expect(withoutNames.said("two layers have the name 0."))
        let point = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Network {
                Network { Dense(2).named("b") }.named("a")
                Dense(2).named("a.b")
            }
        }
        #expect(point.said("two layers have the name a.b."))
        let later = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var network = Network { Dense(weight: Tensor([[1]])).named("fc") }
            network.layers.append(Dense(weight: Tensor([[2]])).named("fc"))
            _ = network.stateDictionary
        }
        #expect(later.said("two tensors have the name fc.weight."))
        let built = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var network = Network { Dense(2).named("fc") }
            network.layers.append(Dense(2).named("fc"))
            try network.build(for: [2], seed: 1)
        }
        #expect(built.said("two layers have the name fc."))
    }
}
