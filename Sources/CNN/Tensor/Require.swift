/// Stops the program with a whole sentence when a caller's promise does not hold.
///
/// `precondition` loses its sentence in optimised code; `fatalError` keeps it.
@inline(__always)
package func require(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { stop(message()) }
}

/// Kept out of line, so that a check costs its caller one branch.
@inline(never)
package func stop(_ message: String) -> Never {
    fatalError(message)
}
