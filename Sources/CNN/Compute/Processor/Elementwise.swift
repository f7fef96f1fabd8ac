// Work on numbers that lie one after the other, a vector at a time. Results may be written over their sources.

extension VectorKernels {
    /// y := max(0, x); nan stays nan.
    package static func rectify(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int) {
        @inline(__always) func f(_ x: Vector) -> Vector { x.replacing(with: 0, where: x .< 0) }
        map(x, to: y, count: count, f)
    }

    /// y := min(max(0, x), limit); nan stays nan.
    package static func clip(
        _ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int, limit: Scalar
    ) {
        let most = Vector(repeating: limit)
        @inline(__always) func f(_ x: Vector) -> Vector {
            x.replacing(with: 0, where: x .< 0).replacing(with: most, where: x .> most)
        }
        map(x, to: y, count: count, f)
    }

    /// dx := dy where y, the output of `rectify`, is above 0, else 0.
    package static func rectifyGradient(
        ofOutput y: UnsafePointer<Scalar>, _ dy: UnsafePointer<Scalar>, to dx: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        @inline(__always) func f(_ y: Vector, _ dy: Vector) -> Vector { .zero.replacing(with: dy, where: y .> 0) }
        map(y, dy, to: dx, count: count, f)
    }

    /// z := x + y.
    package static func add(
        _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, to z: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        @inline(__always) func f(_ x: Vector, _ y: Vector) -> Vector { x + y }
        map(x, y, to: z, count: count, f)
    }

    /// z := a·x + b·y + c, or without y a·x + c: x, y and z have the shape `[rows, features]`, a, b and c `[features]`.
    package static func combineFeatures(
        _ x: UnsafePointer<Scalar>, times a: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>?,
        times b: UnsafePointer<Scalar>, plus c: UnsafePointer<Scalar>, to z: UnsafeMutablePointer<Scalar>,
        rows: Int, features: Int
    ) {
        for row in 0..<rows {
            let start = row * features
            let (x, z) = (x + start, z + start)
            if let y {
                let y = y + start
                forEachVector(features) { f in
                    store(load(a + f) * load(x + f) + (load(b + f) * load(y + f) + load(c + f)), z + f)
                } number: { f in
                    z[f] = a[f] * x[f] + (b[f] * y[f] + c[f])
                }
            } else {
                forEachVector(features) { f in
                    store(load(a + f) * load(x + f) + load(c + f), z + f)
                } number: { f in
                    z[f] = a[f] * x[f] + c[f]
                }
            }
        }
    }

    /// Adds to two sums of each feature, of shape `[features]`, over the rows of x, `[rows, features]`: Σ(x − centre)
    /// and Σ(x − centre)², or with y, of x's shape, Σy and Σy·(x − centre); in double precision, because there may be a
    /// hundred thousand terms.
    package static func addFeatureSums(
        of x: UnsafePointer<Scalar>, and y: UnsafePointer<Scalar>?, around centre: UnsafePointer<Double>,
        to sums: UnsafeMutablePointer<Double>, products: UnsafeMutablePointer<Double>, rows: Int, features: Int
    ) {
        typealias Eight = SIMD8<Double>
        @inline(__always) func add(_ first: Eight, _ second: Eight, at f: Int) {
            let (one, two) = (UnsafeMutableRawPointer(sums + f), UnsafeMutableRawPointer(products + f))
            one.storeBytes(of: one.loadUnaligned(as: Eight.self) + first, as: Eight.self)
            two.storeBytes(of: two.loadUnaligned(as: Eight.self) + first * second, as: Eight.self)
        }
        @inline(__always) func wide(_ numbers: UnsafePointer<Scalar>) -> Eight {
            Eight(UnsafeRawPointer(numbers).loadUnaligned(as: SIMD8<Scalar>.self))
        }
        let whole = features - features % 8
        for row in 0..<rows {
            let x = x + row * features
            let y = y.map { $0 + row * features }
            for f in stride(from: 0, to: whole, by: 8) {
                let distance = wide(x + f) - UnsafeRawPointer(centre + f).loadUnaligned(as: Eight.self)
                add(y.map { wide($0 + f) } ?? distance, distance, at: f)
            }
            for f in whole..<features {
                let distance = Double(x[f]) - centre[f]
                let first = y.map { Double($0[f]) } ?? distance
                sums[f] += first
                products[f] += first * distance
            }
        }
    }
}

// One step of each optimizer: every number is read and written once. The gradient g is dW + decay·W.

extension VectorKernels {
    /// W := W − rate·g.
    package static func sgdStep(
        _ w: UnsafeMutablePointer<Scalar>, gradient dw: UnsafePointer<Scalar>, count: Int, rate: Scalar, decay: Scalar
    ) {
        @inline(__always) func f(_ w: Vector, _ dw: Vector) -> Vector { w - rate * (dw + decay * w) }
        map(w, dw, to: w, count: count, f)
    }

    /// v := beta·v + gradientFactor·g, W := W − rate·v, or for Nesterov's W := W − rate·(beta·v + gradientFactor·g).
    package static func momentumStep(
        _ w: UnsafeMutablePointer<Scalar>, gradient dw: UnsafePointer<Scalar>, velocity v: UnsafeMutablePointer<Scalar>,
        count: Int, rate: Scalar, beta: Scalar, gradientFactor: Scalar, decay: Scalar, isNesterov: Bool
    ) {
        @inline(__always) func step(_ w: Vector, _ dw: Vector, _ v: Vector) -> (w: Vector, v: Vector) {
            let g = gradientFactor * (dw + decay * w)
            let v = beta * v + g
            return (w - rate * (isNesterov ? beta * v + g : v), v)
        }
        forEachVector(count) { i in
            let new = step(load(w + i), load(dw + i), load(v + i))
            store(new.w, w + i)
            store(new.v, v + i)
        } number: { i in
            let new = step(Vector(repeating: w[i]), Vector(repeating: dw[i]), Vector(repeating: v[i]))
            (w[i], v[i]) = (new.w[0], new.v[0])
        }
    }

    /// s := beta·s + (1 − beta)·g², W := W − rate·g/(√s + epsilon).
    package static func rmsPropStep(
        _ w: UnsafeMutablePointer<Scalar>, gradient dw: UnsafePointer<Scalar>, squares s: UnsafeMutablePointer<Scalar>,
        count: Int, rate: Scalar, beta: Scalar, epsilon: Scalar, decay: Scalar
    ) {
        @inline(__always) func step(_ w: Vector, _ dw: Vector, _ s: Vector) -> (w: Vector, s: Vector) {
            let g = dw + decay * w
            let s = beta * s + (1 - beta) * g * g
            return (w - rate * g / (s.squareRoot() + epsilon), s)
        }
        forEachVector(count) { i in
            let new = step(load(w + i), load(dw + i), load(s + i))
            store(new.w, w + i)
            store(new.s, s + i)
        } number: { i in
            let new = step(Vector(repeating: w[i]), Vector(repeating: dw[i]), Vector(repeating: s[i]))
            (w[i], s[i]) = (new.w[0], new.s[0])
        }
    }

    /// v := beta1·v + (1 − beta1)·g, s := beta2·s + (1 − beta2)·g²,
    /// W := W − rate·(v/correction1)/(√(s/correction2) + epsilon).
    package static func adamStep(
        _ w: UnsafeMutablePointer<Scalar>, gradient dw: UnsafePointer<Scalar>, averages v: UnsafeMutablePointer<Scalar>,
        squares s: UnsafeMutablePointer<Scalar>, count: Int, rate: Scalar, beta1: Scalar, beta2: Scalar,
        epsilon: Scalar,
        decay: Scalar, correction1: Scalar, correction2: Scalar
    ) {
        @inline(__always)
        func step(_ w: Vector, _ dw: Vector, _ v: Vector, _ s: Vector) -> (w: Vector, v: Vector, s: Vector) {
            let g = dw + decay * w
            let v = beta1 * v + (1 - beta1) * g
            let s = beta2 * s + (1 - beta2) * g * g
            return (w - rate * (v / correction1) / ((s / correction2).squareRoot() + epsilon), v, s)
        }
        forEachVector(count) { i in
            let new = step(load(w + i), load(dw + i), load(v + i), load(s + i))
            store(new.w, w + i)
            store(new.v, v + i)
            store(new.s, s + i)
        } number: { i in
            let new = step(
                Vector(repeating: w[i]), Vector(repeating: dw[i]), Vector(repeating: v[i]), Vector(repeating: s[i]))
            (w[i], v[i], s[i]) = (new.w[0], new.v[0], new.s[0])
        }
    }
}

/// y := f(x).
@inline(__always)
private func map(_ x: UnsafePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>, count: Int, _ f: (Vector) -> Vector) {
    forEachVector(count) { i in
        store(f(load(x + i)), y + i)
    } number: { i in
        y[i] = f(Vector(repeating: x[i]))[0]
    }
}

/// z := f(x, y).
@inline(__always)
private func map(
    _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>, to z: UnsafeMutablePointer<Scalar>, count: Int,
    _ f: (Vector, Vector) -> Vector
) {
    forEachVector(count) { i in
        store(f(load(x + i), load(y + i)), z + i)
    } number: { i in
        z[i] = f(Vector(repeating: x[i]), Vector(repeating: y[i]))[0]
    }
}

/// Calls `vector` with the position of each whole vector among `count` numbers, then `number` with those of the numbers
/// left.
@inline(__always)
private func forEachVector(_ count: Int, _ vector: (Int) -> Void, number: (Int) -> Void) {
    let whole = count - count % Vector.scalarCount
    for i in stride(from: 0, to: whole, by: Vector.scalarCount) { vector(i) }
    for i in whole..<count { number(i) }
}

@inline(__always)
private func load(_ source: UnsafePointer<Scalar>) -> Vector { UnsafeRawPointer(source).loadUnaligned(as: Vector.self) }

@inline(__always)
private func store(_ numbers: Vector, _ target: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: Vector.self)
}
