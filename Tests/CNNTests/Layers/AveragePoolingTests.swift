import CNN
import Testing

/// Average pooling against plain loops, over odd sizes.
@Suite struct AveragePoolingTests {
    @Test(arguments: [(2, 2, 0), (2, 1, 0), (2, 2, 1), (3, 2, 1), (1, 1, 0), (2, 3, 0), (3, 1, 1)])
    func meanPoolingIsTheLoops(size: Int, stride: Int, padding: Int) {
        for channels in [1, 3, 4, 6, 9, 16, 23, 37] {
            let x = randomNumbers([3, 7, 6, channels], seed: 3)
            for (roundsUp, countsPadding) in [(false, false), (true, false), (false, true), (true, true)] {
                var layer = AveragePooling(
                    size, stride: stride, padding: .explicit(padding), roundsUp: roundsUp, countsPadding: countsPadding)
                let y = layer.forward(x)
                let dy = randomNumbers(y.shape, seed: 4)
                let dx = layer.backward(dy)
                var (wanted, wantedGradient) = (Tensor(zeros: y.shape), Tensor(zeros: x.shape))
                for n in 0..<3 {
                    for row in 0..<y.shape[1] {
                        for column in 0..<y.shape[2] {
                            let taps = (0..<size * size).map {
                                (row * stride - padding + $0 / size, column * stride - padding + $0 % size)
                            }.filter { (0..<7).contains($0.0) && (0..<6).contains($0.1) }
                            // What of the window lies in the image or its padding.
                            let area =
                                (min(row * stride + size, 7 + 2 * padding) - row * stride)
                                * (min(column * stride + size, 6 + 2 * padding) - column * stride)
                            let divisor = Float(countsPadding ? area : taps.count)
                            for c in 0..<channels {
                                for (i, j) in taps {
                                    wanted[n, row, column, c] += x[n, i, j, c] / divisor
                                    wantedGradient[n, i, j, c] += dy[n, row, column, c] / divisor
                                }
                            }
                        }
                    }
                }
                #expect(abs(y - wanted).maximum() < 1e-6)
                #expect(abs(dx - wantedGradient).maximum() < 1e-6)
            }
        }
    }
}
