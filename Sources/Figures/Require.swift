/// Stops the program with a whole sentence when a caller's promise does not hold.
///
/// `precondition` loses its sentence in optimised code; `fatalError` keeps it.
@inline(__always)
func require(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { stop(message()) }
}

/// Kept out of line, so that a check costs its caller one branch.
@inline(never)
func stop(_ message: String) -> Never {
    fatalError(message)
}

/// Stops when a figure is described by blanks only: those who cannot see it would get nothing.
func requireAlternativeText(_ text: String) {
    require(
        text.contains { !$0.isWhitespace },
        "A figure needs an alternative text that says in words what it shows, but the one given is empty.")
}
