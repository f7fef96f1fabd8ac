internal import CPage

/// Appends to what the program has printed.
func write(_ texts: [String], _ separator: String, _ terminator: String) {
    withBytes(of: texts.joined(separator: separator) + terminator) { page_print($0, $1) }
}

/// Stops the program with a sentence.
public func stopped(_ sentence: String) -> Never {
    withBytes(of: sentence) { page_stop($0, $1) }
}

/// The content of a file of the course's data; nil if there is none at the path.
public func contentOfFile(_ path: String) -> [UInt8]? {
    withBytes(of: path) { path, count in
        bytes(Int(page_file_size(path, count))) { page_read_file(path, count, $0) }
    }
}

/// A number of a live cell's parameter as it is set now.
public func lessonNumber(_ parameter: Int32, _ index: Int32) -> Double { page_number(parameter, index) }

/// Says that the next cell is the live one with this index.
public func lessonReaches(_ cell: Int32) { page_reach(cell) }

/// Shows a figure: its picture, its alternative text, its text and, where it has one, its table.
public func showFigure(svg: String, alternativeText: String, text: String, data: String?) {
    withBytes(of: svg) { svg, svgCount in
        withBytes(of: alternativeText) { alternative, alternativeCount in
            withBytes(of: text) { text, textCount in
                withBytes(of: data ?? "") { table, tableCount in
                    page_show(
                        svg, svgCount, alternative, alternativeCount, text, textCount, data == nil ? nil : table,
                        tableCount)
                }
            }
        }
    }
}

/// The number with this many digits after the point, correctly rounded; with an exponent if asked.
public func decimalText(_ number: Double, digits: Int, exponent: Bool) -> String {
    let room = 400 + max(digits, 0)
    return String(unsafeUninitializedCapacity: room) { buffer in
        Int(
            buffer.withMemoryRebound(to: CChar.self) {
                page_decimal($0.baseAddress, UInt(room), Int32(clamping: digits), exponent, number)
            })
    }
}

/// So many bytes that `fill` writes; nil for a count below 0.
private func bytes(_ count: Int, _ fill: (UnsafeMutableRawPointer?) -> Void) -> [UInt8]? {
    if count < 0 { return nil }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        fill(buffer.baseAddress)
        filled = count
    }
}

private func withBytes<Result>(of text: String, _ body: (UnsafeRawPointer?, UInt) -> Result) -> Result {
    var text = text
    return text.withUTF8 { body($0.baseAddress, UInt($0.count)) }
}
