import CNN
import Testing

@testable import Figures

struct StepperTests {
    private let picture = Tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]])

    private func frames(_ stepper: Stepper) -> [Element] { elements(stepper.svg).filter { $0["class"] == "frame" } }

    @Test func aConvolutionHasAFrameForEachNumberOfItsOutput() {
        let stepper = Stepper(convolving: picture, with: Tensor([[1, 0], [0, -1]]), alternativeText: "sliding")
        let captions = stepper.frames.compactMap { ($0 as? GridEquation)?.caption }
        #expect(
            captions == [
                "1·1 + 2·0 + 4·0 + 5·(−1) = −4", "2·1 + 3·0 + 5·0 + 6·(−1) = −4",
                "4·1 + 5·0 + 7·0 + 8·(−1) = −4", "5·1 + 6·0 + 8·0 + 9·(−1) = −4",
            ])
        #expect(frames(stepper).count == 4)
        expectSound(stepper.frames[0] as! GridEquation)
    }

    @Test func strideAndPaddingMoveTheWindow() {
        let stepper = Stepper(
            convolving: picture, with: Tensor(repeating: 1, shape: [3, 3]), stride: 2, padding: .same,
            alternativeText: "sliding")
        let equations = stepper.frames.compactMap { $0 as? GridEquation }
        // The corners of the padded picture: 1+2+4+5, 2+3+5+6, 4+5+7+8, 5+6+8+9.
        #expect(equations.last?.grids[2].rows == [[12, 16], [24, 28]])
        #expect(equations.map { $0.grids[0].marked?.rows.lowerBound } == [0, 0, 2, 2])
        #expect(equations.map { $0.grids[0].marked?.columns.lowerBound } == [0, 2, 0, 2])
        #expect(equations[0].grids[0].margin == 1)
        #expect(equations[0].grids[2].rows == [[12, nil], [nil, nil]])
    }

    @Test func poolingKeepsTheLargest() {
        let stepper = Stepper(maxPooling: picture, size: 2, stride: 1, alternativeText: "pooling")
        let captions = stepper.frames.compactMap { ($0 as? GridEquation)?.caption }
        #expect(
            captions == [
                "max(1, 2, 4, 5) = 5", "max(2, 3, 5, 6) = 6", "max(4, 5, 7, 8) = 8", "max(5, 6, 8, 9) = 9",
            ])
    }

    /// What the page's script reads.
    @Test func eachFrameSaysWhereItStandsAndWhatItShows() {
        let stepper = Stepper(
            [
                HeatMap([[1]], alternativeText: "first \"one\""), HeatMap([[2, 3]], alternativeText: "second"),
            ], alternativeText: "two")
        let root = elements(stepper.svg)[0]
        #expect(root["class"] == "stepper")
        #expect(root["aria-label"] == "two")
        #expect(frames(stepper).map { $0["data-label"] } == ["first \"one\"", "second"])
        let boxes = frames(stepper).map { $0["data-box"]!.split(separator: " ").compactMap { Double($0) } }
        // Boxes of one size, side by side.
        #expect(boxes[0].prefix(2) == [0, 0] && boxes[1][1] == 0)
        #expect(boxes[0][2...] == boxes[1][2...])
        #expect(boxes[1][0] >= boxes[0][2])
        #expect(frames(stepper)[1]["transform"] == "translate(\(coordinate(boxes[1][0])) 0)")
        #expect(labels(stepper.svg).contains("1 of 2"))
    }

    @Test func ofManyFramesTheTerminalShowsThree() {
        let frames = (0..<9).map { HeatMap([[$0]], alternativeText: "a number") }
        let stepper = Stepper(frames, title: "Nine", alternativeText: "nine")
        #expect(stepper.text == "Nine\n1 of 9\n0\n2 of 9\n1\n… and 6 more until\n9 of 9\n8")
    }

    @Test func whatDoesNotFitStopsWithASentence() async {
        let stop1 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Stepper([], alternativeText: "none")
        }
        #expect(stop1.said("A stepper needs at least one frame."))
        let stop2 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Stepper(
                convolving: Tensor(zeros: [20, 20]), with: Tensor(zeros: [3, 3]), alternativeText: "too many")
        }
        #expect(stop2.said("A stepper shows an output of 1 to 100 numbers"))
        let stop3 = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Stepper(maxPooling: Tensor(zeros: [3, 3]), size: 4, alternativeText: "too large")
        }
        #expect(stop3.said("A window of 4 by 4 with stride 4 does not fit a picture of shape [3, 3]."))
    }
}
