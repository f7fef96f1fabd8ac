/// How often examples of each class were taken for each class, and what follows from it.
public struct ConfusionMatrix: Equatable, Sendable {
    /// Row: the class it is; column: the class that the largest output says.
    public let counts: [[Int]]

    /// Counts outputs `[m, classes]` against one-hot targets of the same shape.
    public init(_ outputs: Tensor, _ targets: Tensor) {
        requireClasses(outputs, targets)
        let classes = outputs.shape[1]
        var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for (said, actual) in zip(outputs.argmax(), targets.argmax()) { counts[actual][said] += 1 }
        self.counts = counts
    }

    /// The part of all examples that are answered right; nan if there are none.
    public var accuracy: Scalar {
        Scalar(counts.indices.reduce(0) { $0 + counts[$1][$1] }) / Scalar(counts.joined().reduce(0, +))
    }

    /// For each class the part of its examples that are answered right, also called recall; nan for one without examples.
    public var accuracies: [Scalar] { counts.indices.map { Scalar(counts[$0][$0]) / Scalar(counts[$0].reduce(0, +)) } }

    /// For each class the part of the answers that say so which are right; nan for one that is never said.
    public var precisions: [Scalar] {
        counts.indices.map { c in Scalar(counts[c][c]) / Scalar(counts.reduce(0) { $0 + $1[c] }) }
    }

    /// For each class 2·right/(examples + answers), the harmonic mean of precision and recall; nan for a class that neither
    /// is nor is said.
    public var f1: [Scalar] {
        counts.indices.map { c in
            Scalar(2 * counts[c][c]) / Scalar(counts[c].reduce(0, +) + counts.reduce(0) { $0 + $1[c] })
        }
    }

    /// The mean of `f1` over the classes that it is a number for.
    public var macroF1: Scalar {
        let known = f1.filter { !$0.isNaN }
        return known.reduce(0, +) / Scalar(known.count)
    }
}

extension Layer {
    /// The confusion matrix of the network's answers to examples with one-hot targets.
    public func confusion(on examples: Examples) -> ConfusionMatrix {
        ConfusionMatrix(predictions(for: examples.inputs), examples.targets)
    }

    /// The part of the examples whose class is among the k largest outputs; of equal outputs the first counts as larger.
    public func topAccuracy(_ k: Int, on examples: Examples) -> Scalar {
        let (outputs, targets) = (predictions(for: examples.inputs), examples.targets)
        requireClasses(outputs, targets)
        let classes = outputs.shape[1]
        require(k >= 1 && k <= classes, "A top-k accuracy needs a k from 1 to the \(classes) classes, not \(k).")
        let right = targets.argmax().enumerated().count { row, label in
            let numbers = outputs.scalars[row * classes..<(row + 1) * classes]
            let own = numbers[numbers.startIndex + label]
            let larger = numbers.enumerated().count {
                $1 > own || ($1 == own && $0 < label) || ($1.isNaN && !own.isNaN)
            }
            return !own.isNaN && larger < k
        }
        return Scalar(right) / Scalar(outputs.shape[0])
    }

    /// The part of all outputs, several for each example, that are on the right side of `threshold` for targets of 0 and
    /// 1: 0 for numbers before a sigmoid, 0.5 for numbers after one.
    public func binaryAccuracy(on examples: Examples, threshold: Scalar = 0) -> Scalar {
        let (outputs, targets) = (predictions(for: examples.inputs), examples.targets)
        require(
            outputs.shape == targets.shape && targets.scalars.allSatisfy { $0 == 0 || $0 == 1 },
            "A binary accuracy needs targets that are 0 or 1, of the outputs' shape \(outputs.shape), but was given \(targets.shape)."
        )
        let right = zip(outputs.scalars, targets.scalars).count { !$0.isNaN && ($0 > threshold) == ($1 == 1) }
        return Scalar(right) / Scalar(outputs.count)
    }
}

private func requireClasses(_ outputs: Tensor, _ targets: Tensor) {
    require(
        outputs.rank == 2 && outputs.shape == targets.shape,
        "Classes are judged by outputs [m, classes] and one-hot targets of their shape (Tensor(oneHot: labels, classes: n)), but were given as \(outputs.shape) and \(targets.shape)."
    )
}
