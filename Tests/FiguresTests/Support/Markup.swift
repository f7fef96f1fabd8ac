import Foundation
import FoundationXML
import Testing

@testable import Figures

/// An element of a picture as an XML parser that is not ours reads it.
struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""

    subscript(_ attribute: String) -> String? { attributes[attribute] }

    func number(_ attribute: String) -> Double? { attributes[attribute].flatMap(Double.init) }
}

/// All elements of a picture, in order; an issue is recorded where it is not well-formed.
func elements(_ svg: String) -> [Element] {
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "not well-formed: \(parser.parserError.map { "\($0)" } ?? "") in \(svg)")
    return reader.elements
}

/// What a figure draws in one role, in order.
func elements(_ role: Mark.Role, of figure: some DrawnFigure) -> [Element] {
    figure.drawing.marks.filter { $0.role == role }.flatMap { elements($0.markup) }
}

/// The texts of a picture, in order.
func labels(_ svg: String) -> [String] { elements(svg).filter { $0.name == "text" }.map(\.text) }

private final class Reader: NSObject, XMLParserDelegate {
    var elements: [Element] = []
    private var open: [Int] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(elements.count)
        elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if let last = open.last { elements[last].text += text }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }
}

/// A label with all that could hurt a page, a terminal or a parser.
let hostile = "</text><script>alert(\"1\")</script> & 'x' \u{1B}[31m \u{202E}drow \u{0}\u{FFFE} a\nb"

/// What every figure keeps to: well-formed, described, no ids, styles or scripts, its bytes always the same, narrow
/// text.
func expectSound(_ figure: some Figure, sourceLocation: SourceLocation = #_sourceLocation) {
    let all = elements(figure.svg)
    #expect(all.first?.name == "svg", sourceLocation: sourceLocation)
    #expect(all.first?["role"] == "img", sourceLocation: sourceLocation)
    #expect(all.first?["aria-label"]?.isEmpty == false, sourceLocation: sourceLocation)
    let box = all.first?["viewBox"]?.split(separator: " ").compactMap { Double($0) } ?? []
    #expect(box.count == 4 && box[2] > 0 && box[3] > 0 && box[2] <= 560, sourceLocation: sourceLocation)
    // A phone's page of 390 pixels has 370 for the picture, whose letters shall be read.
    let scale = min(1.15, 370 / (box.count == 4 ? box[2] : 0))
    for size in all.compactMap({ $0.number("font-size") }) {
        #expect(size * scale >= 9.5, "\(size) in \(box)", sourceLocation: sourceLocation)
    }
    let allowed: Set = ["svg", "g", "rect", "path", "text", "tspan", "circle", "image", "polygon"]
    for element in all {
        #expect(allowed.contains(element.name), sourceLocation: sourceLocation)
        for (name, value) in element.attributes {
            #expect(name != "id" && name != "style" && !name.hasPrefix("on"), sourceLocation: sourceLocation)
            // HTML's validator does not know it.
            #expect(name != "image-rendering", sourceLocation: sourceLocation)
            #expect(
                name == "aria-label" || !value.contains("nan") && !value.contains("inf"), sourceLocation: sourceLocation
            )
        }
    }
    #expect(figure.svg == figure.svg && figure.text == figure.text, sourceLocation: sourceLocation)
    for line in figure.text.split(separator: "\n") {
        #expect(columns(String(line)) <= 76, sourceLocation: sourceLocation)
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x202E }, sourceLocation: sourceLocation)
    }
}
