import CNN
import Testing

@Suite struct TensorTests {
    let matrix = Tensor([[1, 2, 3], [4, 5, 6]])

    @Test func elements() {
        #expect(matrix.shape == [2, 3] && matrix[1, 2] == 6)
        var copy = matrix
        copy[0, 0] = 9
        #expect(matrix[0, 0] == 1 && copy[0, 0] == 9)
        #expect(matrix.at(1) == Tensor([4, 5, 6]))
        #expect(matrix.sliced(1..<3, axis: 1) == Tensor([[2, 3], [5, 6]]))
        #expect(matrix.gathered([1, 1, 0]) == Tensor([[4, 5, 6], [4, 5, 6], [1, 2, 3]]))
        #expect(matrix.reshaped(to: [3, -1]) == Tensor([[1, 2], [3, 4], [5, 6]]))
    }

    @Test func arithmeticRepeatsAxesOfLengthOne() {
        #expect(matrix + Tensor([10, 20, 30]) == Tensor([[11, 22, 33], [14, 25, 36]]))
        #expect(matrix - Tensor([[1], [4]]) == Tensor([[0, 1, 2], [0, 1, 2]]))
        #expect(Tensor([[1], [2]]) * Tensor([[3, 4]]) == Tensor([[3, 4], [6, 8]]))
        #expect(2 * matrix / 2 - matrix == Tensor(zeros: [2, 3]))
        var sum = matrix
        sum += Tensor([1, 1, 1])
        #expect(sum == matrix + 1)
        let volume = Tensor(shape: [2, 1, 2], scalars: [1, 2, 3, 4])
        #expect((volume + Tensor([[10], [20]])).scalars == [11, 12, 21, 22, 13, 14, 23, 24])
    }

    @Test func matrixProductByHand() {
        #expect(matrix.matrixProduct(Tensor([[1, 0], [0, 1], [1, 1]])) == Tensor([[4, 5], [10, 11]]))
        #expect(matrix.transposed() == Tensor([[1, 4], [2, 5], [3, 6]]))
        let volume = Tensor(shape: [2, 3, 2], scalars: (0..<12).map(Float.init))
        #expect(volume.transposed([2, 0, 1])[1, 0, 2] == volume[0, 2, 1])
    }

    @Test(arguments: [1, 5, 6, 7, 8, 9, 13, 97, 130])
    func matrixProductOfOddSizes(size: Int) {
        // (i + 1)·(j + 1)·Σ p², in whole numbers that Float holds exactly for few rows.
        for (m, n, k) in [(size, 3, 4), (3, size, 4), (2, 3, size), (size, size, 2)] {
            let a = Tensor(shape: [m, k], scalars: (0..<m * k).map { Float(($0 / k % 7 + 1) * ($0 % k % 5)) })
            let b = Tensor(shape: [k, n], scalars: (0..<k * n).map { Float(($0 % n % 3 + 1) * ($0 / n % 5)) })
            let squares = (0..<k).reduce(0) { $0 + ($1 % 5) * ($1 % 5) }
            let product = a.matrixProduct(b)
            for i in 0..<m {
                for j in 0..<n where product[i, j] != Float((i % 7 + 1) * (j % 3 + 1) * squares) {
                    Issue.record("\(m)×\(k) times \(k)×\(n) is wrong at \(i), \(j)")
                    return
                }
            }
        }
    }

    @Test func reductions() {
        #expect(matrix.sum() == 21 && matrix.mean() == 3.5 && matrix.maximum() == 6 && matrix.minimum() == 1)
        #expect(matrix.sum(axis: 0) == Tensor([[5, 7, 9]]))
        #expect(matrix.mean(axis: 1, keepingAxis: false) == Tensor([2, 5]))
        #expect(Tensor([1, 2, 3, 4]).variance() == 1.25)
        #expect(Tensor([3, 4]).norm() == 5)
        #expect(Tensor([[1, 5, 5], [7, 2, 1]]).argmax() == [1, 0])
        #expect(Tensor([1, .nan, 3]).maximum().isNaN)
    }

    @Test func joining() {
        #expect(Tensor(concatenating: [matrix, matrix], axis: 0).shape == [4, 3])
        #expect(
            Tensor(concatenating: [Tensor([[1], [2]]), matrix], axis: -1) == Tensor([[1, 1, 2, 3], [2, 4, 5, 6]]))
        #expect(Tensor(oneHot: [2, 0], classes: 3) == Tensor([[0, 0, 1], [1, 0, 0]]))
    }

    @Test func functions() {
        #expect(relu(Tensor([-1, 0, 2])) == Tensor([0, 0, 2]))
        #expect(sigmoid(Tensor([0, 1000, -1000])) == Tensor([0.5, 1, 0]))
        // e^1 : e^2 : e^3 as shares; the same for 1001, 1002, 1003.
        let shares = softmax(Tensor([[1, 2, 3], [1001, 1002, 1003]]))
        #expect(abs(shares - Tensor([0.09003057, 0.24472847, 0.66524096])).maximum() < 1e-6)
    }

    @Test func sentencesOfMistakes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([1, 2]) + Tensor([1, 2, 3])
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("Shapes [2] and [3] do not go together in +"))
    }
}
