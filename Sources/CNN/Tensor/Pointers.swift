/// Hands the numbers of a tensor, and of a second if there is one, to `body`; it is not called if there are none.
func withPointers(_ a: Tensor, _ b: Tensor?, _ body: (UnsafePointer<Scalar>, UnsafePointer<Scalar>?) -> Void) {
    a.scalars.withUnsafeBufferPointer { x in
        guard let x = x.baseAddress else { return }
        guard let b else { return body(x, nil) }
        b.scalars.withUnsafeBufferPointer { body(x, $0.baseAddress) }
    }
}

/// Hands the numbers of two tensors, and of a third to change, to `body`.
func withPointers(
    _ a: Tensor, _ b: Tensor, _ c: inout Tensor,
    _ body: (UnsafePointer<Scalar>, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
) {
    a.scalars.withUnsafeBufferPointer { a in
        b.scalars.withUnsafeBufferPointer { b in
            c.scalars.withUnsafeMutableBufferPointer { c in
                if let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress { body(a, b, c) }
            }
        }
    }
}

/// Hands the numbers of two tensors, and of a third if there is one, to `body`.
func withPointers(
    _ a: Tensor, _ b: Tensor, _ c: Tensor?,
    _ body: (UnsafePointer<Scalar>, UnsafePointer<Scalar>, UnsafePointer<Scalar>?) -> Void
) {
    a.scalars.withUnsafeBufferPointer { a in
        b.scalars.withUnsafeBufferPointer { b in
            guard let a = a.baseAddress, let b = b.baseAddress else { return }
            guard let c else { return body(a, b, nil) }
            c.scalars.withUnsafeBufferPointer { body(a, b, $0.baseAddress) }
        }
    }
}
