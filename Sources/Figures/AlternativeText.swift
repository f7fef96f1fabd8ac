import CNN

/// Stops when a figure is described by blanks only: those who cannot see it would get nothing.
func requireAlternativeText(_ text: String) {
    require(
        text.contains { !$0.isWhitespace },
        "A figure needs an alternative text that says in words what it shows, but the one given is empty.")
}
