extension Network {
    /// LeNet-5 as courses teach it: input `[32, 32, 1]`, 61,706 parameters for 10 classes; the last layer's numbers go
    /// into a softmax (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998).
    public static func leNet5(classes: Int = 10) -> Network {
        Network {
            Convolution(6, kernel: 5).named("c1")
            ReLU()
            AveragePooling(2).named("s2")
            Convolution(16, kernel: 5).named("c3")
            ReLU()
            AveragePooling(2).named("s4")
            Flatten()
            Dense(120).named("c5")
            ReLU()
            Dense(84).named("f6")
            ReLU()
            Dense(classes).named("output")
        }
    }

    /// LeNet-5 as published: C3 reads the maps of table I, pooling is trained and followed by the squashing function,
    /// the output is the distance to a 7×12 picture of each digit. Input `[32, 32, 1]`, background −0.1 and ink 1.175;
    /// 60,000 parameters. Train it with `Loss.radialBasis`; the smallest output is the answer.
    public static func leNet5AsPublished() -> Network {
        Network {
            Convolution(6, kernel: 5, initialization: .xavier).named("c1")
            ScaledTanh()
            TrainablePooling(2).named("s2")
            ScaledTanh()
            TableConvolution(leNet5Table, kernel: 5).named("c3")
            ScaledTanh()
            TrainablePooling(2).named("s4")
            ScaledTanh()
            Convolution(120, kernel: 5, initialization: .xavier).named("c5")
            Flatten()
            ScaledTanh()
            Dense(84, initialization: .xavier).named("f6")
            ScaledTanh()
            RadialBasis(patterns: digitPatterns).named("output")
        }
    }

    /// Which of S2's 6 maps each of C3's 16 filters reads (table I of the paper).
    public static let leNet5Table = [
        [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
        [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
        [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
    ]
}
