/// What a layer is made of, in the layer's own words: the predictor, summaries and diagrams read it, and know no layer
/// by its type.
public enum LayerStructure {
    /// A layer without layers inside it.
    case leaf(Leaf)
    /// Layers one after the other.
    case chain([Part])
    /// A main path and a shortcut around it, which read the same input; their outputs are added.
    case sum(main: Part, shortcut: Part)
    /// Layers that read the same input; their outputs lie side by side along the channels.
    case concatenation([Part])

    /// A layer within another.
    public struct Part {
        /// Its name, or its position from 0, in the names of its parameters; an empty name adds nothing to theirs.
        public let name: String
        /// The layer itself, without its name.
        public let layer: AnyLayer

        /// A layer by this name.
        public init(name: String, layer: AnyLayer) {
            self.name = name
            self.layer = layer
        }
    }

    /// A layer without layers inside it, as those see it who look at the whole network.
    public struct Leaf {
        /// What a layer does to its input.
        public enum Role: Equatable, Sendable {
            /// Windows times kernels.
            case convolution
            /// One number for each window, without a product.
            case pooling
            /// A product with a matrix.
            case dense
            /// Each number by itself, or by its neighbours': the shape stays, and a diagram needs no box of its own.
            case elementwise
            /// Anything else.
            case other
        }

        /// What a diagram calls the layer, `3×3 conv, 64`.
        public let label: String
        /// What the layer does, which gives its box in a diagram its colour.
        public let role: Role
        /// How a predictor computes it.
        let prediction: Prediction

        /// A layer that a predictor computes by the layer's own `predict`.
        public init(label: String, role: Role = .other) {
            self.init(label: label, role: role, prediction: .general)
        }

        init(label: String, role: Role, prediction: Prediction) {
            self.label = label
            self.role = role
            self.prediction = prediction
        }
    }

    /// The layers that a predictor computes faster than by their own `predict`, or that others need to know.
    enum Prediction {
        case convolution(Convolution)
        case batchNormalization(BatchNormalization)
        case relu
        case dense(Dense)
        case maxPooling(MaxPooling)
        case globalAveragePooling
        case localResponseNormalization(LocalResponseNormalization)
        /// Number by number, to numbers between 0 and 1: accuracies ask.
        case sigmoid
        /// The same numbers in another shape.
        case flatten
        /// The input itself.
        case identity
        /// Number by number, from one place to another or to the same.
        case elementwise((UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>, _ count: Int) -> Void)
        /// By the layer's own `predict`.
        case general
    }

    /// A leaf whose label, role and prediction these are.
    static func leaf(_ label: String, _ role: Leaf.Role, _ prediction: Prediction = .general) -> LayerStructure {
        .leaf(Leaf(label: label, role: role, prediction: prediction))
    }
}
