import Testing

@testable import LessonKit

@Suite struct ChannelTests {
    private func read(_ pieces: String...) -> [ChannelReader.Message] {
        var reader = ChannelReader()
        return pieces.flatMap { piece in Array(piece.utf8).withUnsafeBytes { reader.receive($0) } }
    }

    @Test func messagesComeInPiecesOfAnyLength() {
        #expect(read("cell 0\ncell 12\n") == [.reachesCell(0), .reachesCell(12)])
        #expect(read("ce", "ll 3", "\n") == [.reachesCell(3)])
        let figure = Figure(svg: "<svg/>", alternativeText: "é", text: "a\nb")
        #expect(read("figure 6 2 3\n<sv", "g/>éa\nbcell 1\n") == [.shows(figure), .reachesCell(1)])
    }

    @Test func aFigureMayBringItsData() {
        var figure = Figure(svg: "<svg/>", alternativeText: "a", text: "t")
        figure.data = [["x", "y"], ["1", ""]]
        #expect(read("figure 6 1 1 6\n<svg/>atx\ty\n1\t") == [.shows(figure)])
    }

    @Test(arguments: [
        "cell\n", "cell x\n", "cell -1\n", "cell 1 2\n", "figure 1 2\n", "nonsense\n",
        "figure 1 2 99999999999999999999\n",
        String(repeating: "x", count: 64), "\n",
    ]) func whatIsNotOursIsGarbled(_ text: String) {
        #expect(read(text, "cell 0\n") == [.garbled])
    }
}
