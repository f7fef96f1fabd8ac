/// Numbers that training changes, with the gradient of the loss with respect to them.
public struct Parameter: Equatable, Sendable {
    /// The numbers themselves.
    public var value: Tensor

    /// Whether weight decay and L2 regularization apply: true for weights, false for biases and batch norm's γ and β.
    public var decays: Bool

    /// Whether the parameter is trained: one that is not gets no gradients, and optimizers leave it as it is.
    public var trains = true

    /// The sum of the gradients since it was last set to zero, of the value's shape.
    public var gradient: Tensor {
        get { accumulated ?? Tensor(zeros: value.shape) }
        set { accumulated = newValue }
    }

    /// Nothing until the first gradient comes: a network that only predicts needs no memory for it.
    private var accumulated: Tensor?

    /// A parameter with this value and a gradient of zero.
    public init(_ value: Tensor, decays: Bool = true) {
        self.value = value
        self.decays = decays
    }

    /// Sets the gradient to 0.
    public mutating func zeroGradient() { accumulated = nil }

    /// Adds to the gradient.
    public mutating func addGradient(_ gradient: Tensor) {
        require(
            gradient.shape == value.shape,
            "A parameter of shape \(value.shape) cannot take a gradient of shape \(gradient.shape).")
        accumulate { $0 += gradient }
    }

    /// Lets `body` add to the gradient in place.
    mutating func accumulate(_ body: (inout Tensor) -> Void) {
        if !trains { return }
        var sum = accumulated ?? Tensor(zeros: value.shape)
        accumulated = nil  // so that `sum` is the only owner and is changed in place
        body(&sum)
        accumulated = sum
    }
}
