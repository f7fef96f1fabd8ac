/// Shows a figure at this point of the lesson, on the page.
public func show(_ figure: some Figure) {
    showFigure(
        svg: figure.svg, alternativeText: figure.alternativeText, text: figure.text,
        data: figure.data?.tabSeparated)
}
