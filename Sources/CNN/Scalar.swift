/// The type of every number in a tensor: `Float`, or `Double` where the sources are built as `CNN64`.
#if CNN_DOUBLE
public typealias Scalar = Double
#else
public typealias Scalar = Float
#endif
