import CNN
import Testing

@testable import Figures

struct ImageGridTests {
    private func pictures(_ figure: some Figure) -> [Element] { elements(figure.svg).filter { $0.name == "image" } }

    @Test func picturesStandInRowsWithTheirLabels() {
        let grid = ImageGrid(
            Tensor(zeros: [6, 28, 28, 1]), labels: (0..<6).map { "\($0)" }, columns: 4, alternativeText: "six")
        #expect(pictures(grid).count == 6)
        #expect(Set(pictures(grid).map { $0["y"] }).count == 2)
        #expect(Set(pictures(grid).map { $0["x"] }).count == 4)
        #expect(labels(grid.svg) == ["0", "1", "2", "3", "4", "5"])
        expectSound(grid)
    }

    @Test func blackAndWhiteAreTheUsualEnds() {
        #expect(ImageGrid(Tensor([[0, 0.5]]), alternativeText: "two").scales == [0...1])
        #expect(ImageGrid(Tensor([[0, 200]]), alternativeText: "two").scales == [0...255])
        #expect(ImageGrid(Tensor([[0.5, 1.5]]), alternativeText: "a feature map").scales == [0...1.5])
        #expect(ImageGrid(Tensor([[-3, 1]]), alternativeText: "two").scales == [-3...1])
        let two = [Tensor([[0, 4]]), Tensor([[-1, 1]])]
        #expect(ImageGrid(two, sharedScale: false, alternativeText: "two").scales == [0...255, -1...1])
        #expect(ImageGrid(two, alternativeText: "two").scales == [-1...4, -1...4])
    }

    @Test func coloursAreRedGreenAndBlue() {
        let image = Image(Tensor([[[1, 0, 0.5], [0, 1, .nan]]]))
        #expect(image.bitmap(.grey, 0...1).pixels == [Colour(255, 0, 128), nil])
    }

    @Test func aLargePictureIsMadeSmallerByMeans() {
        // Every new pixel is the mean of 2 by 2.
        let image = Image(Tensor([[0, 2, 4, 4], [2, 4, 4, 4]])).fitted(width: 2)
        #expect(image.numbers == [2, 4])
        #expect(image.height == 1)
    }

    @Test func aKernelHasAPicturePerFilterAndChannel() {
        // 2 by 2, one channel, two filters: the first is 1, 3, 5, 7, the second its negative.
        let weights = Tensor(shape: [2, 2, 1, 2], scalars: [1, -1, 3, -3, 5, -5, 7, -7])
        let grid = ImageGrid(kernels: weights, alternativeText: "two")
        #expect(grid.images.map(\.numbers) == [[1, 3, 5, 7], [-1, -3, -5, -7]])
        #expect(grid.scales[0] == -7...7)
        let deep = ImageGrid(kernels: Tensor(zeros: [3, 3, 3, 5]), alternativeText: "fifteen")
        #expect(deep.images.count == 15)
        #expect(deep.columns == 3)
        #expect(
            ImageGrid(kernels: Tensor(zeros: [3, 3, 64, 128]), alternativeText: "many").note
                == "16 of 128 filters, 16 of 64 channels")
    }

    @Test func featureMapsAreAPictureAChannel() {
        let grid = ImageGrid(featureMaps: Tensor([[[[1, 10], [2, 20]]]]), alternativeText: "two")
        #expect(grid.images.map(\.numbers) == [[1, 2], [10, 20]])
        #expect(labels(grid.svg) == ["1", "20"])
        expectSound(grid)
    }

    @Test func picturesAreShadesInTheTerminal() {
        let grid = ImageGrid(
            Tensor(stacking: [Tensor([[[0], [1]], [[1], [0]]]), Tensor([[[1], [1]], [[0], [0.5]]])]),
            labels: ["a", "b"], title: "Two", alternativeText: "two")
        #expect(grid.text == "Two\n··██  ████\n██··  ··▒▒\na     b")
        expectSound(ImageGrid(Tensor(zeros: [100, 60, 80, 3]), alternativeText: "many"))
    }

    @Test func labelsCannotBreakOut() {
        expectSound(ImageGrid([Tensor([[1]])], labels: [hostile], title: hostile, alternativeText: hostile))
    }

    @Test func noPictureStopsWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ImageGrid(Tensor(zeros: [2, 2, 2]), alternativeText: "no picture")
        }
        #expect(stop1.said("[height, width, 1] or [height, width, 3], but was given as [2, 2, 2]."))
        let stop2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ImageGrid([Tensor](), alternativeText: "none")
        }
        #expect(stop2.said("A grid of pictures needs at least one picture."))
        let stop3 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ImageGrid(Tensor([[1]]), labels: ["a", "b"], alternativeText: "one")
        }
        #expect(stop3.said("A grid of 1 pictures takes as many labels, but was given 2."))
    }
}
