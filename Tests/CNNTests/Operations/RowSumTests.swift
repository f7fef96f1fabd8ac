import Testing

@testable import CNN

/// Column sums against plain loops, over odd sizes.
@Suite struct RowSumTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 13, 33])
    func rowSumsAreTheLoops(width: Int) {
        for rows in [0, 1, 7, 40_001 / width] {
            let numbers = randomNumbers([rows, width], seed: 1)
            let start = randomNumbers([width], seed: 2)
            var wanted = start
            for row in 0..<rows {
                for column in 0..<width { wanted[column] += numbers[row, column] }
            }
            for threads in 1...3 {
                var sums = start
                addRowSums(of: numbers, to: &sums, on: Workers(threads: threads))
                // Each sum is over the rows from first to last: equal, not near.
                #expect(sums == wanted, "\(rows) rows of \(width), \(threads) threads")
            }
        }
    }
}
