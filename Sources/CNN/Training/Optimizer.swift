/// A rule by which parameters follow their gradients.
public protocol Optimizer {
    /// The size of the steps, α.
    var learningRate: Scalar { get set }

    /// Changes every parameter of the layer (or network) once, by its gradient; the gradients stay as they are.
    mutating func update(_ layer: inout some Layer)
}
