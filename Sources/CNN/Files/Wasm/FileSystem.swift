/// The whole content of a file of the course's data.
package func readFile(_ path: String) throws(FileError) -> [UInt8] {
    guard let content = contentOfFile(path) else { throw FileError("No such file or directory", in: path) }
    return content
}

/// Throws: there is nowhere to write to.
func writeFile(_ pieces: some Sequence<[UInt8]>, to path: String) throws(FileError) {
    throw FileError("a page writes no files", in: path)
}

/// Throws: a page has no folders.
func namesInFolder(_ path: String) throws(FileError) -> [String] { throw FileError("a page has no folders", in: path) }

/// None: a page has no folders.
func isFolder(_ path: String) -> Bool { false }
