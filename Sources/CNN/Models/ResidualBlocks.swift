/// Where a block's main path and shortcut differ in shape, what the shortcut does (He et al., 2015, section 4.1).
public enum Shortcut: Equatable, Sendable {
    /// Option A: every second pixel, the new channels zero; no parameters.
    case zeroPadding
    /// Option B: a 1×1 convolution with batch norm.
    case projection
    /// None anywhere, not even the identity: the plain network of the same depth.
    case none
}

/// Which convolution of a bottleneck block halves the picture.
public enum StridePlacement: Equatable, Sendable {
    /// The first 1×1, as in the paper (v1).
    case oneByOne
    /// The 3×3, as in torchvision (v1.5).
    case threeByThree
}

extension Network {
    /// Two 3×3 convolutions with a shortcut around them; names as in torchvision.
    public static func basicBlock(
        _ channels: Int, stride: Int = 1, changesShape: Bool = false, shortcut: Shortcut = .projection
    ) -> Network {
        let main = Network {
            Convolution(channels, kernel: 3, stride: stride, padding: .explicit(1), bias: false).named("conv1")
            BatchNormalization().named("bn1")
            ReLU()
            Convolution(channels, kernel: 3, padding: .explicit(1), bias: false).named("conv2")
            BatchNormalization().named("bn2")
        }
        return block(main, channels, stride, changesShape, shortcut, bias: false)
    }

    /// 1×1, 3×3 and 1×1 convolutions to `channels`, `channels` and 4 times as many, with a shortcut around them; names
    /// as in torchvision.
    public static func bottleneckBlock(
        _ channels: Int, stride: Int = 1, changesShape: Bool = false, shortcut: Shortcut = .projection,
        strideIn: StridePlacement = .threeByThree, bias: Bool = false
    ) -> Network {
        let (first, second) = strideIn == .oneByOne ? (stride, 1) : (1, stride)
        let main = Network {
            Convolution(channels, kernel: 1, stride: first, bias: bias).named("conv1")
            BatchNormalization().named("bn1")
            ReLU()
            Convolution(channels, kernel: 3, stride: second, padding: .explicit(1), bias: bias).named("conv2")
            BatchNormalization().named("bn2")
            ReLU()
            Convolution(4 * channels, kernel: 1, bias: bias).named("conv3")
            BatchNormalization().named("bn3")
        }
        return block(main, 4 * channels, stride, changesShape, shortcut, bias: bias)
    }

    /// The main path with its shortcut, and the ReLU after the sum.
    private static func block(
        _ main: Network, _ channels: Int, _ stride: Int, _ changesShape: Bool, _ shortcut: Shortcut, bias: Bool
    ) -> Network {
        if shortcut == .none { return Network(main.layers + [ReLU().erased]) }
        let path = Network {
            if changesShape && shortcut == .projection {
                Convolution(channels, kernel: 1, stride: stride, bias: bias)
                BatchNormalization()
            } else if changesShape {
                ChannelPadding(channels, stride: stride)
            }
        }
        return Network {
            Residual(main: main, shortcut: path).named("")
            ReLU()
        }
    }
}
