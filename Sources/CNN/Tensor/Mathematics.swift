/// σ of one number.
func sigmoid(_ z: Scalar) -> Scalar {
    if z >= 0 { return 1 / (1 + exponential(-z)) }
    let e = exponential(z)
    return e / (1 + e)
}
