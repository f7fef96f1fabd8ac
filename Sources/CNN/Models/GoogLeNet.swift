/// GoogLeNet with its two auxiliary heads (Szegedy et al., "Going Deeper with Convolutions", 2014): input `[224, 224,
/// 3]`, 13,378,280 parameters for 1,000 classes.
///
/// As a layer it is the network without the heads. To train with them, add to the loss 0.3 times each head's, and give
/// `backward(main:first:second:)` the gradients.
public struct GoogLeNet: CompositeLayer {
    /// From the image to module 4a, after which the first head branches off.
    public var stem: Network
    /// Modules 4b, 4c and 4d, after which the second head branches off.
    public var middle: Network
    /// From module 4e to the classifier.
    public var tail: Network
    /// The head on module 4a.
    public var firstHead: Network
    /// The head on module 4d.
    public var secondHead: Network

    /// A network for this many classes, not built yet.
    public init(classes: Int = 1000) {
        let parts = Network.googLeNetParts(classes: classes)
        (stem, middle, tail) = (parts.stem, parts.middle, parts.tail)
        firstHead = .googLeNetHead(classes: classes)
        secondHead = .googLeNetHead(classes: classes)
    }

    /// The layer as it is written.
    public var description: String { "GoogLeNet()" }

    /// The shape of the main output.
    public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
        try tail.outputShape(for: try middle.outputShape(for: try stem.outputShape(for: inputShape)))
    }

    /// Builds the network and both heads.
    @discardableResult
    public mutating func build(
        for inputShape: [Int], using generator: inout RandomGenerator
    ) throws(ShapeError) -> [Int] {
        let first = try stem.build(for: inputShape, using: &generator)
        try firstHead.build(for: first, using: &generator)
        let second = try middle.build(for: first, using: &generator)
        try secondHead.build(for: second, using: &generator)
        return try tail.build(for: second, using: &generator)
    }

    /// The main output; the heads do not run.
    public func predict(_ input: Tensor) -> Tensor { tail.predict(middle.predict(stem.predict(input))) }

    /// The main output; the heads do not run.
    public mutating func forward(_ input: Tensor) -> Tensor { tail.forward(middle.forward(stem.forward(input))) }

    /// Back over the main output alone.
    @discardableResult
    public mutating func backward(_ outputGradient: Tensor) -> Tensor {
        stem.backward(middle.backward(tail.backward(outputGradient)))
    }

    /// The outputs of the network and of both heads.
    public mutating func forwardWithHeads(_ input: Tensor) -> (main: Tensor, first: Tensor, second: Tensor) {
        let a = stem.forward(input)
        let first = firstHead.forward(a)
        let b = middle.forward(a)
        let second = secondHead.forward(b)
        return (tail.forward(b), first, second)
    }

    /// Back over all three outputs.
    @discardableResult
    public mutating func backward(main: Tensor, first: Tensor, second: Tensor) -> Tensor {
        let b = tail.backward(main) + secondHead.backward(second)
        return stem.backward(middle.backward(b) + firstHead.backward(first))
    }

    /// The network without the heads, which predicting does not need.
    public var structure: LayerStructure { .chain(stem.parts + middle.parts + tail.parts) }

    /// The network's layers keep the names that they have without the heads; the heads' begin with `head1` and `head2`.
    public mutating func visitParts(_ visit: (_ name: String, _ part: inout AnyLayer) -> Void) {
        stem.visitAsPart("", visit)
        middle.visitAsPart("", visit)
        tail.visitAsPart("", visit)
        firstHead.visitAsPart("head1", visit)
        secondHead.visitAsPart("head2", visit)
    }

    /// Of the network without the heads.
    public func multiplyAdds(for inputShape: [Int]) -> Int {
        Network(stem.layers + middle.layers + tail.layers).multiplyAdds(for: inputShape)
    }
}

extension Network {
    /// GoogLeNet without its auxiliary heads: input `[224, 224, 3]`, 6,998,552 parameters for 1,000 classes.
    public static func googLeNet(classes: Int = 1000) -> Network {
        let parts = googLeNetParts(classes: classes)
        return Network(parts.stem.layers + parts.middle.layers + parts.tail.layers)
    }

    static func googLeNetParts(classes: Int) -> (stem: Network, middle: Network, tail: Network) {
        let stem = Network {
            Network {
                Convolution(64, kernel: 7, stride: 2, padding: .explicit(3))
                ReLU()
            }.named("conv1")
            MaxPooling(3, stride: 2, roundsUp: true).named("pool1")
            LocalResponseNormalization().named("norm1")
            Network {
                Convolution(64, kernel: 1)
                ReLU()
                Convolution(192, kernel: 3, padding: .same)
                ReLU()
            }.named("conv2")
            LocalResponseNormalization().named("norm2")
            MaxPooling(3, stride: 2, roundsUp: true).named("pool2")
            inception(64, (96, 128), (16, 32), 32).named("3a")
            inception(128, (128, 192), (32, 96), 64).named("3b")
            MaxPooling(3, stride: 2, roundsUp: true).named("pool3")
            inception(192, (96, 208), (16, 48), 64).named("4a")
        }
        let middle = Network {
            inception(160, (112, 224), (24, 64), 64).named("4b")
            inception(128, (128, 256), (24, 64), 64).named("4c")
            inception(112, (144, 288), (32, 64), 64).named("4d")
        }
        let tail = Network {
            inception(256, (160, 320), (32, 128), 128).named("4e")
            MaxPooling(3, stride: 2, roundsUp: true).named("pool4")
            inception(256, (160, 320), (32, 128), 128).named("5a")
            inception(384, (192, 384), (48, 128), 128).named("5b")
            GlobalAveragePooling().named("pool5")
            Dropout(keep: 0.6)
            Dense(classes).named("fc")
        }
        return (stem, middle, tail)
    }

    static func googLeNetHead(classes: Int) -> Network {
        Network {
            AveragePooling(5, stride: 3)
            Convolution(128, kernel: 1).named("conv")
            ReLU()
            Flatten()
            Dense(1024).named("fc1")
            ReLU()
            Dropout(keep: 0.3)
            Dense(classes).named("fc2")
        }
    }
}
