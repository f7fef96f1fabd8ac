extension Network {
    /// A convolution in two: each channel by itself, then 1×1 across the channels (Chollet, "Xception", 2016). With c
    /// channels and n filters it multiplies f²·c + c·n times a pixel in place of f²·c·n.
    public static func separableConvolution(
        _ filters: Int, kernel: Int, stride: Int = 1, padding: Padding = .valid, dilation: Int = 1, bias: Bool = true
    ) -> Network {
        Network {
            DepthwiseConvolution(kernel: kernel, stride: stride, padding: padding, dilation: dilation, bias: false)
                .named("depthwise")
            Convolution(filters, kernel: 1, bias: bias).named("pointwise")
        }
    }
}
