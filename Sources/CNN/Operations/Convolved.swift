extension Tensor {
    /// The convolution of deep learning: the kernel slides over the image, not flipped (a cross-correlation), and each
    /// position gives the sum of the products.
    ///
    /// | image | kernel | result |
    /// |---|---|---|
    /// | `[h, w]` | `[f, f]` | `[h', w']` |
    /// | `[h, w, channels]` | `[f, f, channels]` | `[h', w']` |
    /// | `[h, w, channels]` | `[f, f, channels, filters]` | `[h', w', filters]` |
    /// | `[batch, h, w, channels]` | `[f, f, channels, filters]` | `[batch, h', w', filters]` |
    ///
    /// With h' = ⌊(h + 2p − f)/s⌋ + 1. With `groups`, each of the groups of filters reads its own channels / groups
    /// channels; a `dilation` d takes every d-th number under a window that reaches over (f − 1)·d + 1.
    public func convolved(
        with kernel: Tensor, stride: Int = 1, padding: Padding = .valid, groups: Int = 1, dilation: Int = 1
    ) -> Tensor {
        requireDilation(dilation)
        let ranks = [rank, kernel.rank]
        require(
            [[2, 2], [3, 3], [3, 4], [4, 4]].contains(ranks),
            "A convolution takes an image [h, w] or [h, w, channels] or a batch, and a kernel with as many channels, but was given \(shape) and \(kernel.shape)."
        )
        let (batch, height, width, channels) = imageAxes
        let filters = kernel.rank == 4 ? kernel.shape[3] : 1
        let kernelShape = [kernel.shape[0], kernel.shape[1], kernel.rank == 2 ? 1 : kernel.shape[2], filters]
        require(
            groups >= 1 && channels == kernelShape[2] * groups && filters % groups == 0,
            "A convolution's kernel needs the image's channels divided by the groups, but the image is \(shape), the kernel \(kernel.shape) and there are \(groups) groups."
        )
        let sizes = ConvolutionGeometry(
            input: [batch, height, width, channels], kernel: kernelShape, groups: groups, stride: stride,
            padding: padding, dilation: dilation)
        require(
            sizes.outputHeight > 0 && sizes.outputWidth > 0,
            "A kernel \(kernel.shape) does not fit into the image \(shape) with padding \(padding).")
        var result = Tensor(zeros: sizes.outputShape)
        withPointers(self, kernel, &result) { sizes.forward($0, $1, to: $2) }
        return switch kernel.rank {
        case 4 where rank == 3: result.reshaped(to: Array(result.shape.dropFirst()))
        case 4: result
        default: result.reshaped(to: [sizes.outputHeight, sizes.outputWidth])
        }
    }
}
