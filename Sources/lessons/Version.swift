/// The version of the command, the same as the newest dated heading of CHANGELOG.md; `make lint` compares the two.
let version = "0.1"
