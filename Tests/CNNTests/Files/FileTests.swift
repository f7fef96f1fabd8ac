import CNN
import Foundation
import Testing

/// Files that NumPy, safetensors, Pillow and gzip have written (Fixtures/make_files.py), and our own ones read back.
@Suite struct FileTests {
    private func ramp(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, scalars: (0..<shape.reduce(1, *)).map { Float($0) * 0.5 - 1 })
    }

    @Test(arguments: ["f4.npy", "f4-fortran.npy", "f8-big.npy", "f2.npy"])
    func npy(name: String) throws {
        #expect(try Tensor(npy: fixture(name)) == ramp([2, 3]))
    }

    @Test func npyShapes() throws {
        #expect(try Tensor(npy: fixture("i8.npy")) == Tensor([[-1, 0, 0], [0, 1, 1]]))
        #expect(try Tensor(npy: fixture("scalar.npy")) == Tensor(shape: [], scalars: [2.5]))
        #expect(try Tensor(npy: fixture("vector.npy")) == ramp([4]))
    }

    @Test(arguments: [[], [4], [2, 3], [0, 3], [2, 1, 3, 2]])
    func npyRoundTrip(shape: [Int]) throws {
        try withFile([]) { path in
            try ramp(shape).writeNPY(to: path)
            #expect(try Tensor(npy: path) == ramp(shape))
        }
        // NumPy's own bytes.
        try withFile([]) { path in
            try ramp([2, 3]).writeNPY(to: path)
            #expect(try bytes(of: path) == bytes(of: fixture("f4.npy")))
        }
    }

    @Test func npz() throws {
        let stored = try NPZ.read(fixture("stored.npz"))
        #expect(stored == ["a": ramp([2, 3]), "b": ramp([4])])
        let deflated = try NPZ.read(fixture("deflated.npz"))
        #expect(deflated == ["a": ramp([2, 3]), "zeros": Tensor(zeros: [50, 50])])
        try withFile([]) { path in
            try NPZ.write(stored, to: path)
            #expect(try NPZ.read(path) == stored)
        }
    }

    @Test func safeTensors() throws {
        let read = try SafeTensors.read(fixture("three.safetensors"))
        #expect(read == ["weight": ramp([2, 3]), "half": ramp([4]), "steps": Tensor(shape: [], scalars: [7])])
        try withFile([]) { path in
            let odd = ["a \"quoted\"\n name": ramp([3]), "none": Tensor(zeros: [0, 4])]
            try SafeTensors.write(odd, to: path)
            #expect(try SafeTensors.read(path) == odd)
        }
    }

    @Test func idx() throws {
        let images = try Tensor(idx: fixture("idx-images"))
        #expect(images == Tensor(shape: [2, 2, 3], scalars: (0..<12).map(Float.init)))
        #expect(try Tensor(idx: fixture("idx-labels.gz")) == Tensor([7, 2, 1, 0]))
        // Nothing, whose other axes have more bytes than an Int can say where a number has four.
        let empty = try Tensor(idx: fixture("idx-empty"))
        #expect(empty.shape == [0, 4_294_967_295, 1_073_741_824])
        try withFile([]) { path in
            try empty.writeNPY(to: path)
            #expect(try Tensor(npy: path) == empty)
        }
    }

    /// The picture of make_files.py.
    private func picture(_ channel: (_ y: Int, _ x: Int) -> [Int]) -> Tensor {
        let pixels = (0..<7).flatMap { y in (0..<9).flatMap { x in channel(y, x).map { Float($0) / 255 } } }
        return Tensor(shape: [7, 9, pixels.count / 63], scalars: pixels)
    }

    @Test func png() throws {
        func red(_ x: Int) -> Int { 20 * x }
        func blue(_ y: Int, _ x: Int) -> Int { 200 - 4 * x * y }
        #expect(try Tensor(png: fixture("rgb.png")) == picture { [red($1), 30 * $0, blue($0, $1)] })
        #expect(try Tensor(png: fixture("filters.png")) == picture { [red($1), 30 * $0, blue($0, $1)] })
        #expect(try Tensor(png: fixture("rgba.png")) == picture { [red($1), 30 * $0, blue($0, $1), red($1)] })
        #expect(try Tensor(png: fixture("grey.png")) == picture { [blue($0, $1)] })
        #expect(try Tensor(png: fixture("grey-alpha.png")) == picture { [blue($0, $1), red($1)] })
        let sixteen = try Tensor(png: fixture("grey16.png"))
        #expect(abs(sixteen - picture { [blue($0, $1)] }).maximum() < 1e-6)
        #expect(try Tensor(png: fixture("bits.png")) == picture { [($0 + $1) % 3 == 0 ? 255 : 0] })
        #expect(
            try Tensor(png: fixture("palette.png"))
                == picture { y, x in (0..<3).map { (x + y) % 3 == $0 ? 255 : 0 } })
    }

    @Test(arguments: 1...4)
    func pngRoundTrip(channels: Int) throws {
        let image = Tensor(shape: [40, 50, channels], scalars: (0..<2000 * channels).map { Float($0 % 256) / 255 })
        try withFile([]) { path in
            try image.writePNG(to: path)
            #expect(try Tensor(png: path) == image)
            try (image * 3 - 1).writePNG(to: path)
            #expect(try Tensor(png: path).maximum() == 1)
        }
    }

    /// A network, its optimizer and its loop saved and read back go on exactly as the originals.
    @Test func resumingFromAFile() throws {
        let data = TrainingTests.circle(90, seed: 3)
        var (network, adam, training) = (try TrainingTests.network(), Adam(), Training(batchSize: 30, seed: 2))
        try training.run(&network, on: data, optimizer: &adam, epochs: 2)
        try withFile([]) { path in
            try SafeTensors.write(network.stateDictionary, to: path)
            var other = try TrainingTests.network()
            try other.load(stateDictionary: SafeTensors.read(path))
            try SafeTensors.write(adam.state, to: path)
            var otherAdam = Adam()
            otherAdam.state = try SafeTensors.read(path)
            try SafeTensors.write(training.state, to: path)
            var otherTraining = Training(batchSize: 30, seed: 99)
            otherTraining.state = try SafeTensors.read(path)
            try training.run(&network, on: data, optimizer: &adam, epochs: 2)
            try otherTraining.run(&other, on: data, optimizer: &otherAdam, epochs: 2)
            #expect(other.stateDictionary == network.stateDictionary)
            #expect(otherAdam == adam)
        }
    }

    @Test func loadingNamesWhatDoesNotFit() throws {
        var network = try Network(input: [2], seed: 1) { Dense(2) }
        var tensors = network.stateDictionary
        tensors["0.bias"] = Tensor(zeros: [3])
        #expect(throws: StateError(description: "The tensor 0.bias should be [2], but is [3].")) {
            try network.load(stateDictionary: tensors)
        }
        tensors["0.bias"] = nil
        #expect(throws: StateError(description: "There is no tensor 0.bias.")) {
            try network.load(stateDictionary: tensors)
        }
    }
}
