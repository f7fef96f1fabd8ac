import CNN64
import Testing

/// The backward passes of MobileNets' layers against numerical gradients, in double precision.
@Suite struct MobileGradientTests {
    private func error(_ layer: some Layer, _ shape: [Int]) throws -> Double {
        let input = distinctNumbers(shape)
        return gradientError(of: try built(layer, for: input), at: input)
    }

    @Test(arguments: [1, 2, 3], [2, 3])
    func convolutions(stride: Int, kernel: Int) throws {
        for (padding, dilation) in [(Padding.valid, 1), (.same, 1), (.explicit(1), 1), (.same, 2), (.explicit(2), 3)] {
            let depthwise = DepthwiseConvolution(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
            #expect(try error(depthwise, [2, 7, 8, 3]) < 1e-7, "\(depthwise)")
            let multiplied = DepthwiseConvolution(kernel: kernel, stride: stride, padding: padding, multiplier: 2)
            #expect(try error(multiplied, [2, 5, 4, 2]) < 1e-7, "\(multiplied)")
            let dilated = Convolution(3, kernel: kernel, stride: stride, padding: padding, dilation: dilation)
            #expect(try error(dilated, [2, 7, 8, 2]) < 1e-7, "\(dilated)")
            let grouped = Convolution(
                4, kernel: kernel, stride: stride, padding: padding, groups: 2, dilation: dilation)
            #expect(try error(grouped, [1, 7, 8, 4]) < 1e-7, "\(grouped)")
        }
        for padding in [Padding.valid, .same, .explicit(1)] {
            let transposed = TransposedConvolution(3, kernel: kernel, stride: stride, padding: padding)
            #expect(try error(transposed, [2, 3, 4, 2]) < 1e-7, "\(transposed)")
        }
        let larger = TransposedConvolution(2, kernel: kernel, stride: stride, outputPadding: stride - 1)
        #expect(try error(larger, [1, 3, 2, 2]) < 1e-7)
    }

    @Test(arguments: [1, 3])
    func others(batch: Int) throws {
        for layer in [Upsampling(2), Upsampling(3, mode: .bilinear), ReLU6(), SiLU()] as [any Layer] {
            #expect(try error(layer, [batch, 3, 2, 4]) < 1e-7, "\(layer)")
        }
        #expect(try error(SqueezeExcitation(2), [batch, 3, 4, 5]) < 1e-7)
        #expect(try error(Network.separableConvolution(3, kernel: 3, padding: .same), [batch, 5, 4, 2]) < 1e-7)
    }

    /// Numbers of ReLU6 on both sides of 6.
    @Test func aboveSix() { #expect(gradientError(of: ReLU6(), at: 5 * distinctNumbers([2, 3, 3, 5])) < 1e-7) }
}
