import Testing

@testable import CNN

/// Column sums against plain loops, over odd sizes.
@Suite struct RowSumTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 13, 33, 64, 100, 2050])
    func rowSumsAreTheLoops(width: Int) {
        for rows in [0, 1, 7, 40_001 / width, 300] {
            let numbers = randomNumbers([rows, width], seed: 1)
            let start = randomNumbers([width], seed: 2)
            var exact = start.scalars.map { Double($0) }
            for row in 0..<rows {
                for column in 0..<width { exact[column] += Double(numbers[row, column]) }
            }
            let wanted = Tensor(exact.map { Float($0) })
            for kernels in Machine.availableKernels {
                for threads in 1...3 {
                    var sums = start
                    addRowSums(
                        of: numbers, to: &sums, on: Machine(kernels: kernels, workers: Workers(threads: threads)))
                    // In double precision no order of the rows changes a digit that Float holds.
                    #expect(sums == wanted, "\(rows) rows of \(width), \(threads) threads, \(kernels.name)")
                }
            }
        }
    }
}
