/// The folder in which a program runs, with the course's data in it as `Data`. It is inside a temporary folder that
/// holds what the program was made from.
struct WorkFolder: ~Copyable {
    private let temporary: TemporaryFolder
    /// The path of the work folder, which the program may change.
    let path: String
    /// Where the link `Data` leads; nil if there is none, or if `Data` is a copy.
    let data: String?

    /// Makes the folder. Where nothing keeps a program from writing, it gets a copy of the data instead of a link.
    init(data: CourseData?, copiesData: Bool = false) throws {
        let temporary = try TemporaryFolder()
        let path = temporary.path + "/work"
        let folder = data.flatMap { $0.isThere ? $0.folder : nil }
        try Files.makeFolder(path)
        if let folder, copiesData {
            try Files.copyTree(folder, to: path + "/Data")
        } else if let folder {
            try Files.link(path + "/Data", to: folder)
        }
        (self.path, self.data) = (path, copiesData ? nil : folder)
        self.temporary = temporary
    }

    /// Where the program's source, object file and executable are.
    var buildPath: String { temporary.path }

    /// Lets a program of another user run in it; that user cannot list the folder around it.
    func openToOtherUsers() {
        Files.setMode(0o711, of: temporary.path)
        Files.setMode(0o777, of: path)
    }
}
