import CNN
import Testing

@Suite struct NetworkTests {
    @Test func sizesAreInferred() throws {
        let network = try Network(input: [32, 32, 1], seed: 1) {
            Convolution(6, kernel: 5)
            ReLU()
            AveragePooling(2)
            Convolution(16, kernel: 5)
            ReLU()
            AveragePooling(2)
            Flatten()
            Dense(120)
            ReLU()
            Dense(84)
            ReLU()
            Dense(10)
        }
        #expect(network.parameterCount == 61_706)
        #expect(network.multiplyAdds(for: [32, 32, 1]) == 416_520)
        let shapes = network.activations(for: Tensor(zeros: [2, 32, 32, 1])).map(\.shape)
        #expect(shapes[2] == [2, 14, 14, 6] && shapes[6] == [2, 400] && shapes.last == [2, 10])
    }

    @Test func aMismatchNamesTheLayerItsPlaceAndBothShapes() {
        let error = #expect(throws: ShapeError.self) {
            try Network(input: [28, 28, 1], seed: 1) {
                Convolution(6, kernel: 5)
                ReLU()
                Dense(10)
            }
        }
        #expect(error?.description == "layer 2, Dense(10), takes [inputs], but is given [24, 24, 6].")
        var second = Network { Residual { Convolution(4, kernel: 3) } }
        #expect(throws: ShapeError.self) { try second.build(for: [8, 8, 4], seed: 1) }
    }

    @Test func aCopyIsACheckpoint() throws {
        var network = try Network(input: [2], seed: 1) { Dense(2) }
        let saved = network
        let x = Tensor([[1, 2]])
        let before = network(x)
        _ = network.forward(x)
        _ = network.backward(Tensor([[1, 1]]))
        var descent = GradientDescent(learningRate: 0.1)
        descent.update(&network)
        #expect(network(x) != before && saved(x) == before)
    }

    /// W, b → 0: a residual pair gives a^[l] unchanged, a plain pair forgets it.
    @Test func aResidualPairWithoutWeightsIsTheIdentity() {
        let zeros = (weight: Tensor(zeros: [3, 3, 2, 2]), bias: Tensor(zeros: [2]))
        let pair: [any Layer] = [
            Convolution(weight: zeros.weight, bias: zeros.bias, padding: .same), ReLU(),
            Convolution(weight: zeros.weight, bias: zeros.bias, padding: .same),
        ]
        var generator = RandomGenerator(seed: 1)
        let a = relu(Tensor(normal: [1, 5, 5, 2], using: &generator))
        let residual = Network([Residual(main: Network(pair), shortcut: Network([])), ReLU()])
        #expect(residual(a) == a)
        #expect(Network(pair + [ReLU()])(a) == Tensor(zeros: a.shape))
    }

    /// One weight by hand: w = 2, x = 3, y = 0: loss ½(2·3)² = 18, dw = 6·3; decay adds 0.5·2; the bias does not decay.
    @Test func aStepByHand() {
        var layer = Dense(weight: Tensor([[2]]), bias: Tensor([0]))
        let (loss, gradient) = Loss.squaredError(layer.forward(Tensor([[3]])), Tensor([[0]]))
        #expect(loss == 18)
        #expect(layer.backward(gradient) == Tensor([[12]]))
        var descent = GradientDescent(learningRate: 0.125, weightDecay: 0.5)
        descent.update(&layer)
        #expect(layer.weight?.value == Tensor([[2 - 0.125 * 19]]))
        #expect(layer.bias?.value == Tensor([-0.125 * 6]))
    }

    @Test func sentencesOfMistakes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Convolution(weight: Tensor(zeros: [3, 3, 3, 2]))(Tensor(zeros: [1, 8, 8, 1]))
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(
            text.contains(
                "Convolution(2, kernel: 3, bias: false) takes [height, width, 3], but is given [8, 8, 1]. The input as a whole, batch axis first, has the shape [1, 8, 8, 1]."
            ))
    }

    private func nested() throws -> Network {
        try Network(input: [4, 4, 1], seed: 1) {
            Network {
                Convolution(2, kernel: 3)
                ReLU()
            }.named("features")
            Flatten()
            Network {
                Dense(3)
                Network { Dense(2) }.named("head")
            }
        }
    }

    @Test func layersAreFoundByTheirPaths() throws {
        var network = try nested()
        #expect(
            network.parameters.map(\.name) == [
                "features.0.weight", "features.0.bias", "2.0.weight", "2.0.bias", "2.head.0.weight", "2.head.0.bias",
            ])
        let x = Tensor(repeating: 1, shape: [1, 4, 4, 1])
        #expect(network.activation(of: "features.1", for: x)?.shape == [1, 2, 2, 2])
        #expect(network.activation(of: "features", for: x) == network.activations(for: x)[0])
        #expect(network.activation(of: "2.head.0", for: x) == network(x))
        #expect(network.activation(of: "3", for: x) == nil && network.activation(of: "features.7", for: x) == nil)
        #expect(network["2.head.0"]?.description == "Dense(2)")
        network["2.head.0"] = Dense(weight: Tensor(zeros: [3, 1]))
        #expect(network(x) == Tensor([[0]]))
        network["2.head"] = nil
        #expect(network(x) == network.activation(of: "2.0", for: x))
    }

    @Test func aMismatchDeepInsideNamesThePath() {
        let error = #expect(throws: ShapeError.self) {
            try Network(input: [8, 8, 3], seed: 1) {
                ReLU()
                Network {
                    Concat {
                        Convolution(2, kernel: 1)
                        Convolution(2, kernel: 9)
                    }
                }.named("stage")
            }
        }
        #expect(
            error?.description
                == "layer stage.0.1, Convolution(2, kernel: 9), takes images at least as large as its kernel, with their padding, but is given [8, 8, 3]."
        )
        let heights = #expect(throws: ShapeError.self) {
            try Network(input: [8, 8, 3], seed: 1) {
                Concat {
                    Convolution(2, kernel: 1)
                    Convolution(2, kernel: 3)
                }
            }
        }
        #expect(heights?.description.contains("they give [[8, 8, 2], [6, 6, 2]]") == true)
    }

    @Test func summary() throws {
        let lines = try nested().summary().description.split(separator: "\n")
        #expect(lines.count == 10)
        #expect(
            lines[2].split(separator: " ") == ["features.0", "Convolution(2,", "kernel:", "3)", "2×2×2", "20", "72"])
        #expect(lines[9].split(separator: " ") == ["total", "55", "102"])
        #expect(Set(lines.map(\.count)).count == 1)
    }

    /// nan and infinity pass as the arithmetic of each layer has them.
    @Test func nonFiniteNumbersFlow() {
        let x = Tensor(shape: [1, 2, 2, 1], scalars: [.nan, 1, -.infinity, 2])
        #expect(ReLU()(x).scalars[0].isNaN && ReLU()(x).scalars[2] == 0)
        #expect(MaxPooling(2)(x).scalars[0].isNaN && AveragePooling(2)(x).scalars[0].isNaN)
        #expect(MaxPooling(1)(x).scalars[2] == -.infinity)
        #expect(GlobalMaxPooling()(x)[0, 0].isNaN)
        #expect(Tensor([[.infinity, 1]]).matrixProduct(Tensor([[1], [1]]))[0, 0] == .infinity)
        #expect(Loss.softmaxCrossEntropy(Tensor([[.nan, 1]]), Tensor([[1, 0]])).value.isNaN)
    }

    @Test func branchesCanBeBuiltAlone() throws {
        var branches = Concat {
            Convolution(2, kernel: 1)
            Convolution(3, kernel: 1)
        }
        #expect(try branches.build(for: [4, 4, 2], seed: 5) == [4, 4, 5])
        let network = try Network(input: [4, 4, 2], seed: 5) { branches }
        #expect(network.parameters.map(\.parameter.value) == branches.parameters.map(\.parameter.value))
    }

    @Test func layersTellWhatTheyAreMadeOf() {
        let network = Network {
            Dense(2).named("a")
            Residual { ReLU() }
            Concat {
                Flatten()
                Dropout(keep: 0.5).named("b")
            }
        }
        guard case .chain(let parts) = network.structure else {
            Issue.record("\(network.structure) is no chain.")
            return
        }
        #expect(parts.map(\.name) == ["a", "1", "2"])
        guard case .leaf(let leaf) = parts[0].layer.structure,
            case .sum(let main, let shortcut) = parts[1].layer.structure,
            case .concatenation(let branches) = parts[2].layer.structure
        else {
            Issue.record("\(parts) are no leaf, sum and concatenation.")
            return
        }
        #expect(leaf.label == "dense, 2" && leaf.role == .dense)
        #expect(main.name == "" && shortcut.name == "shortcut")
        #expect(branches.map(\.name) == ["0", "b"] && branches[1].layer is Dropout)
        guard case .chain(let withoutHeads) = GoogLeNet().structure else {
            Issue.record("GoogLeNet is no chain.")
            return
        }
        #expect(withoutHeads.first?.name == "conv1" && withoutHeads.last?.name == "fc")
    }

    @Test func theSummaryNamesLayersAsTheirParametersAreNamed() throws {
        let network = try Network(input: [2], seed: 1) {
            Residual {
                Dense(2)
            } shortcut: {
                Dense(2).named("w")
            }
        }
        #expect(network.summary().rows.map(\.path) == ["0", "0.0", "0.shortcut.w"])
        let names = ["0.0.weight", "0.0.bias", "0.shortcut.w.weight", "0.shortcut.w.bias"]
        #expect(network.parameters.map(\.name) == names)
    }
}
