import Testing

@testable import CNN

/// The largest numbers, against plain loops.
@Suite struct MaximumTests {
    /// Lengths around whole vectors and the parts of threads.
    @Test(arguments: [1, 2, 7, 15, 16, 17, 31, 33, 63, 64, 65, 100, 40_000])
    func theLargestIsFoundAnywhere(count: Int) {
        let numbers = randomNumbers([count], seed: UInt64(count))
        for place in Set([0, 1, count / 2, count - 2, count - 1]) where (0..<count).contains(place) {
            var x = numbers
            x[place] = 3
            #expect(x.maximum() == 3 && (-x).minimum() == -3, "\(place)")
            x[place] = .nan
            #expect(x.maximum().isNaN && x.minimum().isNaN, "\(place)")
            x[(place + 1) % count] = .infinity
            #expect(x.maximum().isNaN == (count > 1), "\(place)")
            for kernels in Machine.availableKernels {
                x = numbers
                x[place] = -.infinity
                #expect(kernels.largest(of: x.scalars, count: count) == x.scalars.max(), "\(kernels.name)")
            }
        }
        #expect(Tensor(repeating: -.infinity, shape: [count]).maximum() == -.infinity)
    }

    @Test func ofNothingItIsMinusInfinity() {
        #expect(Tensor(zeros: [0]).maximum() == -.infinity && Tensor(zeros: [0]).minimum() == .infinity)
        #expect(Tensor(zeros: [2, 0]).maximum(axis: 1) == Tensor([[-.infinity], [-.infinity]]))
        #expect(Tensor(zeros: [0, 2]).maximum(axis: 0) == Tensor([[-.infinity, -.infinity]]))
        #expect(Tensor(zeros: [0, 2]).maximum(axis: 1) == Tensor(zeros: [0, 1]))
    }

    @Test(arguments: [[3, 5, 1], [2, 4, 7], [1, 33, 20], [400, 3, 37], [2, 30, 2000]])
    func alongEachAxis(shape: [Int]) {
        let x = randomNumbers(shape, seed: 1)
        for axis in 0..<3 {
            let (result, smallest) = (x.maximum(axis: axis), x.minimum(axis: axis))
            var wanted = result.shape.map { _ in 0 }
            for i in 0..<result.count {
                var rest = i
                for j in (0..<3).reversed() { (wanted[j], rest) = (rest % result.shape[j], rest / result.shape[j]) }
                let along = (0..<shape[axis]).map { k in
                    var index = wanted
                    index[axis] = k
                    return x[index[0], index[1], index[2]]
                }
                #expect(result.scalars[i] == along.max()! && smallest.scalars[i] == along.min()!)
            }
        }
    }
}
