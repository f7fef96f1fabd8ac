/// The folder in which a program runs, in a temporary one that holds what it was made from. The course's data is in it as
/// `Data`.
struct WorkFolder: ~Copyable {
    private let temporary: TemporaryFolder
    /// What the program may change.
    let path: String
    /// Where the folder `Data` leads; nil where there is none.
    let data: String?

    init(data: CourseData?) throws {
        let temporary = try TemporaryFolder()
        let path = temporary.path + "/work"
        let folder = data.flatMap { $0.isThere ? $0.folder : nil }
        try Files.makeFolder(path)
        if let folder { try Files.link(path + "/Data", to: folder) }
        (self.path, self.data) = (path, folder)
        self.temporary = temporary
    }

    /// Where the program's source, object file and executable are.
    var buildPath: String { temporary.path }

    /// Lets a program run in it as another user, who passes through to what it knows the name of.
    func open() {
        Files.setMode(0o711, of: temporary.path)
        Files.setMode(0o777, of: path)
    }
}
