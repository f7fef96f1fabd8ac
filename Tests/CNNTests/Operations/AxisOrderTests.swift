import CNN
import Testing

/// Axes in another order, each number at its place.
@Suite struct AxisOrderTests {
    @Test(arguments: [
        [1, 1], [1, 9], [8, 8], [7, 9], [16, 24], [17, 65], [64, 64], [130, 67], [3, 5000], [5000, 3], [300, 401],
        [0, 4],
    ])
    func matrices(shape: [Int]) {
        let x = counted(shape)
        let y = x.transposed()
        #expect(y.shape == [shape[1], shape[0]])
        for row in 0..<shape[0] {
            for column in 0..<shape[1] where y[column, row] != x[row, column] {
                Issue.record("\(row), \(column)")
                return
            }
        }
    }

    /// All orders of four axes, some of length 1, some beyond what one thread takes.
    @Test(arguments: [[2, 3, 4, 5], [1, 9, 1, 17], [3, 1, 8, 8], [2, 33, 40, 16], [0, 2, 3, 4], [4, 30, 30, 20]])
    func fourAxes(shape: [Int]) {
        let x = counted(shape)
        for order in orders(of: 4) {
            let y = x.transposed(order)
            #expect(y.shape == order.map { shape[$0] })
            var place = 0
            var isSame = true
            for a in 0..<y.shape[0] {
                for b in 0..<y.shape[1] {
                    for c in 0..<y.shape[2] {
                        for d in 0..<y.shape[3] {
                            var index = [0, 0, 0, 0]
                            for (axis, i) in zip(order, [a, b, c, d]) { index[axis] = i }
                            // The numbers count their places.
                            let source = ((index[0] * shape[1] + index[1]) * shape[2] + index[2]) * shape[3] + index[3]
                            isSame = isSame && y.scalars[place] == Float(source)
                            place += 1
                        }
                    }
                }
            }
            #expect(isSame, "\(order)")
        }
    }

    @Test func numbersAndVectorsStay() {
        #expect(Tensor(shape: [], scalars: [7]).transposed([]) == Tensor(shape: [], scalars: [7]))
        #expect(Tensor([1, 2, 3]).transposed([0]) == Tensor([1, 2, 3]))
    }

    private func counted(_ shape: [Int]) -> Tensor {
        Tensor(shape: shape, scalars: (0..<shape.reduce(1, *)).map { Float($0) })
    }

    private func orders(of count: Int) -> [[Int]] {
        if count == 0 { return [[]] }
        return orders(of: count - 1).flatMap { order in
            (0...order.count).map { place in
                var longer = order
                longer.insert(count - 1, at: place)
                return longer
            }
        }
    }
}
