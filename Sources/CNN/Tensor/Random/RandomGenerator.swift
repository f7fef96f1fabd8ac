/// A seeded source of random numbers: the same seed gives the same numbers on every machine.
///
/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014). Real numbers are made
/// with IEEE addition, multiplication, division and square root alone, whose every digit is defined.
public struct RandomGenerator: RandomNumberGenerator, Equatable, Sendable {
    /// All that the generator remembers; a copy of it goes on with the same numbers.
    public internal(set) var state: UInt64

    /// A generator that starts from `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number strictly between 0 and 1, one of 2⁵² equally likely ones.
    public mutating func uniform() -> Double {
        (Double(next() >> 12) + 0.5) * 0x1p-52
    }

    /// A number from the normal distribution with mean 0 and deviation 1.
    public mutating func normal() -> Double {
        normalQuantile(uniform())
    }

    /// A whole number from 0 to `bound` - 1, each equally likely apart from a bias below `bound` / 2⁶⁴.
    public mutating func integer(below bound: Int) -> Int {
        require(bound > 0, "A random integer needs a bound above 0, but was given \(bound).")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// The numbers 0 to `count` - 1 in random order (Fisher and Yates's shuffle).
    public mutating func permutation(_ count: Int) -> [Int] {
        require(count >= 0, "A permutation has at least 0 numbers, not \(count).")
        var order = Array(0..<count)
        for i in stride(from: count - 1, to: 0, by: -1) { order.swapAt(i, integer(below: i + 1)) }
        return order
    }

    /// A new generator with numbers of its own, drawn from this one.
    public mutating func split() -> RandomGenerator {
        RandomGenerator(seed: next())
    }

    /// The state in four parts of 16 bits, lowest first, which every Scalar holds exactly: `[4]`.
    var parts: Tensor {
        get { Tensor((0..<4).map { Scalar(state >> (16 * UInt64($0)) & 0xFFFF) }) }
        set {
            state = newValue.scalars.prefix(4).enumerated().reduce(0) {
                $0 | ((UInt64(exactly: $1.element) ?? 0) & 0xFFFF) << (16 * UInt64($1.offset))
            }
        }
    }
}
