import Foundation
import Testing

/// Each target runs on its seeds, and on a few hundred mutations of them, which are always the same.
@Suite struct FuzzTests {
    @Test(arguments: targets.keys.sorted())
    func seedsAndTheirMutations(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Seeds/\(name)")
            .resolvingSymlinksInPath()
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let seeds = try files.sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
        try #require(!seeds.isEmpty)
        let target = try #require(targets[name])
        // A trap ends the whole run; this file then holds the input that led to it.
        let input = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(name)")
        var mutator = Mutator(seeds: seeds)
        for bytes in seeds + (0..<400).map({ _ in mutator.next() }) {
            try Data(bytes).write(to: input)
            target(bytes)
        }
        try FileManager.default.removeItem(at: input)
    }
}

/// Makes inputs from seeds by changing, removing, inserting and repeating bytes, and by joining the beginning of one to
/// the end of another.
private struct Mutator {
    let seeds: [[UInt8]]
    private var state: UInt64 = 1
    /// Bytes that have a meaning to one of the readers.
    private static let marks = Array("\0\n\r\t |`$<&\"'\\[]{}()*_.:=#-+0123456789\u{1B}".utf8)

    init(seeds: [[UInt8]]) { self.seeds = seeds }

    mutating func next() -> [UInt8] {
        var bytes = seeds[below(seeds.count)]
        for _ in 0...below(4) {
            let start = below(bytes.count + 1)
            let range = start..<start + below(min(bytes.count - start, 20) + 1)
            switch below(6) {
            case 0: bytes.removeSubrange(range)
            case 1: bytes.insert(contentsOf: Array(repeating: bytes[range], count: below(20)).joined(), at: start)
            case 2: bytes = bytes[..<start] + seeds[below(seeds.count)].suffix(below(bytes.count + 1))
            case 3: bytes.insert(Self.marks[below(Self.marks.count)], at: start)
            default: if start < bytes.count { bytes[start] = UInt8(below(256)) }
            }
        }
        return bytes
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
extension Mutator: RandomNumberGenerator {
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    private mutating func below(_ count: Int) -> Int { Int(next() as UInt64 % UInt64(count)) }
}
