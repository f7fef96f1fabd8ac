import CNN
import Testing

@testable import Figures

struct VolumeDiagramTests {
    @Test func aVolumeStandsForEachShape() {
        let diagram = VolumeDiagram(
            Network.leNet5(), input: [32, 32, 1], title: "LeNet-5", alternativeText: "nine volumes")
        #expect(
            diagram.volumes.map(\.shapeText) == [
                "32×32×1", "28×28×6", "14×14×6", "10×10×16", "5×5×16", "400", "120", "84", "10",
            ])
        #expect(diagram.text.hasPrefix("LeNet-5\n 32×32×1  input\n 28×28×6  5×5 conv, 6 · ReLU\n"))
        // Three faces a volume, one a vector.
        #expect(elements(.face, of: diagram).count == 5 * 3 + 4)
        expectSound(diagram)
    }

    @Test func layersThatKeepTheShapeAreWrittenUnderIt() {
        let diagram = VolumeDiagram(Network.vgg16(), input: [224, 224, 3], alternativeText: "VGG-16")
        #expect(diagram.volumes[1].layers == [["3×3 conv, 64", "ReLU"], ["3×3 conv, 64", "ReLU"]])
        expectSound(diagram)
    }
}
