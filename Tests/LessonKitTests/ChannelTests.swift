import Testing

@testable import LessonKit

@Suite struct ChannelTests {
    private func read(_ pieces: String...) -> [ChannelReader.Message] {
        var reader = ChannelReader(token: "t")
        return pieces.flatMap { piece in Array(piece.utf8).withUnsafeBytes { reader.receive($0) } }
    }

    @Test func messagesComeInPiecesOfAnyLength() {
        #expect(read("t cell 0\nt cell 12\n") == [.reachesCell(0), .reachesCell(12)])
        #expect(read("t ce", "ll 3", "\n") == [.reachesCell(3)])
        let figure = Figure(svg: "<svg/>", alternativeText: "é", text: "a\nb")
        #expect(read("t figure 6 2 3\n<sv", "g/>éa\nbt cell 1\n") == [.shows(figure), .reachesCell(1)])
    }

    @Test func aFigureMayBringItsData() {
        var figure = Figure(svg: "<svg/>", alternativeText: "a", text: "t")
        figure.data = [["x", "y"], ["1", ""]]
        #expect(read("t figure 6 1 1 6\n<svg/>atx\ty\n1\t") == [.shows(figure)])
    }

    @Test(arguments: [
        "t cell\n", "t cell x\n", "t cell -1\n", "t cell 1 2\n", "t figure 1 2\n", "t nonsense\n", "cell 0\n",
        "x cell 0\n",
        "t figure 1 2 99999999999999999999\n", String(repeating: "x", count: 128), "\n",
    ]) func whatIsNotOursIsGarbled(_ text: String) {
        #expect(read(text, "t cell 0\n") == [.protocolViolation])
    }
}
