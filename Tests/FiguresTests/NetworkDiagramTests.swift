import CNN
import Testing

@testable import Figures

struct NetworkDiagramTests {
    private func small() throws -> Network {
        try Network(input: [8, 8, 1], seed: 1) {
            Convolution(4, kernel: 3)
            ReLU()
            MaxPooling(2)
            Flatten()
            Dense(10)
        }
    }

    @Test func layersAndShapesAreInOrder() throws {
        let diagram = NetworkDiagram(try small(), title: "Small", alternativeText: "four layers")
        #expect(
            diagram.text
                == "Small\ninput 8×8×1\n3×3 conv, 4 · ReLU → 6×6×4\n2×2 max pool → 3×3×4\nflatten → 36\ndense, 10 → 10")
        #expect(
            labels(diagram.svg) == [
                "Small", "input 8×8×1", "3×3 conv, 4 · ReLU", "6×6×4", "2×2 max pool", "3×3×4", "flatten", "36",
                "dense, 10", "10",
            ])
        #expect(diagram.data?.rows.map { $0[3] } == ["40", "0", "0", "0", "370"])
        expectSound(diagram)
    }

    @Test func aShortcutGoesAroundItsBlock() {
        let block = Residual {
            Convolution(4, kernel: 3, padding: .same)
            ReLU()
            Convolution(4, kernel: 3, padding: .same)
        }
        let diagram = NetworkDiagram(block, input: [8, 8, 4], alternativeText: "a block")
        #expect(
            diagram.text
                == "input 8×8×4\n┌ main path\n│ 3×3 conv, 4 · ReLU\n│ 3×3 conv, 4\n└ + input")
        // Down, to the right of the boxes, and back to the sum.
        let shortcut = elements(.shortcut, of: diagram).first
        #expect(shortcut?["d"]?.filter { "MHV".contains($0) } == "MHVH")
        expectSound(diagram)
    }

    @Test func aProjectionStandsInTheShortcut() {
        let block = Network.basicBlock(128, stride: 2, changesShape: true)
        let diagram = NetworkDiagram(block, input: [56, 56, 64], alternativeText: "a block")
        #expect(diagram.text.contains("├ shortcut\n│ 1×1 conv, 128, stride 2 · batch norm → 28×28×128"))
        #expect(diagram.text.hasSuffix("└ + shortcut · ReLU → 28×28×128"))
        expectSound(diagram)
    }

    @Test func branchesStandSideBySide() {
        let module = Network.inception(64, (96, 128), (16, 32), 32)
        let diagram = NetworkDiagram(module, input: [28, 28, 192], alternativeText: "a module")
        #expect(diagram.text.hasSuffix("└ side by side → 28×28×256"))
        let boxes = elements(diagram.svg).filter { $0.name == "rect" }
        // Seven layers and the box that puts the branches side by side; the first boxes of the branches at one height.
        #expect(boxes.count == 8)
        #expect(Set([0, 1, 3, 5].map { boxes[$0]["y"] }).count == 1)
        #expect(Set([0, 1, 3, 5].map { boxes[$0]["x"] }).count == 4)
        expectSound(diagram)
    }

    @Test func equalBlocksAreCounted() {
        let diagram = NetworkDiagram(Network.resNet50(), input: [224, 224, 3], alternativeText: "ResNet-50")
        let counts = diagram.text.split(separator: "\n").filter { $0.contains("whole block") }
        #expect(counts.map { $0.last } == ["2", "3", "5", "2"])
        expectSound(diagram)
    }

    @Test func aLayerOfYourOwnHasItsDescription() {
        struct Square: Layer {
            func predict(_ input: Tensor) -> Tensor { input * input }
            mutating func forward(_ input: Tensor) -> Tensor { input * input }
            mutating func backward(_ outputGradient: Tensor) -> Tensor { outputGradient }
            var description: String { hostile }
        }
        expectSound(NetworkDiagram(Square(), input: [3], title: hostile, alternativeText: hostile))
    }

    @Test func whatDoesNotFitStopsWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = NetworkDiagram(Network([Dense(3)]), alternativeText: "not built")
        }
        #expect(stop1.said("build it first, or give the shape."))
        let stop2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = NetworkDiagram(Network([Dense(3)]), input: [2, 2, 1], alternativeText: "does not fit")
        }
        #expect(stop2.said("The network cannot be drawn for inputs of shape [2, 2, 1]"))
    }
}
