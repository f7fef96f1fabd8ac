#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// Shows a figure at this point of the lesson: as a picture on the page, as text in the terminal. A program that is not run by
/// `lessons` prints the text.
public func show(_ figure: some Figure) {
    let texts = [figure.svg, figure.alternativeText, figure.text].map { Array($0.utf8) }
    let data = figure.data.map { Array($0.tabSeparated.utf8) }
    let isSent = sender?(
        texts[0], texts[0].count, texts[1], texts[1].count, texts[2], texts[2].count, data, data?.count ?? 0)
    if isSent != true { print(figure.text) }
}

private typealias Sender =
    @convention(c) (
        UnsafePointer<UInt8>, Int, UnsafePointer<UInt8>, Int, UnsafePointer<UInt8>, Int, UnsafePointer<UInt8>?, Int
    ) -> Bool

/// What sends figures to the runner, in LessonChannel, which the runner links with every lesson's program; nil in other
/// programs, which need no channel.
private let sender: Sender? = {
    #if canImport(Glibc)
        let everywhere: UnsafeMutableRawPointer? = nil
    #else
        let everywhere = UnsafeMutableRawPointer(bitPattern: -2)
    #endif
    return dlsym(everywhere, "lesson_shows_figure").map { unsafeBitCast($0, to: Sender.self) }
}()
