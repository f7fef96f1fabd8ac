#if CNN_DOUBLE
    /// The type of every number in a tensor: `Double`, because these sources are built as `CNN64`.
    public typealias Scalar = Double
#else
    /// The type of every number in a tensor: `Float`; it is `Double` where the same sources are built as `CNN64`.
    public typealias Scalar = Float
#endif
