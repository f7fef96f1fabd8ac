/// Stops the program with a whole sentence; kept out of line, so that a check costs its caller one branch.
@inline(never)
package func stop(_ message: String) -> Never {
    stopped(message)
}
