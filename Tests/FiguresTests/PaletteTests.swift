import Testing

@testable import Figures

struct PaletteTests {
    /// Entries of the table as matplotlib publishes it.
    @Test(
        arguments: [
            (0.0, "#440154"), (64.0 / 255, "#3b528b"), (128.0 / 255, "#21918c"), (192.0 / 255, "#5ec962"),
            (1, "#fde725"),
        ] as [(Double, String)])
    func viridisIsThePublishedTable(fraction: Double, hex: String) {
        #expect(Palette.viridis.colour(fraction).hex == hex)
    }

    @Test func greyRunsFromBlackToWhite() {
        #expect([0, 0.5, 1].map { Palette.grey.colour($0).hex } == ["#000000", "#808080", "#ffffff"])
    }

    @Test func signedColoursAreWhiteAtZero() {
        #expect(
            [0, 0.125, 0.5, 1].map { Palette.signed.colour($0).hex } == ["#2166ac", "#4393c3", "#f7f7f7", "#b2182b"])
        // Half way between #4393c3 and #92c5de.
        #expect(Palette.signed.colour(0.1875).hex == "#6bacd1")
    }

    @Test func numbersOutsideHaveTheColourOfTheNearerEnd() {
        #expect(Palette.viridis.colour(-3).hex == "#440154")
        #expect(Palette.viridis.colour(.infinity).hex == "#fde725")
        #expect(Palette.viridis.colour(.nan).hex == "#440154")
    }

    @Test func inkStandsOutAgainstItsColour() {
        #expect(Palette.viridis.colour(0).ink == "#fff")
        #expect(Palette.viridis.colour(1).ink == "#000")
    }
}
