import LessonChannel

/// Shows a figure at this point of the lesson: as a picture on the page, as text in the terminal. A program that is not run by
/// `lessons` prints the text.
public func show(_ figure: some Figure) {
    let isSent = sendFigure(
        svg: figure.svg, alternativeText: figure.alternativeText, text: figure.text, data: figure.data?.tabSeparated)
    if !isSent { print(figure.text) }
}
