import CNN
import Foundation
import Testing

/// Files as other programs write them (Fixtures/make_odd_files.py) are read or refused as NumPy, zipfile and gzip do.
@Suite struct OddFileTests {
    private func odd(_ name: String) -> String { fixtures.appending(path: "odd/" + name).path }

    private func reason(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch { return "\(error)" }
    }

    @Test func numPyFilesOfEveryKind() throws {
        let expected = try NPZ.read(odd("expected.npz"))
        #expect(expected.count == 50, "\(expected.count)")
        for (name, tensor) in expected {
            #expect(try Tensor(npy: odd(name + ".npy")) == tensor, "\(name)")
        }
    }

    @Test func whatNumPyRefuses() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: fixtures.appending(path: "odd").path)
            .filter { $0.hasPrefix("refused") && $0.hasSuffix(".npy") }
        #expect(names.count == 7)
        for name in names { #expect(throws: FileError.self, "\(name)") { try Tensor(npy: odd(name)) } }
        #expect(
            reason { _ = try Tensor(npy: odd("refused-4-0.npy")) }.hasSuffix("version 4.0 of the format is unknown"))
    }

    @Test func arraysWithoutNumbersSayWhatTheyHold() {
        #expect(
            reason { _ = try Tensor(npy: odd("record.npy")) }.contains("records cannot be read, only plain numbers"))
        #expect(reason { _ = try Tensor(npy: odd("text.npy")) }.contains("text of the kind '<U4' cannot be read"))
        #expect(reason { _ = try Tensor(npy: odd("complex.npy")) }.contains("complex numbers of the kind '<c16'"))
        #expect(reason { _ = try Tensor(npy: odd("dates.npy")) }.contains("dates of the kind '<M8[D]' cannot be read"))
    }

    private var ramp: Tensor { Tensor([[0, 1, 2], [3, 4, 5]]) }

    @Test func anArchiveWithTextToo() throws {
        #expect(try NPZ.read(odd("mixed.npz")) == ["a": ramp, "b": Tensor([0, 1, 2])])
        #expect(try NPZ.read(odd("mixed.npz"), name: "a") == ramp)
        let text = reason { _ = try NPZ.read(odd("mixed.npz"), name: "label") }
        #expect(text.contains("mixed.npz/label.npy, byte 10: text of the kind '<U3' cannot be read"))
        #expect(reason { _ = try NPZ.read(odd("mixed.npz"), name: "c") }.hasSuffix("there is no array c"))
    }

    @Test func archivesWrittenInOtherWays() throws {
        #expect(try NPZ.read(odd("descriptor.npz")) == ["a": ramp])
        #expect(try NPZ.read(odd("descriptor-deflated.npz")) == ["a": ramp])
        #expect(try NPZ.read(odd("zip64-local.npz")) == ["größe 𝔼": ramp])
        #expect(try NPZ.read(odd("zip64.npz")) == ["a": ramp, "b": ramp])
    }

    /// Bit 11 of an entry's flags, in both of its headers, says that its name is UTF-8.
    @Test func namesAreMarkedAsUTF8() throws {
        try withFile([]) { path in
            for (name, flag) in [("weight", 0), ("größe", 8), ("𝔼", 8)] as [(String, UInt8)] {
                try NPZ.write([name: ramp], to: path)
                let bytes = try bytes(of: path)
                let start = bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) }!
                #expect(bytes[7] == flag && bytes[start + 9] == flag)
                #expect(try NPZ.read(path) == [name: ramp])
            }
        }
    }

    @Test(arguments: ["members", "zeros", "fields", "fields-checked"])
    func gzipAsOthersWriteIt(name: String) throws {
        #expect(try Tensor(idx: odd(name + ".gz")) == Tensor([7, 2, 1, 0]))
    }

    @Test(arguments: ["garbage", "cut", "member"])
    func whatGzipRefuses(name: String) {
        #expect(throws: FileError.self) { try Tensor(idx: odd("refused-\(name).gz")) }
    }

    private func safetensors(_ header: String, bytes: Int) -> [UInt8] {
        let length = header.utf8.count
        return (0..<8).map { UInt8(length >> (8 * $0) & 255) } + Array(header.utf8)
            + [UInt8](repeating: 0, count: bytes)
    }

    private func entry(_ name: String, _ range: ClosedRange<Int>) -> String {
        #""\#(name)":{"dtype":"U8","shape":[\#(range.count - 1)],"data_offsets":[\#(range.lowerBound),\#(range.upperBound)]}"#
    }

    @Test func namesWithEscapedCharacters() throws {
        let names = [#"\ud835\udd3c"#: "𝔼", #"\u00e9\/\"\\\n"#: "é/\"\\\n", #"a\uD83D\uDE00b"#: "a😀b"]
        for (written, meant) in names {
            try withFile(safetensors("{\(entry(written, 0...2))}", bytes: 2)) { path in
                let names = try Array(SafeTensors.read(path).keys)
                #expect(names == [meant])
            }
        }
        for broken in [
            #"\ud835"#, #"\udd3c"#, #"\ud835x"#, #"\ud835\u0041"#, #"\udd3c\ud835"#, #"\u+041"#, #"\u12"#, #"\q"#,
        ] {
            try withFile(safetensors("{\(entry(broken, 0...2))}", bytes: 2)) { path in
                _ = #expect(throws: FileError.self, "\(broken)") { try SafeTensors.read(path) }
            }
        }
    }

    @Test func placesAreNextToEachOther() throws {
        let good = [
            [("a", 0...2), ("b", 2...6)], [("b", 2...6), ("a", 0...2)], [("n", 2...2), ("a", 0...2), ("b", 2...6)],
        ]
        for entries in good {
            let header = "{" + entries.map { entry($0.0, $0.1) }.joined(separator: ",") + "}"
            try withFile(safetensors(header, bytes: 6)) { path in
                let tensors = try SafeTensors.read(path)
                #expect(tensors.count == entries.count)
            }
        }
        // As many bytes as there are, but two twice and two not at all.
        let lies = [
            ([("a", 0...2), ("b", 0...4)], "the tensors a and b overlap"),
            ([("b", 2...4), ("a", 1...5)], "there is a gap of 1 bytes before the tensor a"),
            ([("a", 0...4), ("b", 2...4)], "the tensors a and b overlap"),
        ]
        for (entries, sentence) in lies {
            let header = "{" + entries.map { entry($0.0, $0.1) }.joined(separator: ",") + "}"
            try withFile(safetensors(header, bytes: 6)) { path in
                #expect(reason { _ = try SafeTensors.read(path) }.contains(sentence))
            }
        }
    }
}

/// PngSuite, whole: the pictures have the numbers that Pillow and pypng read, the broken ones are refused.
@Suite struct PngSuiteTests {
    private static let folder = fixtures.appending(path: "pngsuite")
    private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".png") }.sorted()

    @Test func allPictures() throws {
        let expected = try NPZ.read(fixtures.appending(path: "odd/pngsuite.npz").path)
        #expect(Self.names.count == 176 && expected.count == 162)
        for name in Self.names {
            let path = Self.folder.appending(path: name).path
            guard let numbers = expected[String(name.dropLast(4))] else {
                #expect(name.hasPrefix("x"))
                let error = #expect(throws: FileError.self, "\(name)") { try Tensor(png: path) }
                #expect((error?.reason.count ?? 0) > 10)
                continue
            }
            let picture = try Tensor(png: path)
            #expect(picture.shape == numbers.shape, "\(name)")
            if picture.shape == numbers.shape {
                #expect(abs(picture - numbers / 65535).maximum() < 1e-6, "\(name)")
            }
        }
    }
}
