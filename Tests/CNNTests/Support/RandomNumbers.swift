import CNN

/// Numbers from −1 to 1 without a pattern.
func randomNumbers(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = RandomGenerator(seed: seed)
    return Tensor(uniform: shape, in: -1...1, using: &generator)
}
