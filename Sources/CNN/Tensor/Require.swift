/// Stops the program with a whole sentence when a caller's promise does not hold.
///
/// `precondition` loses its sentence in optimised code; `stop` keeps it.
@inline(__always)
package func require(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { stop(message()) }
}
