extension Network {
    /// ResNet-18: input `[224, 224, 3]`, 11,689,512 parameters for 1,000 classes (He et al., "Deep Residual Learning
    /// for Image Recognition", 2015). With `shortcut: .none` it is the plain network of the same depth.
    public static func resNet18(classes: Int = 1000, shortcut: Shortcut = .projection) -> Network {
        basicResNet([2, 2, 2, 2], classes, shortcut)
    }

    /// ResNet-34: 21,797,672 parameters for 1,000 classes.
    public static func resNet34(classes: Int = 1000, shortcut: Shortcut = .projection) -> Network {
        basicResNet([3, 4, 6, 3], classes, shortcut)
    }

    /// ResNet-50: 25,557,032 parameters for 1,000 classes; v1.5 unless the stride is put in the 1×1 convolution, as the
    /// paper has it. `bias` gives its convolutions biases, which batch norm makes idle.
    public static func resNet50(
        classes: Int = 1000, shortcut: Shortcut = .projection, strideIn: StridePlacement = .threeByThree,
        bias: Bool = false
    ) -> Network {
        bottleneckResNet([3, 4, 6, 3], classes, shortcut, strideIn, bias)
    }

    /// ResNet-101: 44,549,160 parameters for 1,000 classes.
    public static func resNet101(
        classes: Int = 1000, shortcut: Shortcut = .projection, strideIn: StridePlacement = .threeByThree
    ) -> Network {
        bottleneckResNet([3, 4, 23, 3], classes, shortcut, strideIn, false)
    }

    /// ResNet-152: 60,192,808 parameters for 1,000 classes.
    public static func resNet152(
        classes: Int = 1000, shortcut: Shortcut = .projection, strideIn: StridePlacement = .threeByThree
    ) -> Network {
        bottleneckResNet([3, 8, 36, 3], classes, shortcut, strideIn, false)
    }

    private static func basicResNet(_ stages: [Int], _ classes: Int, _ shortcut: Shortcut) -> Network {
        resNet(stages, classes, bias: false) { stage, block in
            basicBlock(
                64 << stage, stride: stage > 0 && block == 0 ? 2 : 1, changesShape: stage > 0 && block == 0,
                shortcut: shortcut)
        }
    }

    private static func bottleneckResNet(
        _ stages: [Int], _ classes: Int, _ shortcut: Shortcut, _ strideIn: StridePlacement, _ bias: Bool
    ) -> Network {
        resNet(stages, classes, bias: bias) { stage, block in
            bottleneckBlock(
                64 << stage, stride: stage > 0 && block == 0 ? 2 : 1, changesShape: block == 0, shortcut: shortcut,
                strideIn: strideIn, bias: bias)
        }
    }

    /// The stem, four stages of this many blocks, and the classifier; names as in torchvision.
    private static func resNet(
        _ stages: [Int], _ classes: Int, bias: Bool, block: (_ stage: Int, _ block: Int) -> Network
    ) -> Network {
        Network {
            Convolution(64, kernel: 7, stride: 2, padding: .explicit(3), bias: bias).named("conv1")
            BatchNormalization().named("bn1")
            ReLU()
            MaxPooling(3, stride: 2, padding: .explicit(1))
            for (stage, blocks) in stages.enumerated() {
                Network((0..<blocks).map { block(stage, $0) }).named("layer\(stage + 1)")
            }
            GlobalAveragePooling()
            Dense(classes).named("fc")
        }
    }

    /// The ResNet-50 of the course's exercise: input `[64, 64, 3]`, 23,546,886 parameters for 6 classes; convolutions
    /// with biases, the stride in the first 1×1, no padding in the stem but the zeros of its first layer.
    public static func resNet50OfTheCourse(classes: Int = 6) -> Network {
        Network {
            ZeroPadding(3)
            Convolution(64, kernel: 7, stride: 2).named("conv1")
            BatchNormalization().named("bn1")
            ReLU()
            MaxPooling(3, stride: 2)
            for (stage, blocks) in [3, 4, 6, 3].enumerated() {
                Network {
                    for block in 0..<blocks {
                        bottleneckBlock(
                            64 << stage, stride: stage > 0 && block == 0 ? 2 : 1, changesShape: block == 0,
                            strideIn: .oneByOne, bias: true)
                    }
                }.named("layer\(stage + 1)")
            }
            AveragePooling(2)
            Flatten()
            Dense(classes).named("fc")
        }
    }

    /// The CIFAR networks of section 4.2, 6n + 2 layers deep: input `[32, 32, 3]` (or any images), 3 stages of n blocks
    /// with 16, 32 and 64 channels; n = 3 is ResNet-20 with 269,722 parameters. `shortcut: .none` gives plain-20 and so
    /// on.
    public static func cifarResNet(depth: Int, classes: Int = 10, shortcut: Shortcut = .zeroPadding) -> Network {
        require(depth >= 8 && depth % 6 == 2, "A CIFAR ResNet has 6n + 2 layers, 8 at least, not \(depth).")
        return Network {
            Convolution(16, kernel: 3, padding: .explicit(1), bias: false).named("conv1")
            BatchNormalization().named("bn1")
            ReLU()
            for stage in 0..<3 {
                Network {
                    for block in 0..<(depth - 2) / 6 {
                        basicBlock(
                            16 << stage, stride: stage > 0 && block == 0 ? 2 : 1,
                            changesShape: stage > 0 && block == 0, shortcut: shortcut)
                    }
                }.named("layer\(stage + 1)")
            }
            GlobalAveragePooling()
            Dense(classes).named("fc")
        }
    }
}
