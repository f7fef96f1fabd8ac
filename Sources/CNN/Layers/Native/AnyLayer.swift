/// A layer of whatever type, as a value: what networks are made of.
public typealias AnyLayer = any Layer

extension Layer {
    /// This layer as one of whatever type.
    public var erased: AnyLayer { self }

    /// The layer as one of this type; nil if it is of another.
    func unwrapped<Type: Layer>(as _: Type.Type) -> Type? { self as? Type }

    /// The type's name.
    public var description: String { "\(Self.self)" }
}
