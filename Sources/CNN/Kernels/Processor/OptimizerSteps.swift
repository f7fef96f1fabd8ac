// One step of each optimizer for parameters that lie one behind the other: every number is read and written once. The
// gradient g is dW + decay·W.

/// W := W − rate·g.
package func descend(
    _ w: UnsafeMutablePointer<Scalar>, _ dw: UnsafePointer<Scalar>, count: Int, rate: Scalar, decay: Scalar
) {
    map(w, dw, to: w, count: count) { w, dw in w - rate * (dw + decay * w) }
}

/// v := beta·v + share·g, W := W − rate·v.
package func descendWithMomentum(
    _ w: UnsafeMutablePointer<Scalar>, _ dw: UnsafePointer<Scalar>, _ v: UnsafeMutablePointer<Scalar>, count: Int,
    rate: Scalar, beta: Scalar, share: Scalar, decay: Scalar
) {
    @inline(__always) func step(_ w: Vector, _ dw: Vector, _ v: Vector) -> (w: Vector, v: Vector) {
        let v = beta * v + share * (dw + decay * w)
        return (w - rate * v, v)
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
package func descendByRMSProp(
    _ w: UnsafeMutablePointer<Scalar>, _ dw: UnsafePointer<Scalar>, _ s: UnsafeMutablePointer<Scalar>, count: Int,
    rate: Scalar, beta: Scalar, epsilon: Scalar, decay: Scalar
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
package func descendByAdam(
    _ w: UnsafeMutablePointer<Scalar>, _ dw: UnsafePointer<Scalar>, _ v: UnsafeMutablePointer<Scalar>,
    _ s: UnsafeMutablePointer<Scalar>, count: Int, rate: Scalar, beta1: Scalar, beta2: Scalar, epsilon: Scalar,
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
