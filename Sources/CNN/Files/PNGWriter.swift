/// What the samples of a PNG picture's pixel are; the raw values are those of the format.
package enum PNGColourType: UInt8 {
    case grey = 0
    case rgb = 2
    /// The number of a colour of the palette.
    case palette = 3
    case greyAlpha = 4
    case rgba = 6
}

/// The bytes of a PNG file (ISO/IEC 15948) with one byte a sample, `samples` row by row from the top. A palette has
/// three bytes a colour, and in `transparency` the alpha of its first colours.
package func pngFile(
    width: Int, height: Int, colourType: PNGColourType, palette: [UInt8] = [], transparency: [UInt8] = [],
    samples: [UInt8]
) -> [UInt8] {
    var header = ByteWriter()
    header.append(width, size: 4, bigEndian: true)
    header.append(height, size: 4, bigEndian: true)
    header.bytes += [8, colourType.rawValue, 0, 0, 0]
    let rowLength = samples.count / height
    var rows: [UInt8] = []
    rows.reserveCapacity(samples.count + height)
    for start in stride(from: 0, to: samples.count, by: rowLength) {
        rows.append(0)  // no filter
        rows += samples[start..<start + rowLength]
    }
    var file = ByteWriter(bytes: PNGReader.signature)
    func add(_ name: String, _ content: [UInt8]) {
        let chunk = Array(name.utf8) + content
        file.append(content.count, size: 4, bigEndian: true)
        file.bytes += chunk
        file.append(crc32(chunk), size: 4, bigEndian: true)
    }
    add("IHDR", header.bytes)
    if !palette.isEmpty { add("PLTE", palette) }
    if !transparency.isEmpty { add("tRNS", transparency) }
    add("IDAT", packZlib(rows))
    add("IEND", [])
    return file.bytes
}
