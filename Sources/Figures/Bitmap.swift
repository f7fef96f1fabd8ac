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

    /// The bytes of a PNG file (ISO/IEC 15948): grey where it can be, with a palette where there are few colours.
    var png: [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        func add(_ type: String, _ data: [UInt8]) {
            let body = Array(type.utf8) + data
            bytes += bigEndian(UInt32(data.count)) + body + bigEndian(crc32(body))
        }
        let coding = coding
        add("IHDR", bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, coding.type, 0, 0, 0])
        if !coding.palette.isEmpty {
            add("PLTE", coding.palette.flatMap { [$0?.red ?? 0, $0?.green ?? 0, $0?.blue ?? 0] })
            // Only the first colour is ever transparent.
            if coding.palette[0] == nil { add("tRNS", [0]) }
        }
        let rowLength = coding.samples.count / height
        let rows = (0..<height).flatMap { [0] + coding.samples[$0 * rowLength..<($0 + 1) * rowLength] }
        add("IDAT", zlib(rows))
        add("IEND", [])
        return bytes
    }

    /// The colour type of the format, its palette and the bytes of the pixels.
    private var coding: (type: UInt8, palette: [Colour?], samples: [UInt8]) {
        let isGrey = pixels.allSatisfy { $0.map { $0.red == $0.green && $0.green == $0.blue } ?? false }
        if isGrey { return (0, [], pixels.map { $0!.red }) }
        var palette: [Colour?] = pixels.contains(nil) ? [nil] : []
        var places: [UInt32: UInt8] = [:]
        var samples: [UInt8] = []
        for pixel in pixels {
            guard let pixel else {
                samples.append(0)
                continue
            }
            let key = UInt32(pixel.red) << 16 | UInt32(pixel.green) << 8 | UInt32(pixel.blue)
            if places[key] == nil {
                guard palette.count < 256 else { return trueColour }
                places[key] = UInt8(palette.count)
                palette.append(pixel)
            }
            samples.append(places[key]!)
        }
        return (3, palette, samples)
    }

    private var trueColour: (type: UInt8, palette: [Colour?], samples: [UInt8]) {
        if pixels.contains(nil) {
            return (6, [], pixels.flatMap { $0.map { [$0.red, $0.green, $0.blue, 255] } ?? [0, 0, 0, 0] })
        }
        return (2, [], pixels.flatMap { [$0!.red, $0!.green, $0!.blue] })
    }
}

/// A stream of zlib (RFC 1950) around deflated bytes.
private func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
        a = (a + UInt32(byte)) % 65521
        b = (b + a) % 65521
    }
    return [0x78, 0x01] + deflated(bytes) + bigEndian(b << 16 | a)
}

private func bigEndian(_ x: UInt32) -> [UInt8] {
    [UInt8(x >> 24), UInt8(x >> 16 & 255), UInt8(x >> 8 & 255), UInt8(x & 255)]
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~crc
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
