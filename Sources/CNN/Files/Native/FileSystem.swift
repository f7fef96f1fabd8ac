#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The whole content of a regular file.
package func readFile(_ path: String) throws(FileError) -> [UInt8] {
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

/// The names in a folder, without those that begin with a dot, in alphabetical order.
func namesInFolder(_ path: String) throws(FileError) -> [String] {
    guard let folder = opendir(path) else { throw FileError(String(cString: strerror(errno)), in: path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
}

/// Whether there is a folder at the path, itself or by a link.
func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
}

/// Puts a file with this content at the path, in place of one that is there, once all of it is written.
func writeFile(_ pieces: some Sequence<[UInt8]>, to path: String) throws(FileError) {
    let partial = path + ".partial"
    guard let file = fopen(partial, "wb") else {
        throw FileError(String(cString: strerror(errno)), in: path)
    }
    var written = 0
    for piece in pieces {
        let count = piece.isEmpty ? 0 : fwrite(piece, 1, piece.count, file)
        written += count
        if count < piece.count { break }
    }
    let failed = ferror(file) != 0
    guard fclose(file) == 0 && !failed && rename(partial, path) == 0 else {
        let reason = String(cString: strerror(errno))
        unlink(partial)
        throw FileError("this could not be written after \(written) bytes: \(reason)", in: path)
    }
}
