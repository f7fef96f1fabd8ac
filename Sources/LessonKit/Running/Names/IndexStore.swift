import CIndexStore

/// The index that the compiler writes while it compiles a program: which symbol each name in the text is. To write it costs no time that
/// could be measured, because the compiler has just looked every name up.
enum IndexStore {
    /// The compiler's flags to write it to a folder; local variables are in it too.
    static func flags(folder: String) -> [String] { ["-index-store-path", folder, "-index-include-locals"] }

    /// A symbol at a place, in the order of the text: the line and the column are counted from 1, the column in bytes.
    struct Name {
        let line: Int, column: Int
        /// The symbol's number among libIndexStore's kinds.
        let kind: Int
        let isDefinition: Bool
        /// Its name with the labels of its arguments.
        let name: String
        /// The name by which all the compiler's tools know it.
        let usr: String
    }

    /// The names that are written in a source file; none if there is no index, or no library to read it.
    static func names(in folder: String, of source: String, toolchain root: String) -> [Name] {
        let library = "\(root)/lib/libIndexStore.\(CourseLibrary.fileExtension)"
        let records = folder + "/v5/records"
        for part in Files.names(in: records) {
            guard let record = Files.names(in: "\(records)/\(part)").first(where: { $0.hasPrefix(source + "-") }) else {
                continue
            }
            let found = Found()
            let isRead = withExtendedLifetime(found) {
                readIndex(library, folder, record, Unmanaged.passUnretained(found).toOpaque()) { receiver, name in
                    guard let receiver, name.roles & Role.implicit == 0 else { return }
                    Unmanaged<Found>.fromOpaque(receiver).takeUnretainedValue().names.append(Name(name))
                }
            }
            return isRead ? found.names : []
        }
        return []
    }

    private final class Found { var names: [Name] = [] }
}

/// What libIndexStore's bits of a symbol at a place mean.
private enum Role {
    static let definition: UInt64 = 1 << 1
    /// Nothing of it is written there.
    static let implicit: UInt64 = 1 << 8
}

extension IndexStore.Name {
    fileprivate init(_ name: IndexedName) {
        func text(_ text: IndexText) -> String {
            String(decoding: UnsafeRawBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
        }
        self.init(
            line: Int(name.line), column: Int(name.column), kind: Int(name.kind),
            isDefinition: name.roles & Role.definition != 0, name: text(name.name), usr: text(name.usr))
    }
}
