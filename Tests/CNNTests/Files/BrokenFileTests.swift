import CNN
import Foundation
import Testing

/// Broken, truncated and lying files throw an error; they never trap, hang or take memory that the file does not
/// warrant.
@Suite struct BrokenFileTests {
    typealias Reader = @Sendable (String) throws -> Void

    static let readers: [(name: String, read: Reader)] = [
        ("f4.npy", { _ = try Tensor(npy: $0) }), ("f4-fortran.npy", { _ = try Tensor(npy: $0) }),
        ("stored.npz", { _ = try NPZ.read($0) }), ("deflated.npz", { _ = try NPZ.read($0) }),
        ("three.safetensors", { _ = try SafeTensors.read($0) }),
        ("idx-images", { _ = try Tensor(idx: $0) }), ("idx-labels.gz", { _ = try Tensor(idx: $0) }),
        ("rgb.png", { _ = try Tensor(png: $0) }), ("palette.png", { _ = try Tensor(png: $0) }),
        ("filters.png", { _ = try Tensor(png: $0) }), ("bits.png", { _ = try Tensor(png: $0) }),
    ]

    /// Reads the bytes; an error must be one of ours and say something.
    private func survives(_ bytes: [UInt8], _ read: Reader) throws {
        try withFile(bytes) { path in
            do {
                try read(path)
            } catch let error as FileError {
                #expect(error.reason.count > 5 && error.file.hasPrefix(path))
            }
        }
    }

    @Test(arguments: readers.map(\.name))
    func everyTruncationThrows(name: String) throws {
        let read = try #require(Self.readers.first { $0.name == name }).read
        let whole = try bytes(of: fixture(name))
        for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 300)) {
            try withFile(whole.prefix(length)) { path in
                _ = #expect(throws: FileError.self, "\(length) of \(whole.count) bytes") { try read(path) }
            }
        }
    }

    @Test(arguments: readers.map(\.name))
    func randomChangesAreSurvived(name: String) throws {
        let read = try #require(Self.readers.first { $0.name == name }).read
        let whole = try bytes(of: fixture(name))
        var generator = RandomGenerator(seed: 11)
        for _ in 0..<1500 {
            var changed = whole
            for _ in 0...generator.integer(below: 4) {
                changed[generator.integer(below: changed.count)] = UInt8(generator.integer(below: 256))
            }
            if generator.integer(below: 4) == 0 { changed += whole.prefix(generator.integer(below: whole.count)) }
            try survives(changed, read)
        }
    }

    /// Changes inside packed data would mostly end at a checksum: here the checksums are made right again.
    @Test func inflateSurvivesAnything() throws {
        var generator = RandomGenerator(seed: 12)
        for round in 0..<4000 {
            let noise = (0..<generator.integer(below: 200)).map { _ in UInt8(generator.integer(below: 256)) }
            // The first bits choose the kind of block: stored, fixed, dynamic.
            let head = UInt8(round % 3 << 1 | 1)
            try survives([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, head] + noise) { _ = try Tensor(idx: $0) }
        }
    }

    private func error(_ bytes: [UInt8], _ read: Reader) throws -> String {
        try withFile(bytes) { path in
            do {
                try read(path)
                return "no error"
            } catch { return "\(error)".replacingOccurrences(of: path, with: "FILE") }
        }
    }

    @Test func liesAreNamed() throws {
        let npy = { (header: String) in
            [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
        }
        let read: Reader = { _ = try Tensor(npy: $0) }
        #expect(
            try error(
                npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }") + [0, 0, 0, 0], read)
                == "FILE, byte 79: the header promises the shape [1000000000000], which does not fit the 4 bytes of numbers"
        )
        let huge = "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4611686018427387904), }"
        #expect(try error(npy(huge), read).contains("does not fit"))
        // Nothing, but not in the other order of its axes.
        let empty = "{'descr': '<f4', 'fortran_order': True, 'shape': (0, 4611686018427387904, 4), }"
        #expect(try error(npy(empty), read).contains("does not fit"))
        #expect(
            try error(npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"), read)
                == "FILE, byte 10: numbers of the kind '|O' cannot be read")
        #expect(try error(Array("hello, world".utf8), read) == "FILE, byte 0: this is not a NumPy file")
        let idx: Reader = { _ = try Tensor(idx: $0) }
        #expect(
            try error([0, 0, 8, 3] + [UInt8](repeating: 0xFF, count: 12), idx).contains("[4294967295, 4294967295"))
        let safe: Reader = { _ = try SafeTensors.read($0) }
        #expect(try error([255, 255, 255, 255, 255, 255, 255, 127], safe).contains("needs 9223372036854775807 bytes"))
        let header =
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
        let overlapping =
            [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [UInt8](repeating: 0, count: 8)
        #expect(try error(overlapping, safe).contains("the tensors cover 16 bytes, but there are 8"))
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(try error([0xA0, 0x86, 1, 0, 0, 0, 0, 0] + deep, safe).contains("nested too deeply"))
    }

    /// A directory that lists one entry many times would make a small archive large.
    @Test func entriesOfAnArchiveDoNotOverlap() throws {
        let plain = try withFile([]) { path in
            try NPZ.write(["a": Tensor(repeating: 1, shape: [100])], to: path)
            return try bytes(of: path)
        }
        let end = plain.count - 22
        let start = plain[(end + 16)..<(end + 20)].reversed().reduce(0) { $0 << 8 | Int($1) }
        let directory = plain[start..<end]
        func twice(_ value: Int) -> [UInt8] { [UInt8(2 * value & 255), UInt8(2 * value >> 8)] }
        let record = plain[end..<end + 8] + twice(1) + twice(1) + twice(directory.count) + plain[(end + 14)...]
        #expect(
            try error(Array(plain[..<end] + directory + record)) { _ = try NPZ.read($0) }
                == "FILE, byte \(start): the entries have more bytes than the archive")
    }

    /// Where a file cannot be put there is an error, and nothing of it lies about.
    @Test func nothingHalfWrittenIsLeft() throws {
        try withFile([]) { path in
            let folder = path + ".folder"
            try FileManager.default.createDirectory(atPath: folder + "/taken", withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            for target in [folder + "/taken", folder + "/missing/file"] {
                let error = #expect(throws: FileError.self) {
                    try SafeTensors.write(["a": Tensor(zeros: [3])], to: target)
                }
                #expect(error?.file == target)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
        }
    }

    @Test func whatIsNoFile() {
        #expect(throws: FileError.self) { try Tensor(npy: "/no/such/file.npy") }
        #expect(throws: FileError.self) { try Tensor(png: "/") }
        #expect(throws: FileError.self) { try Tensor(idx: "/dev/zero") }
    }
}

/// PNG's checksums catch most random changes before they reach the decoder: here every checksum is right.
@Suite struct LyingPNGTests {
    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
        }
        return ~crc
    }

    private func big(_ value: Int) -> [UInt8] {
        (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return big(content.count) + body + big(Int(checksum(body)))
    }

    private func zlib(_ bytes: [UInt8]) -> [UInt8] {
        var (a, b) = (1, 0)
        for byte in bytes {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        let length = [UInt8(bytes.count & 255), UInt8(bytes.count >> 8)]
        return [0x78, 0x01, 1] + length + length.map { ~$0 } + bytes + big(b << 16 | a)
    }

    @Test func anyHeaderWithAnyPixels() throws {
        var generator = RandomGenerator(seed: 5)
        var pictures = 0
        for _ in 0..<8000 {
            func pick(_ values: [Int]) -> Int { values[generator.integer(below: values.count)] }
            let (width, height) = (pick([1, 2, 3, 7, 9, 0, 1 << 20, 1 << 31]), pick([1, 2, 5, 8, 1 << 31]))
            let (depth, color) = (pick([1, 2, 4, 8, 8, 16, 3]), pick([0, 0, 2, 3, 4, 6, 5]))
            let samples = [0: 1, 2: 3, 4: 2, 6: 4][color] ?? 1
            let rowBytes = width < 10 ? (width * samples * depth + 7) / 8 : 9
            let whole = height < 10 ? height * (rowBytes + 1) : 40
            let size = pick([whole, whole, whole, 0, 64])
            let pixels = (0..<size).map { _ in UInt8(generator.integer(below: pick([2, 5, 256]))) }
            var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            file += chunk(
                "IHDR", big(width) + big(height) + [UInt8(depth), UInt8(color), 0, 0, UInt8(pick([0, 0, 0, 0, 1]))])
            if pick([0, 1]) == 1 { file += chunk("PLTE", Array(repeating: 9, count: pick([0, 1, 3, 6, 768]))) }
            file += chunk("IDAT", zlib(pixels))
            if pick([0, 1, 2]) > 0 { file += chunk("IEND", []) }
            try withFile(file) { path in
                do {
                    let picture = try Tensor(png: path)
                    #expect(picture.shape[0] == height && picture.shape[1] == width)
                    pictures += 1
                } catch is FileError {}
            }
        }
        #expect(pictures > 100, "\(pictures)")
    }
}
