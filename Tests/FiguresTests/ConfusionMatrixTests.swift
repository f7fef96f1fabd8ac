import Testing

@testable import Figures

struct ConfusionMatrixTests {
    @Test func pairsAreCounted() {
        let matrix = ConfusionMatrix(
            actual: [0, 0, 0, 1, 1], predicted: [0, 0, 1, 1, 1], classes: ["cat", "dog"], alternativeText: "five")
        #expect(matrix.counts == [[2, 1], [0, 2]])
        #expect(matrix.accuracy == 0.8)
        #expect(matrix.text == "    cat dog\ncat   2   1\ndog   0   2\nrows: true class\ncolumns: predicted class")
        #expect(matrix.data?.rows == [["cat", "2", "1"], ["dog", "0", "2"]])
    }

    @Test func coloursAreSharesOfTheRow() {
        let matrix = ConfusionMatrix([[64, 191], [0, 1]], classes: ["a", "b"], alternativeText: "two classes")
        let cells = elements(.cell, of: matrix)
        // 64/255 is entry 64 of viridis, 191/255 entry 191.
        #expect(cells.map { $0["fill"] } == ["#3b528b", "#5cc863", "#440154", "#fde725"])
        expectSound(matrix)
    }

    @Test func aClassWithoutExamplesIsDrawn() {
        expectSound(
            ConfusionMatrix([[0, 0], [1, 2]], classes: [hostile, "b"], title: hostile, alternativeText: hostile))
    }

    @Test func anUnknownClassStopsWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ConfusionMatrix(actual: [2], predicted: [0], classes: ["a", "b"], alternativeText: "one")
        }
        #expect(stop1.said("The classes are 0..<2, but an example of class 2 was taken for class 0."))
        let stop2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ConfusionMatrix(actual: [0], predicted: [0, 1], classes: ["a", "b"], alternativeText: "one")
        }
        #expect(stop2.said("there are 1 examples and 2 predictions."))
    }
}
