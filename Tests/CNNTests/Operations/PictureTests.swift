import CNN
import Foundation
import Testing

/// Pictures resized as Pillow does, cut, normalized and changed at random.
@Suite struct PictureTests {
    private let wanted: [String: Tensor]

    init() throws { wanted = try NPZ.read(fixtures.appending(path: "pictures/resized.npz").path) }

    /// Pillow rounds to whole numbers of 255 after each of the two directions; a number of 255 is read here with the error of a Float.
    @Test func resized() throws {
        let picture = try #require(wanted["picture"]) / 255
        #expect(wanted.count == 9)
        for (name, tensor) in wanted where name != "picture" {
            let own = picture.resized(height: tensor.shape[0], width: tensor.shape[1])
            let worst = abs(own * 255 - tensor).maximum()
            #expect(worst <= 1 + 255 * Float.ulpOfOne, "\(name): \(worst)")
            let batch = Tensor(stacking: [picture, picture]).resized(height: tensor.shape[0], width: tensor.shape[1])
            #expect(batch.at(0) == own && batch.at(1) == own)
        }
        #expect(picture.resized(height: picture.shape[0], width: picture.shape[1]) == picture)
    }

    @Test func byHand() {
        // From four to two: the triangle reaches over four, ½·¼ and so on: (3·0 + 3·4 + 8)/8 … of what lies inside.
        let row = Tensor(shape: [1, 4, 1], scalars: [0, 4, 8, 12]).resized(height: 1, width: 2)
        // Weights ¾, ¾, ¼ over 1¾ at the edge.
        #expect(abs(row.scalars[0] - (0.75 * 4 + 0.25 * 8) / 1.75) < 1e-6)
        let grid = Tensor(shape: [3, 4, 1], scalars: (0..<12).map(Float.init))
        #expect(grid.centreCropped(height: 1, width: 2).scalars == [5, 6])
        #expect(grid.resized(shorterSide: 6).shape == [6, 8, 1])
        #expect(grid.transposed([1, 0, 2]).resized(shorterSide: 6).shape == [8, 6, 1])
        let normal = Tensor([[1, 2], [3, 4]]).normalized(mean: [1, 2], deviation: [2, 4])
        #expect(normal == Tensor([[0, 0], [1, 0.5]]))
        #expect(Tensor(shape: [1, 1, 1], scalars: [3]).inColour.scalars == [3, 3, 3])
        #expect(Tensor(shape: [1, 1, 4], scalars: [1, 2, 3, 9]).inColour.scalars == [1, 2, 3])
    }

    private let picture = Tensor(shape: [1, 2, 3, 1], scalars: [1, 2, 3, 4, 5, 6])

    private func outcomes(_ changes: [Augmentation.Change]) -> Set<[Float]> {
        var generator = RandomGenerator(seed: 1)
        return Set((0..<400).map { _ in Augmentation(changes).applied(to: picture, using: &generator).scalars })
    }

    @Test func flips() {
        #expect(outcomes([.horizontalFlip()]) == [[1, 2, 3, 4, 5, 6], [3, 2, 1, 6, 5, 4]])
        #expect(outcomes([.horizontalFlip(probability: 1)]) == [[3, 2, 1, 6, 5, 4]])
        #expect(outcomes([.horizontalFlip(probability: 1), .horizontalFlip(probability: 1)]) == [[1, 2, 3, 4, 5, 6]])
    }

    /// SplitMix64 turned back from 64 ones: the first picture's first number is the largest below 1, in single precision 1.
    @Test func flipsAlways() {
        var generator = RandomGenerator(seed: 0x1FDB_8480_7C8B_C327)
        var first = generator.split()
        #expect(Float(first.uniform()) == 1)
        generator = RandomGenerator(seed: 0x1FDB_8480_7C8B_C327)
        let flipped = Augmentation([.horizontalFlip(probability: 1)]).applied(to: picture, using: &generator)
        #expect(flipped.scalars == [3, 2, 1, 6, 5, 4])
    }

    @Test func noPictures() async {
        let row = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1, 2]).centreCropped(height: 1, width: 1)
        }
        #expect(row.said("cannot be cut from a picture of shape [2]."))
        let number = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(shape: [], scalars: [1]).resized(shorterSide: 3)
        }
        #expect(number.said("but [] was given a shorter side of 3."))
    }

    @Test func shiftsAndCrops() {
        let shifted = outcomes([.shift(1)])
        #expect(shifted.count == 9)
        #expect(shifted.isSuperset(of: [[5, 6, 0, 0, 0, 0], [0, 0, 0, 0, 1, 2], [1, 2, 3, 4, 5, 6]]))
        // A flip after a shift shows the zeros on the other side.
        #expect(outcomes([.shift(1), .horizontalFlip(probability: 1)]).contains([0, 6, 5, 0, 0, 0]))
        #expect(outcomes([.crop(height: 1, width: 2)]) == [[1, 2], [2, 3], [4, 5], [5, 6]])
        let padded = outcomes([.crop(height: 2, width: 3, padding: 1)])
        #expect(padded == shifted)
        // What was shifted out is gone, even if a crop looks there.
        #expect(outcomes([.shift(1), .crop(height: 2, width: 3, padding: 1)]).allSatisfy { $0.count == 6 })
        #expect(outcomes([.crop(height: 1, width: 1), .shift(1)]).isSubset(of: [[0], [1], [2], [3], [4], [5], [6]]))
    }

    @Test func brightness() {
        for numbers in outcomes([.brightness(0.5)]) {
            let factor = numbers[0]
            #expect(factor > 0.5 && factor < 1.5)
            #expect(zip(numbers, picture.scalars).allSatisfy { abs($0 - factor * $1) < 1e-5 })
        }
    }

    /// A picture's changes do not depend on its neighbours in the work, only on the numbers drawn before.
    @Test func eachPictureByItself() {
        let many = randomNumbers([64, 9, 8, 3], seed: 1)
        let changes = Augmentation([
            .horizontalFlip(), .shift(2), .crop(height: 8, width: 8, padding: 1), .brightness(0.2),
        ])
        var (one, all) = (RandomGenerator(seed: 5), RandomGenerator(seed: 5))
        let alone = (0..<64).map { changes.applied(to: many.sliced($0..<$0 + 1), using: &one) }
        #expect(changes.applied(to: many, using: &all) == Tensor(concatenating: alone, axis: 0))
        #expect(one == all)
    }

    @Test func aFolderOfPictures() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        for (name, numbers) in [("dog/b.png", [0, 1]), ("dog/a.PNG", [1, 1]), ("cat/x.png", [0, 0])] {
            let url = root.appending(path: name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Tensor(shape: [1, 2, 1], scalars: numbers.map { Float($0) }).writePNG(to: url.path)
        }
        try Data("no picture".utf8).write(to: root.appending(path: "cat/notes.txt"))
        try FileManager.default.createDirectory(at: root.appending(path: "empty"), withIntermediateDirectories: true)
        let folder = try PictureFolder(root.path)
        #expect(folder.classes == ["cat", "dog"] && folder.labels == [0, 1, 1])
        #expect(folder.paths.map { String($0.suffix(5)) } == ["x.png", "a.PNG", "b.png"])
        let examples = try folder.examples { (path) throws(FileError) in try Tensor(png: path) }
        #expect(examples.inputs == Tensor(shape: [3, 1, 2, 1], scalars: [0, 0, 1, 1, 0, 1]))
        #expect(examples.targets == Tensor([[1, 0], [0, 1], [0, 1]]))
        try Tensor(shape: [2, 2, 1], scalars: [0, 0, 0, 0]).writePNG(to: root.appending(path: "dog/c.png").path)
        let error = #expect(throws: FileError.self) {
            try PictureFolder(root.path).examples { (path) throws(FileError) in try Tensor(png: path) }
        }
        #expect(error?.description.contains("dog/c.png: this picture is [2, 2, 1]") == true)
        #expect(throws: FileError.self) { try PictureFolder(root.appending(path: "empty").path) }
        #expect(throws: FileError.self) { try PictureFolder(root.appending(path: "nothing").path) }
    }

    @Test func labels() async {
        #expect(
            Examples(Tensor([[1], [2]]), labels: [2, 0], classes: 3).targets == Tensor([[0, 0, 1], [1, 0, 0]]))
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Loss.softmaxCrossEntropy(Tensor([[1, 2], [3, 4]]), Tensor([0, 1]))
        }
        #expect(result.said("Class labels become one-hot targets with Tensor(oneHot: labels, classes: 2)."))
    }
}
