import CNN
import Testing

/// Convolution and padding against sums done by hand and against plain loops.
@Suite struct ConvolutionTests {
    /// The course's picture: light on the left, dark on the right.
    let edge = Tensor([Float](repeating: 0, count: 6).map { _ in [10, 10, 10, 0, 0, 0] })
    let vertical = Tensor([[1, 0, -1], [1, 0, -1], [1, 0, -1]])

    @Test func verticalEdge() {
        #expect(edge.convolved(with: vertical) == Tensor([Float](repeating: 0, count: 4).map { _ in [0, 30, 30, 0] }))
    }

    @Test func samePaddingKeepsTheSize() {
        let result = edge.convolved(with: vertical, padding: .same)
        #expect(result.shape == [6, 6])
        // The first column sees zeros on its left: −(10 + 10 + 10), at the corners −(10 + 10).
        #expect(result[0, 0] == -20 && result[1, 0] == -30 && result[5, 5] == 0)
        #expect(result == edge.padded(by: 1).convolved(with: vertical))
        #expect(result == edge.convolved(with: vertical, padding: .explicit(1)))
    }

    @Test func volume() {
        // The sum over a 3×3×3 window of ones is 27, of the channels 1, 2, 3 weighted 1 each 9·(1 + 2 + 3).
        let image = Tensor(shape: [6, 6, 3], scalars: (0..<108).map { Float($0 % 3 + 1) })
        let kernel = Tensor(repeating: 1, shape: [3, 3, 3])
        #expect(image.convolved(with: kernel) == Tensor(repeating: 54, shape: [4, 4]))
        let two = Tensor(stacking: [kernel, kernel * 2]).transposed([1, 2, 3, 0])
        let both = image.convolved(with: two)
        #expect(both.shape == [4, 4, 2])
        #expect(both[3, 3, 0] == 54 && both[0, 2, 1] == 108)
    }

    @Test func oneByOneIsAMatrixProduct() {
        var generator = RandomGenerator(seed: 1)
        let image = Tensor(normal: [28, 28, 192], using: &generator)
        let kernel = Tensor(normal: [1, 1, 192, 32], using: &generator)
        let result = image.convolved(with: kernel)
        #expect(result.shape == [28, 28, 32])
        let product = image.reshaped(to: [784, 192]).matrixProduct(kernel.reshaped(to: [192, 32]))
        #expect(abs(result.reshaped(to: [784, 32]) - product).maximum() < 1e-4)
    }

    @Test func againstPlainLoops() {
        var generator = RandomGenerator(seed: 9)
        for (height, width, f, stride, padding, channels, filters, groups) in [
            (7, 5, 3, 1, Padding.valid, 2, 3, 1), (7, 5, 3, 2, .same, 2, 3, 1), (8, 8, 4, 3, .explicit(2), 1, 9, 1),
            (5, 9, 2, 2, .same, 4, 6, 2), (6, 6, 1, 2, .valid, 3, 17, 1), (40, 40, 5, 1, .same, 3, 8, 1),
        ] {
            let image = Tensor(normal: [2, height, width, channels], using: &generator)
            let kernel = Tensor(normal: [f, f, channels / groups, filters], using: &generator)
            let result = image.convolved(with: kernel, stride: stride, padding: padding, groups: groups)
            let expected = plainConvolution(image, kernel, stride: stride, padding: padding, groups: groups)
            #expect(result.shape == expected.shape)
            #expect(abs(result - expected).maximum() < 1e-4)
        }
    }

    @Test func outputLengthIsAFormula() {
        // Every place counted, for every small n, f, p, s.
        for n in 1...9 {
            for f in 1...5 {
                for p in 0...3 {
                    for s in 1...4 {
                        var places = 0
                        var start = 0
                        while start + f <= n + 2 * p { (places, start) = (places + 1, start + s) }
                        #expect(Padding.explicit(p).outputLength(n, kernel: f, stride: s) == places)
                    }
                }
            }
        }
        #expect(Padding.same.amounts(length: 6, kernel: 3) == (1, 1))
        #expect(Padding.same.amounts(length: 6, kernel: 5) == (2, 2))
        #expect(Padding.same.amounts(length: 6, kernel: 2) == (0, 1))
        #expect(Padding.same.outputLength(7, kernel: 3, stride: 2) == 4)
    }

    @Test func paddedPutsZerosAround() {
        #expect(
            Tensor([[1, 2], [3, 4]]).padded(by: 1)
                == Tensor([[0, 0, 0, 0], [0, 1, 2, 0], [0, 3, 4, 0], [0, 0, 0, 0]]))
        #expect(
            Tensor([[1]]).padded(top: 0, bottom: 1, left: 2, right: 0, with: 9) == Tensor([[9, 9, 1], [9, 9, 9]]))
    }

    @Test func poolingByHand() {
        // The course's example: maxima and means of the four quarters.
        let image = Tensor([[1, 3, 2, 1], [2, 9, 1, 1], [1, 3, 2, 3], [5, 6, 1, 2]]).reshaped(to: [1, 4, 4, 1])
        #expect(MaxPooling(2)(image).scalars == [9, 2, 6, 3])
        #expect(AveragePooling(2)(image).scalars == [3.75, 1.25, 3.75, 2])
        // Overlapping, and hanging over the end.
        #expect(MaxPooling(3, stride: 1)(image).scalars == [9, 9, 9, 9])
        #expect(MaxPooling(3, stride: 2, roundsUp: true)(image).scalars == [9, 3, 6, 3])
        #expect(AveragePooling(2, padding: .explicit(1))(image).scalars[0] == 1)
        #expect(AveragePooling(2, padding: .explicit(1), countsPadding: true)(image).scalars[0] == 0.25)
    }

    private func plainConvolution(
        _ image: Tensor, _ kernel: Tensor, stride: Int, padding: Padding, groups: Int
    ) -> Tensor {
        let (height, width, f) = (image.shape[1], image.shape[2], kernel.shape[0])
        let (groupChannels, filters) = (kernel.shape[2], kernel.shape[3])
        let rows = padding.outputLength(height, kernel: f, stride: stride)
        let columns = padding.outputLength(width, kernel: f, stride: stride)
        let top = padding.amounts(length: height, kernel: f, stride: stride).before
        let left = padding.amounts(length: width, kernel: f, stride: stride).before
        var result = Tensor(zeros: [image.shape[0], rows, columns, filters])
        for n in 0..<image.shape[0] {
            for y in 0..<rows {
                for x in 0..<columns {
                    for k in 0..<filters {
                        let first = k / (filters / groups) * groupChannels
                        var sum: Float = 0
                        for dy in 0..<f {
                            for dx in 0..<f {
                                let (i, j) = (y * stride + dy - top, x * stride + dx - left)
                                if i < 0 || i >= height || j < 0 || j >= width { continue }
                                for c in 0..<groupChannels {
                                    sum += image[n, i, j, first + c] * kernel[dy, dx, c, k]
                                }
                            }
                        }
                        result[n, y, x, k] = sum
                    }
                }
            }
        }
        return result
    }
}
