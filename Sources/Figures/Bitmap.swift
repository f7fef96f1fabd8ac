import CNN

/// A picture of coloured pixels, written as PNG so that a thousand pixels are one element of a drawing.
struct Bitmap: Equatable {
    let width: Int
    let height: Int
    /// Row by row from the top; nil is transparent.
    var pixels: [Colour?]

    init(width: Int, height: Int, pixels: [Colour?]) {
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }

    /// The picture as a `data:` address.
    var address: String { "data:image/png;base64," + base64(png) }

    /// The bytes of a PNG file: grey where it can be, with a palette where there are few colours.
    var png: [UInt8] {
        let (colourType, palette, samples) = coding
        // Only the first colour is ever transparent.
        return pngFile(
            width: width, height: height, colourType: colourType,
            palette: palette.flatMap { [$0?.red ?? 0, $0?.green ?? 0, $0?.blue ?? 0] },
            transparency: palette.first == .some(nil) ? [0] : [], samples: samples)
    }

    /// The colour type of the format, its palette and the bytes of the pixels.
    private var coding: (type: PNGColourType, palette: [Colour?], samples: [UInt8]) {
        let isGrey = pixels.allSatisfy { $0.map { $0.red == $0.green && $0.green == $0.blue } ?? false }
        if isGrey { return (.grey, [], pixels.map { $0!.red }) }
        var palette: [Colour?] = pixels.contains(nil) ? [nil] : []
        var indices: [UInt32: UInt8] = [:]
        var samples: [UInt8] = []
        for pixel in pixels {
            guard let pixel else {
                samples.append(0)
                continue
            }
            let key = UInt32(pixel.red) << 16 | UInt32(pixel.green) << 8 | UInt32(pixel.blue)
            if indices[key] == nil {
                guard palette.count < 256 else { return trueColour }
                indices[key] = UInt8(palette.count)
                palette.append(pixel)
            }
            samples.append(indices[key]!)
        }
        return (.palette, palette, samples)
    }

    private var trueColour: (type: PNGColourType, palette: [Colour?], samples: [UInt8]) {
        if pixels.contains(nil) {
            return (.rgba, [], pixels.flatMap { $0.map { [$0.red, $0.green, $0.blue, 255] } ?? [0, 0, 0, 0] })
        }
        return (.rgb, [], pixels.flatMap { [$0!.red, $0!.green, $0!.blue] })
    }
}

/// Bytes in the 64 characters of RFC 4648, four for three.
private func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for i in 0..<4 { text.append(i <= group.count ? alphabet[bits >> (18 - 6 * i) & 63] : UInt8(ascii: "=")) }
    }
    return String(decoding: text, as: UTF8.self)
}
