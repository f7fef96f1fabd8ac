import Foundation
import Testing

@testable import Figures

struct BitmapTests {
    /// What an independent reader finds in a picture: its colour type, then the bytes of its rows with their filters.
    private func decoded(_ bitmap: Bitmap) throws -> String {
        let program = """
            import base64, struct, sys, zlib
            data = base64.b64decode(sys.stdin.read().split(",")[1], validate=True)
            assert data[:8] == b"\\x89PNG\\r\\n\\x1a\\n"
            at, body, out = 8, b"", []
            while at < len(data):
                n, kind = struct.unpack(">I4s", data[at:at + 8])
                chunk = data[at + 8:at + 8 + n]
                assert struct.unpack(">I", data[at + 8 + n:at + 12 + n])[0] == zlib.crc32(kind + chunk)
                if kind == b"IHDR": out.append(chunk.hex())
                if kind in (b"PLTE", b"tRNS"): out.append(kind.decode() + chunk.hex())
                if kind == b"IDAT": body += chunk
                at += 12 + n
            out.append(zlib.decompress(body).hex())
            print(" ".join(out))
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // In a thread of its own: a long picture would fill both pipes.
        let address = Data(bitmap.address.utf8)
        Thread.detachNewThread {
            input.fileHandleForWriting.write(address)
            try? input.fileHandleForWriting.close()
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text.trimmingCharacters(in: .newlines)
    }

    @Test func greyPicturesAreABytePerPixel() throws {
        let bitmap = Bitmap(width: 2, height: 2, pixels: [0, 128, 255, 7].map { Colour($0, $0, $0) })
        #expect(try decoded(bitmap) == "00000002000000020800000000 00008000ff07")
    }

    @Test func fewColoursAreAPalette() throws {
        let (red, blue) = (Colour(255, 0, 0), Colour(0, 0, 255))
        let bitmap = Bitmap(width: 2, height: 2, pixels: [red, blue, nil, red])
        #expect(try decoded(bitmap) == "00000002000000020803000000 PLTE000000ff00000000ff tRNS00 000102000001")
    }

    @Test func manyColoursAreThreeBytesPerPixel() throws {
        let pixels = (0..<300).map { Colour(UInt8($0 % 256), UInt8($0 / 256), 9) }
        let parts = try decoded(Bitmap(width: 300, height: 1, pixels: pixels)).split(separator: " ")
        #expect(parts[0] == "0000012c000000010802000000")
        #expect(parts[1].hasPrefix("00000009010009020009"))
        #expect(parts[1].count == 2 * (1 + 900))
    }

    @Test func repeatsOfEveryLengthAndDistanceComeBack() throws {
        // Runs of lengths 1…400 between bytes that count, then a copy from far back.
        var bytes: [UInt8] = []
        for length in 1...400 { bytes += [UInt8(length & 255)] + Array(repeating: UInt8(length % 7), count: length) }
        bytes += bytes.prefix(31_000)
        let width = 1000
        bytes = Array(bytes.prefix(bytes.count / width * width))
        let bitmap = Bitmap(width: width, height: bytes.count / width, pixels: bytes.map { Colour($0, $0, $0) })
        let expected = stride(from: 0, to: bytes.count, by: width).map { start in
            "00" + bytes[start..<start + width].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }.joined()
        #expect(try decoded(bitmap).split(separator: " ").last.map(String.init) == expected)
        #expect(bitmap.png.count < bytes.count / 10)
    }
}
