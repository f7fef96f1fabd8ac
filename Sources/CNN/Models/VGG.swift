extension Network {
    /// VGG-16: input `[224, 224, 3]`, 138,357,544 parameters for 1,000 classes (Simonyan and Zisserman, "Very Deep
    /// Convolutional Networks for Large-Scale Image Recognition", 2014, configuration D).
    public static func vgg16(classes: Int = 1000) -> Network { vgg([2, 2, 3, 3, 3], classes: classes) }

    /// VGG-19, configuration E: 143,667,240 parameters for 1,000 classes.
    public static func vgg19(classes: Int = 1000) -> Network { vgg([2, 2, 4, 4, 4], classes: classes) }

    /// Five stages of this many 3×3 convolutions, the channels doubling and the picture halving from stage to stage;
    /// names as in torchvision.
    private static func vgg(_ stages: [Int], classes: Int) -> Network {
        Network {
            Network {
                for (convolutions, channels) in zip(stages, [64, 128, 256, 512, 512]) {
                    for _ in 0..<convolutions {
                        Convolution(channels, kernel: 3, padding: .same)
                        ReLU()
                    }
                    MaxPooling(2)
                }
            }.named("features")
            Flatten()
            Network {
                Dense(4096)
                ReLU()
                Dropout(keep: 0.5)
                Dense(4096)
                ReLU()
                Dropout(keep: 0.5)
                Dense(classes)
            }.named("classifier")
        }
    }
}
