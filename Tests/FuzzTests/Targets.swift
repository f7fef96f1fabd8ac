/// The fuzz targets: each reads any bytes at all, and stops the program if a promise does not hold.
let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "cache": fuzzCache, "channel": fuzzChannel, "files": fuzzFiles, "jpeg": fuzzJPEG, "lesson": fuzzLesson,
    "network": fuzzNetwork, "output": fuzzOutput, "page": fuzzPage, "server": fuzzServer, "visible": fuzzVisible,
]

/// Splits an input at its first zero bytes, so that one input can be several texts.
func texts(in bytes: [UInt8], count: Int) -> [String] {
    let parts = bytes.split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false)
    return (0..<count).map { $0 < parts.count ? String(decoding: parts[$0], as: UTF8.self) : "" }
}
