/// The files from which a package's libraries are built.
struct PackageSources {
    /// The package's folder.
    let root: String
    let description: PackageDescription
    /// The folders of the packages that it depends on and that lie on this machine, rather than at a fixed version.
    let localDependencies: [String]

    /// The folders in which a change may ask for another build: those of all targets but tests.
    var folders: [String] {
        let own = description.targets.filter { $0.type != "test" }.map { description.folder(of: $0, in: root) }
        return (own + localDependencies).reduce(into: []) { taken, folder in
            if !taken.contains(where: { folder == $0 || folder.hasPrefix($0 + "/") }) {
                taken = taken.filter { !$0.hasPrefix(folder + "/") } + [folder]
            }
        }
    }

    /// All of them.
    var files: [String] {
        let pinned = root + "/Package.resolved"
        return PackageDescription.manifests(in: root) + (Files.isFile(pinned) ? [pinned] : [])
            + folders.flatMap { folder in
                FileTree(below: folder, skipsHidden: true).entries.compactMap { entry in
                    guard case .file = entry.kind, !Self.isDocumentation(entry.path) else { return nil }
                    return entry.path
                }
            }
    }

    /// Whether a file says something to readers alone.
    private static func isDocumentation(_ path: String) -> Bool { path.contains(".docc/") }

    /// The hash of what each of them holds.
    func contents(_ hashes: ContentHashes) -> [String: String] {
        Dictionary(files.map { ($0, hashes.hash(of: $0)) }) { first, _ in first }
    }
}
