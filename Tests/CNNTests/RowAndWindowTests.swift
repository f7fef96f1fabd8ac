import Testing

@testable import CNN

/// Column sums and mean pooling against plain loops, over odd sizes.
@Suite struct RowAndWindowTests {
    /// Numbers from −1 to 1 without a pattern.
    private func noise(_ shape: [Int], seed: UInt64) -> Tensor {
        var generator = RandomGenerator(seed: seed)
        return Tensor(uniform: shape, in: -1...1, using: &generator)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 13, 33])
    func rowSumsAreTheLoops(width: Int) {
        for rows in [0, 1, 7, 40_001 / width] {
            let numbers = noise([rows, width], seed: 1)
            let start = noise([width], seed: 2)
            var wanted = start
            for row in 0..<rows {
                for column in 0..<width { wanted[column] += numbers[row, column] }
            }
            for threads in 1...3 {
                var sums = start
                addRowSums(of: numbers, to: &sums, on: Workers(threads: threads))
                // Each sum is over the rows from first to last: equal, not near.
                #expect(sums == wanted, "\(rows) rows of \(width), \(threads) threads")
            }
        }
    }

    @Test(arguments: [(2, 2, 0), (2, 1, 0), (2, 2, 1), (3, 2, 1), (1, 1, 0), (2, 3, 0)])
    func meanPoolingIsTheLoops(size: Int, stride: Int, padding: Int) {
        for channels in [1, 3, 4, 6, 9] {
            let x = noise([3, 7, 6, channels], seed: 3)
            for (roundsUp, countsPadding) in [(false, false), (true, false), (false, true)] {
                var layer = AveragePooling(
                    size, stride: stride, padding: .explicit(padding), roundsUp: roundsUp, countsPadding: countsPadding)
                let y = layer.forward(x)
                let dy = noise(y.shape, seed: 4)
                let dx = layer.backward(dy)
                var (wanted, wantedGradient) = (Tensor(zeros: y.shape), Tensor(zeros: x.shape))
                for n in 0..<3 {
                    for row in 0..<y.shape[1] {
                        for column in 0..<y.shape[2] {
                            let taps = (0..<size * size).map {
                                (row * stride - padding + $0 / size, column * stride - padding + $0 % size)
                            }.filter { (0..<7).contains($0.0) && (0..<6).contains($0.1) }
                            let divisor = Float(countsPadding ? size * size : taps.count)
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

    @Test func branchesCanBeBuiltAlone() throws {
        var branches = Concat {
            Convolution(2, kernel: 1)
            Convolution(3, kernel: 1)
        }
        #expect(try branches.build(for: [4, 4, 2], seed: 5) == [4, 4, 5])
        let network = try Network(input: [4, 4, 2], seed: 5) { branches }
        #expect(network.parameters.map(\.parameter.value) == branches.parameters.map(\.parameter.value))
    }
}
