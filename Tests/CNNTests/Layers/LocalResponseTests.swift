import CNN
import Foundation
import Testing

/// Local response normalization against its formula in double precision, over odd sizes.
@Suite struct LocalResponseTests {
    @Test(arguments: [1, 2, 3, 5, 8, 40], [1, 3, 8, 15, 16, 17, 64, 70])
    func normalizationIsTheFormula(size: Int, channels: Int) {
        // With few channels beyond what one thread takes, and what stays in the nearest cache.
        for pixels in [1, 3, 1500 / channels + 1, 70_000 / channels / size] {
            let x = 3 * randomNumbers([1, pixels, 1, channels], seed: 1)
            let dy = randomNumbers(x.shape, seed: 2)
            var layer = LocalResponseNormalization(size: size, alpha: 0.3, beta: 0.75, k: 1.5)
            let (y, dx) = (layer.forward(x), layer.backward(dy))
            var (worst, worstGradient) = (0.0, 0.0)
            for pixel in 0..<pixels {
                let a = (0..<channels).map { Double(x[0, pixel, 0, $0]) }
                let db = (0..<channels).map { Double(dy[0, pixel, 0, $0]) }
                func neighbours(_ c: Int) -> ClosedRange<Int> {
                    max(0, c - (size - 1) / 2)...min(channels - 1, c + size / 2)
                }
                let s = (0..<channels).map { c in 1.5 + 0.3 * neighbours(c).reduce(0) { $0 + a[$1] * a[$1] } }
                for c in 0..<channels {
                    worst = max(worst, abs(Double(y[0, pixel, 0, c]) - a[c] * pow(s[c], -0.75)))
                    var gradient = db[c] * pow(s[c], -0.75)
                    for i in 0..<channels where neighbours(i).contains(c) {
                        gradient -= 2 * 0.3 * 0.75 * a[c] * db[i] * a[i] * pow(s[i], -1.75)
                    }
                    worstGradient = max(worstGradient, abs(Double(dx[0, pixel, 0, c]) - gradient))
                }
            }
            #expect(worst < 1e-6 && worstGradient < 4e-6, "\(pixels): \(worst), \(worstGradient)")
        }
    }

    @Test func nothingStaysNothing() {
        let empty = Tensor(zeros: [0, 4, 4, 3])
        var layer = LocalResponseNormalization()
        #expect(layer.forward(empty) == empty && layer.backward(empty) == empty)
    }

    /// A number that is none spoils its neighbours alone.
    @Test func nanStaysAmongNeighbours() {
        var x = Tensor(repeating: 1, shape: [1, 1, 3, 40])
        x[0, 0, 1, 0] = .nan
        let y = LocalResponseNormalization(size: 5).predict(x)
        #expect(y.scalars.indices.filter { y.scalars[$0].isNaN } == [40, 41, 42])
    }
}
