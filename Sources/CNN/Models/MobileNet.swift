extension Network {
    /// MobileNet v1: input `[224, 224, 3]`, 4,231,976 parameters for 1,000 classes (Howard et al., "MobileNets:
    /// Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017). `width` is the paper's α, a
    /// factor of all channels.
    public static func mobileNetV1(classes: Int = 1000, width: Scalar = 1) -> Network {
        func channels(_ count: Int) -> Int { max(1, Int((width * Scalar(count)).rounded())) }
        let blocks =
            [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
            + Array(repeating: (512, 1), count: 5) + [(1024, 2), (1024, 1)]
        return Network {
            Network {
                convolutionWithNorm(channels(32), kernel: 3, stride: 2, ReLU().erased)
                for (filters, stride) in blocks {
                    Network {
                        depthwiseWithNorm(stride: stride, ReLU().erased)
                        convolutionWithNorm(channels(filters), kernel: 1, ReLU().erased)
                    }
                }
            }.named("features")
            GlobalAveragePooling()
            Dense(classes).named("classifier")
        }
    }

    /// MobileNet v2: input `[224, 224, 3]`, 3,504,872 parameters for 1,000 classes (Sandler et al., "MobileNetV2:
    /// Inverted Residuals and Linear Bottlenecks", 2018); names as in torchvision. `width` is a factor of all channels,
    /// which are then rounded to multiples of 8.
    public static func mobileNetV2(classes: Int = 1000, width: Scalar = 1) -> Network {
        let stages: [(expansion: Int, channels: Int, blocks: Int, stride: Int)] = [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2),
            (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        ]
        var input = toEights(32 * width)
        var blocks: [Network] = []
        for stage in stages {
            let output = toEights(Scalar(stage.channels) * width)
            for block in 0..<stage.blocks {
                blocks.append(
                    invertedResidual(
                        input, to: output, stride: block == 0 ? stage.stride : 1, expansion: stage.expansion))
                input = output
            }
        }
        return Network {
            Network {
                convolutionWithNorm(toEights(32 * width), kernel: 3, stride: 2, ReLU6().erased)
                for block in blocks { block }
                convolutionWithNorm(toEights(1280 * max(1, width)), kernel: 1, ReLU6().erased)
            }.named("features")
            GlobalAveragePooling()
            Network {
                Dropout(keep: 0.8)
                Dense(classes)
            }.named("classifier")
        }
    }

    /// A 1×1 convolution to `expansion` times the channels, a depthwise one, and a 1×1 convolution without ReLU; around
    /// them a shortcut where the shape stays. Names as in torchvision.
    public static func invertedResidual(_ input: Int, to output: Int, stride: Int = 1, expansion: Int = 6) -> Network {
        let main = Network {
            Network {
                if expansion != 1 { convolutionWithNorm(expansion * input, kernel: 1, ReLU6().erased) }
                depthwiseWithNorm(stride: stride, ReLU6().erased)
                Convolution(output, kernel: 1, bias: false)
                BatchNormalization()
            }.named("conv")
        }
        if stride == 1 && input == output { return Network { Residual(main: main, shortcut: Network([])).named("") } }
        return main
    }

    private static func convolutionWithNorm(
        _ filters: Int, kernel: Int, stride: Int = 1, _ activation: AnyLayer
    ) -> Network {
        Network {
            Convolution(filters, kernel: kernel, stride: stride, padding: .explicit(kernel / 2), bias: false)
            BatchNormalization()
            [activation]
        }
    }

    private static func depthwiseWithNorm(stride: Int, _ activation: AnyLayer) -> Network {
        Network {
            DepthwiseConvolution(kernel: 3, stride: stride, padding: .explicit(1), bias: false)
            BatchNormalization()
            [activation]
        }
    }

    /// The nearest multiple of 8, at least 8, and not less than nine tenths of the number.
    private static func toEights(_ channels: Scalar) -> Int {
        let nearest = max(8, Int(channels + 4) / 8 * 8)
        return Scalar(nearest) < 0.9 * channels ? nearest + 8 : nearest
    }
}
