// Loops over numbers that lie one behind the other; the compiler makes vectors of them.

/// max(0, x); nan stays nan.
package func rectify(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
    for i in 0..<count { y[i] = x[i] < 0 ? 0 : x[i] }
}

/// dy where y is above 0, else 0.
package func rectifyGradient(
    _ y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int
) {
    for i in 0..<count { dx[i] = y[i] > 0 ? dy[i] : 0 }
}

/// a·x + b·y + c with a, b and c for each feature; without y, a·x + c.
package func combineFeatures(
    _ x: UnsafePointer<Scalar>, _ a: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>?, _ b: UnsafePointer<Scalar>,
    _ c: UnsafePointer<Scalar>, to z: UnsafeMutablePointer<Scalar>, rows: Int, features: Int
) {
    for row in 0..<rows {
        let start = row * features
        let (x, z) = (x + start, z + start)
        if let y {
            let y = y + start
            for f in 0..<features { z[f] = a[f] * x[f] + (b[f] * y[f] + c[f]) }
        } else {
            for f in 0..<features { z[f] = a[f] * x[f] + c[f] }
        }
    }
}

/// Adds Σ (x − centre)·(y − centre) over the rows to each feature's sum, or Σ x without y; summed in double precision, because
/// there may be a hundred thousand terms.
package func addFeatureSums(
    _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>?, around centre: UnsafePointer<Scalar>,
    to sums: UnsafeMutablePointer<Double>, rows: Int, features: Int
) {
    for row in 0..<rows {
        let x = x + row * features
        if let y {
            let y = y + row * features
            for f in 0..<features { sums[f] += Double((x[f] - centre[f]) * (y[f] - centre[f])) }
        } else {
            for f in 0..<features { sums[f] += Double(x[f]) }
        }
    }
}
