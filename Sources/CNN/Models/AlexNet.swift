extension Network {
    /// AlexNet on one tower: input `[227, 227, 3]`, 62,378,344 parameters for 1,000 classes (Krizhevsky, Sutskever and
    /// Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012).
    public static func alexNet(classes: Int = 1000) -> Network { alexNet(classes: classes, groups: 1) }

    /// AlexNet as published, on two GPUs: the second, fourth and fifth convolution read half of the channels each.
    /// Input `[227, 227, 3]`, 60,965,224 parameters for 1,000 classes.
    public static func alexNetOnTwoGPUs(classes: Int = 1000) -> Network { alexNet(classes: classes, groups: 2) }

    private static func alexNet(classes: Int, groups: Int) -> Network {
        Network {
            Convolution(96, kernel: 11, stride: 4).named("conv1")
            ReLU()
            LocalResponseNormalization()
            MaxPooling(3, stride: 2)
            Convolution(256, kernel: 5, padding: .same, groups: groups).named("conv2")
            ReLU()
            LocalResponseNormalization()
            MaxPooling(3, stride: 2)
            Convolution(384, kernel: 3, padding: .same).named("conv3")
            ReLU()
            Convolution(384, kernel: 3, padding: .same, groups: groups).named("conv4")
            ReLU()
            Convolution(256, kernel: 3, padding: .same, groups: groups).named("conv5")
            ReLU()
            MaxPooling(3, stride: 2)
            Flatten()
            Dense(4096).named("fc6")
            ReLU()
            Dropout(keep: 0.5)
            Dense(4096).named("fc7")
            ReLU()
            Dropout(keep: 0.5)
            Dense(classes).named("fc8")
        }
    }

    /// torchvision's AlexNet, after Krizhevsky's "One weird trick" (2014), with that library's names: input `[224, 224,
    /// 3]`, 61,100,840 parameters for 1,000 classes, no LRN.
    public static func alexNetTorchvision(classes: Int = 1000) -> Network {
        Network {
            Network {
                Convolution(64, kernel: 11, stride: 4, padding: .explicit(2))
                ReLU()
                MaxPooling(3, stride: 2)
                Convolution(192, kernel: 5, padding: .explicit(2))
                ReLU()
                MaxPooling(3, stride: 2)
                Convolution(384, kernel: 3, padding: .explicit(1))
                ReLU()
                Convolution(256, kernel: 3, padding: .explicit(1))
                ReLU()
                Convolution(256, kernel: 3, padding: .explicit(1))
                ReLU()
                MaxPooling(3, stride: 2)
            }.named("features")
            Flatten()
            Network {
                Dropout(keep: 0.5)
                Dense(4096)
                ReLU()
                Dropout(keep: 0.5)
                Dense(4096)
                ReLU()
                Dense(classes)
            }.named("classifier")
        }
    }
}
