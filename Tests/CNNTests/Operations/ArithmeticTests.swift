import CNN
import Testing

/// Arithmetic number by number, with the very digits of plain loops, beyond what one thread takes.
@Suite struct ArithmeticTests {
    @Test(arguments: [0, 1, 15, 17, 70_001])
    func resultsAreTheLoops(count: Int) {
        let (a, b) = (randomNumbers([count], seed: 1), randomNumbers([count], seed: 2))
        let (x, y, s) = (a.scalars, b.scalars, Float(1.1))
        let all = 0..<count
        #expect((a + b).scalars == all.map { x[$0] + y[$0] })
        #expect((a - b).scalars == all.map { x[$0] - y[$0] })
        #expect((a * b).scalars == all.map { x[$0] * y[$0] })
        #expect((a / b).scalars == all.map { x[$0] / y[$0] })
        #expect((a + s).scalars == x.map { $0 + s } && (s + a).scalars == x.map { s + $0 })
        #expect((a - s).scalars == x.map { $0 - s } && (s - a).scalars == x.map { s - $0 })
        #expect((a * s).scalars == x.map { $0 * s } && (s * a).scalars == x.map { s * $0 })
        #expect((a / s).scalars == x.map { $0 / s } && (s / a).scalars == x.map { s / $0 })
        #expect((-a).scalars == x.map { -$0 } && abs(a).scalars == x.map { $0.magnitude })
        #expect(sqrt(abs(a)).scalars == x.map { $0.magnitude.squareRoot() })
        var c = a
        c += b
        #expect(c.scalars == all.map { x[$0] + y[$0] })
        c = a
        c -= b
        #expect(c.scalars == all.map { x[$0] - y[$0] })
        c = a
        c *= b
        #expect(c.scalars == all.map { x[$0] * y[$0] })
        c = a
        c *= s
        #expect(c.scalars == x.map { $0 * s })
    }

    @Test func rowsAreRepeatedInPlace() {
        let (a, row) = (randomNumbers([300, 7], seed: 1), randomNumbers([7], seed: 2))
        var c = a
        c *= row
        #expect(c.scalars == a.scalars.indices.map { a.scalars[$0] * row.scalars[$0 % 7] })
        c = a
        c -= row
        #expect(c.scalars == a.scalars.indices.map { a.scalars[$0] - row.scalars[$0 % 7] })
        var none = Tensor(zeros: [0, 7])
        none -= row
        #expect(none == Tensor(zeros: [0, 7]))
    }
}
