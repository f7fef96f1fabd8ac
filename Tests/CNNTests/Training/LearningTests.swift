import CNN
import Foundation
import Testing

/// The networks learn real data, to the same bits from the same seed.
@Suite struct LearningTests {
    static let data = URL(filePath: #filePath).appending(path: "../../../../Lessons/Data").standardized.path

    static func digits() throws -> (train: Examples, test: Examples) {
        let all = try Examples(
            idxImages: data + "/mnist-images.idx.gz", labels: data + "/mnist-labels.idx.gz")
        return (all[0..<4000], all[4000..<5000])
    }

    static func fashion(_ part: String) throws -> Examples {
        try Examples(
            idxImages: data + "/fashion-\(part)-images.idx.gz", labels: data + "/fashion-\(part)-labels.idx.gz")
    }

    @Test func theDataIsWhatItSays() throws {
        let (train, test) = try Self.digits()
        #expect(train.inputs.shape == [4000, 28, 28, 1] && test.count == 1000)
        #expect(test.targets.sum(axis: 0) == Tensor(repeating: 100, shape: [1, 10]))
        #expect(train.inputs.minimum() == 0 && train.inputs.maximum() == 1)
        #expect(try Self.fashion("train").count == 4000 && Self.fashion("test").count == 1000)
    }

    /// In single precision the deviation of all pixels was 0.3086 once, where it is this loop's.
    @Test func theDigitsDeviateAsInDoublePrecision() throws {
        let pixels = try Self.digits().0.inputs
        let numbers = pixels.scalars.map(Double.init)
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
        #expect(abs(Double(pixels.mean()) - mean) < 1e-7 && abs(Double(pixels.variance()) - variance) < 1e-7)
    }

    /// Real pictures use all of PNG's filters: the sums of the pixels and of their squares, channel by channel, are
    /// Pillow's.
    @Test func picturesAreReadToThePixel() throws {
        for (name, shape, sums, squares) in [
            ("camera.png", [256, 256, 1], [8_458_081], [1_441_266_471]),
            ("cat.png", [150, 226, 3], [5_023_112, 3_794_404, 2_958_346], [778_315_002, 458_926_108, 304_465_076]),
        ] {
            let image = try Tensor(png: Self.data + "/" + name)
            #expect(image.shape == shape)
            let pixels = image.scalars.map { Int(($0 * 255).rounded()) }
            for channel in 0..<shape[2] {
                let values = stride(from: channel, to: pixels.count, by: shape[2]).map { pixels[$0] }
                #expect(values.reduce(0, +) == sums[channel])
                #expect(values.reduce(0) { $0 + $1 * $1 } == squares[channel])
            }
        }
    }

    @Test func fullFashionMNIST() throws {
        let folder = "/usr/share/datasets/fashion-mnist/"
        guard FileManager.default.fileExists(atPath: folder) else {
            try Test.cancel("Debian's dataset-fashion-mnist is not installed")
        }
        let test = try Examples(
            idxImages: folder + "t10k-images-idx3-ubyte.gz", labels: folder + "t10k-labels-idx1-ubyte.gz")
        #expect(test.inputs.shape == [10_000, 28, 28, 1])
        #expect(test.targets.sum(axis: 0) == Tensor(repeating: 1000, shape: [1, 10]))
        #expect(test[0..<1000] == (try Self.fashion("test")))
    }

    @Test func leNet5ReadsDigits() throws {
        var (train, test) = try Self.digits()
        train.inputs = train.inputs.padded(by: 2)
        test.inputs = test.inputs.padded(by: 2)
        var network = Network.leNet5()
        try network.build(for: [32, 32, 1], seed: 1)
        var adam = Adam(learningRate: 0.002)
        var training = Training(batchSize: 16, schedule: .exponential(base: 0.7), seed: 2)
        try training.run(&network, on: train, optimizer: &adam, epochs: 7)
        let accuracy = network.accuracy(on: test)
        #expect(accuracy > 0.96, "accuracy \(accuracy)")
    }

    @Test(arguments: [Shortcut.zeroPadding, .none])
    func twentyLayersLearnClothes(shortcut: Shortcut) throws {
        let train = try Self.fashion("train")[0..<400]
        func run(_ train: Examples, _ epochs: Int) throws -> (losses: [Float], network: Network) {
            var network = Network.cifarResNet(depth: 20, shortcut: shortcut)
            try network.build(for: [28, 28, 1], seed: 1)
            var momentum = Momentum(learningRate: 0.02, form: .accumulated, weightDecay: 1e-4)
            var training = Training(batchSize: 20, seed: 2)
            var losses: [Float] = []
            try training.run(&network, on: train, optimizer: &momentum, epochs: epochs) { losses.append($0.loss) }
            return (losses, network)
        }
        let (losses, _) = try run(train, 3)
        #expect(losses[2] < 0.75 * losses[0], "losses \(losses)")
        // Guessing costs ln 10, which is 2.3.
        #expect(losses[2] < 1.5, "losses \(losses)")
        // The same seed, the same bits.
        let (first, second) = (try run(train[0..<40], 1), try run(train[0..<40], 1))
        #expect(first.losses == second.losses)
        #expect(first.network.stateDictionary == second.network.stateDictionary)
    }
}
