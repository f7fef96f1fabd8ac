/// An element of a drawing, or the beginning or end of a group.
struct Mark: Sendable {
    /// What an element shows, for those who look for it in a drawing; it is not in the picture.
    enum Role: Sendable {
        /// The axis with its ticks along the bottom of a plot.
        case axis
        /// A line through a series' points.
        case line
        /// What marks a number that is not finite where a line has a gap.
        case gap
        /// All points of a group, as shapes of its own.
        case markers
        case bar
        /// A cell of a heat map.
        case cell
        /// All lines at one height of a map.
        case contour
        /// The marked squares of a grid.
        case region
        /// The line around a block.
        case shortcut
        /// A side of a volume.
        case face
    }

    let markup: String
    var role: Role?
}
