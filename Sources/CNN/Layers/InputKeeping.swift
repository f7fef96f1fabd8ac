/// A layer that keeps its last input in training and otherwise computes what it predicts.
protocol InputKeepingLayer: Layer {
    /// The last forward's input.
    var input: Tensor? { get set }
}

extension InputKeepingLayer {
    /// As `predict`; keeps the input.
    public mutating func forward(_ input: Tensor) -> Tensor {
        let output = predict(input)
        self.input = input
        return output
    }
}

/// A layer that keeps the shape of its last input in training and otherwise computes what it predicts.
protocol InputShapeKeepingLayer: Layer {
    /// The shape of the last forward's input.
    var inputShape: [Int]? { get set }
}

extension InputShapeKeepingLayer {
    /// As `predict`; keeps the input's shape.
    public mutating func forward(_ input: Tensor) -> Tensor {
        inputShape = input.shape
        return predict(input)
    }

    /// The shape of the last forward's input; stops the program if there has been none.
    func requireInputShape() -> [Int] {
        guard let inputShape else { stop("\(self): backward needs a forward before it.") }
        return inputShape
    }
}
