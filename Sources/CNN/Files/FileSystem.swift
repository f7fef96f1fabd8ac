#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The whole content of a regular file.
func readFile(_ path: String) throws(FileError) -> [UInt8] {
    guard let file = fopen(path, "rb") else {
        throw FileError(String(cString: strerror(errno)), in: path)
    }
    defer { fclose(file) }
    // A folder opens too, but has no end to seek to; a pipe or device would have no size.
    var information = stat()
    guard fstat(fileno(file), &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
        throw FileError("this is no regular file", in: path)
    }
    let size = Int(information.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = size == 0 ? 0 : fread(buffer.baseAddress, 1, size, file)
    }
    guard bytes.count == size else { throw FileError("only \(bytes.count) of \(size) bytes could be read", in: path) }
    return bytes
}

/// Puts a file with this content at the path, in place of one that is there.
func writeFile(_ bytes: [UInt8], to path: String) throws(FileError) {
    guard let file = fopen(path, "wb") else {
        throw FileError(String(cString: strerror(errno)), in: path)
    }
    let written = bytes.isEmpty ? 0 : fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0 && written == bytes.count else {
        throw FileError("only \(written) of \(bytes.count) bytes could be written", in: path)
    }
}
