extension String {
    /// The bytes by which Duktape knows the text: as in UTF-8, but a character beyond U+FFFF as its two units of UTF-16, three
    /// bytes each (CESU-8), since to JavaScript it is two.
    var scriptBytes: [UInt8] {
        guard utf8.contains(where: { $0 >= 0xF0 }) else { return Array(utf8) }
        var bytes: [UInt8] = []
        for unit in utf16 {
            if let scalar = Unicode.Scalar(unit) {
                bytes += String(scalar).utf8
            } else {
                bytes += [0xE0 | UInt8(unit >> 12), 0x80 | UInt8(unit >> 6 & 0x3F), 0x80 | UInt8(unit & 0x3F)]
            }
        }
        return bytes
    }

    /// The text that Duktape has as some bytes; the half of a pair without the other is U+FFFD.
    init(scriptBytes: UnsafeRawBufferPointer) {
        guard scriptBytes.contains(0xED) else {
            self.init(decoding: scriptBytes, as: UTF8.self)
            return
        }
        var units: [UInt16] = []
        var index = 0
        var plain = 0
        func text(_ range: Range<Int>) -> [UInt16] { Array(String(decoding: scriptBytes[range], as: UTF8.self).utf16) }
        while index < scriptBytes.count {
            // A unit of a pair has 0xED and then at least 0xA0, which is no UTF-8.
            guard scriptBytes[index] == 0xED, index + 2 < scriptBytes.count, scriptBytes[index + 1] >= 0xA0 else {
                index += 1
                continue
            }
            units += text(plain..<index)
            units.append(0xD000 | UInt16(scriptBytes[index + 1] & 0x3F) << 6 | UInt16(scriptBytes[index + 2] & 0x3F))
            index += 3
            plain = index
        }
        units += text(plain..<index)
        self.init(decoding: units, as: UTF16.self)
    }
}
