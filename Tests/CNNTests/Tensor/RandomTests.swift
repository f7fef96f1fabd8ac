import CNN
import CNN64
import Testing

@Suite struct RandomTests {
    /// The reference implementation's first numbers for seed 1234567 (Vigna's splitmix64.c).
    @Test func splitMix64() {
        var generator = CNN.RandomGenerator(seed: 1_234_567)
        let numbers = (0..<5).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func momentsOfNormalNumbers() {
        var generator = CNN64.RandomGenerator(seed: 1)
        let x = CNN64.Tensor(normal: [200_000], using: &generator)
        #expect(abs(x.mean()) < 0.01)
        #expect(abs(x.variance() - 1) < 0.01)
        #expect(abs((x * x * x * x).mean() - 3) < 0.05)
    }

    @Test func sameSeedSameNumbers() {
        var (a, b) = (CNN.RandomGenerator(seed: 3), CNN.RandomGenerator(seed: 3))
        #expect(CNN.Tensor(normal: [50], using: &a) == CNN.Tensor(normal: [50], using: &b))
        #expect(a == b)
        #expect(a.permutation(100).sorted() == Array(0..<100))
    }

    /// The quantiles of Python's statistics.NormalDist, to 15 digits, at the first numbers of seed 1.
    @Test func quantiles() {
        var generator = CNN.RandomGenerator(seed: 1)
        let numbers = (0..<6).map { _ in generator.normal() }
        let expected = [
            0.1676268464091555, 0.6612741976640489, 1.8957395496870117, -0.13992603067553333, -0.14016528245980797,
            0.7156439696701457,
        ]
        #expect(zip(numbers, expected).allSatisfy { abs($0 - $1) < 1e-14 * abs($1) + 1e-15 })
    }

    @Test func fourAtATimeAreTheSameAsOneByOne() {
        var (a, b) = (CNN64.RandomGenerator(seed: 6), CNN64.RandomGenerator(seed: 6))
        let together = CNN64.Tensor(normal: [10_003], using: &a)
        #expect(together.scalars == (0..<10_003).map { _ in b.normal() })
        #expect(a == b)
    }
}
