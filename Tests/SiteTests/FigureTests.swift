import Testing

@testable import LessonKit
@testable import LessonSite

@Suite struct FigureTests {
    @Test(arguments: [
        "<svg><rect width=\"1\"/><text>a &lt; b</text></svg>",
        "<svg viewBox='0 0 1 1'><g class=\"frame\" data-box=\"1 2\"><use href=\"#a\"/></g></svg>",
        "<svg><image href=\"data:image/png;base64,AAAA\"/></svg>",
        "\n<svg xmlns:xlink = 'x'\n x1=\"1\" fill=\"url(#a)\" aria-label=\"a\\b, url(x) &#39;c&#39;\" ><title>步长</title ></svg >\n",
    ]) func pictures(_ svg: String) { #expect(SVGReader.isHarmless(svg)) }

    @Test(arguments: [
        "", "text", "<svg>", "<svg></svg><svg></svg>", "<svg></svg><script>x</script>", "<svg onload=\"x\"></svg>",
        "<svg><script>x</script></svg>", "<svg><foreignObject/></svg>", "<svg><a href=\"javascript:x\"/></svg>",
        "<svg><use href=\"http://example.org\"/></svg>", "<svg><title><img src=x></title></svg>",
        "<svg><!-- --></svg>", "<svg><![CDATA[x]]></svg>", "<svg style=\"x\"></svg>", "<svg onload=x></svg>",
        "<svg><rect fill=\"url(http://example.org)\"/></svg>", "<svg><image href=\"data:image/svg+xml,x\"/></svg>",
        "<svg/onload=\"x\"></svg>", "<SVG><g></SVG></g>", "<svg><rect fill=\"URL(http://example.org)\"/></svg>",
        "<svg><rect fill=\"&#117;rl(http://example.org)\"/></svg>",
        "<svg><rect fill=\"u\\72l(http://example.org)\"/></svg>",
        "<svg><rect mask=\"url(#a), url(http://example.org)\"/></svg>", "<svg><rect width=1/></svg>", "<svg",
        "<svg a=\"", "<svg data=\"http://example.org\"></svg>",
        // Inside a title a browser reads HTML, where an image is an img.
        "<svg><title><image src=\"http://example.org\"/></title></svg>",
        "<svg></svg", "<svg a=\"1\"b=\"2\"></svg>", "<svg></g></svg>", "<",
        "<svg xmlns:x=\"http://www.w3.org/1999/xlink\"><image x:href=\"other.png\"/></svg>",
    ]) func anythingElse(_ svg: String) { #expect(!SVGReader.isHarmless(svg)) }

    /// A separate file or a notebook has no style sheet of ours that keeps pixels sharp.
    @Test func aPictureOfItsOwnHasItsStyle() {
        let figure = Figure(svg: "<svg a=\"1\"><image class=\"pixels\"/></svg>", alternativeText: "", text: "")
        let sharp = ".pixels{image-rendering:pixelated}"
        #expect(figure.notebookSVG == "<svg a=\"1\"><style>\(sharp)</style><image class=\"pixels\"/></svg>")
        #expect(figure.standaloneSVG.hasPrefix("<svg a=\"1\"><style>svg{--figure-ink:"))
        #expect(figure.standaloneSVG.contains(sharp))
    }
}
