/// Pictures in folders, one for each class: `pets/cat/1.png` shows a cat.
public struct PictureFolder: Sendable {
    /// The names of the folders that hold pictures, in alphabetical order: the classes.
    public let classes: [String]
    /// The paths of all pictures, class by class in alphabetical order.
    public let paths: [String]
    /// For each path the position of its class.
    public let labels: [Int]

    /// Looks for pictures, files with one of these endings in capital or small letters, in the folders inside a folder;
    /// throws if there are none.
    public init(_ root: String, endings: [String] = ["png"]) throws(FileError) {
        var (classes, paths, labels): ([String], [String], [Int]) = ([], [], [])
        for name in try namesInFolder(root) where isFolder(root + "/" + name) {
            let pictures = try namesInFolder(root + "/" + name).filter { file in
                endings.contains { file.lowercased().hasSuffix("." + $0.lowercased()) }
            }
            if pictures.isEmpty { continue }
            paths += pictures.map { root + "/" + name + "/" + $0 }
            labels += pictures.map { _ in classes.count }
            classes.append(name)
        }
        guard !paths.isEmpty else {
            throw FileError(
                "there are no pictures (" + endings.joined(separator: ", ") + ") in this folder's subfolders",
                in: root)
        }
        (self.classes, self.paths, self.labels) = (classes, paths, labels)
    }

    /// All pictures as one-hot examples, each read by `read` and then prepared, to one shape: resized or cut, for instance.
    public func examples(
        reading read: (String) throws(FileError) -> Tensor, prepare: (Tensor) -> Tensor = { $0 }
    ) throws(FileError) -> Examples {
        var (shape, scalars): ([Int], [Scalar]) = ([], [])
        for path in paths {
            let picture = prepare(try read(path))
            if shape.isEmpty {
                shape = picture.shape
                scalars.reserveCapacity(paths.count * picture.count)
            }
            guard picture.shape == shape else {
                throw FileError(
                    "this picture is \(picture.shape), but those before it are \(shape): prepare them to one shape, with resized(height:width:) for instance",
                    in: path)
            }
            scalars += picture.scalars
        }
        return Examples(
            Tensor(shape: [paths.count] + shape, scalars: scalars), labels: labels, classes: classes.count)
    }
}
