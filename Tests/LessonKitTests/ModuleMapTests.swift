import Foundation
import Testing

@testable import LessonKit

/// The files to which a module map leads the compiler.
@Suite struct ModuleMapTests {
    private func files(_ map: String, _ others: [String: String]) throws -> [String] {
        let folder = try TemporaryCourse(["map/module.modulemap": map].merging(others) { $1 })
        let root = folder.root + "/Lessons/"
        let files = ModuleMap(path: root + "map/module.modulemap").files(ContentHashes(file: root + "hashes.json"))
        return files.map { String($0.dropFirst(root.count)) }
    }

    @Test func namedHeadersCountWithWhatTheyInclude() throws {
        let map = "module C {\n    umbrella header \"a.h\"\n    textual header \"../other/b.h\"\n    export *\n}\n"
        let found = try files(
            map,
            [
                "map/a.h": "#include \"deeper/c.h\"\n#include <stdio.h>\n", "map/deeper/c.h": "# import \"../d.h\"\n",
                "map/d.h": "", "other/b.h": "", "map/unnamed.h": "",
            ])
        #expect(
            found
                == ["map/a.h", "map/deeper/../d.h", "map/deeper/c.h", "map/module.modulemap", "map/../other/b.h"]
                .sorted())
    }

    @Test func allOfAFolderCounts() throws {
        let found = try files(
            "module C {\n    umbrella \"include\"\n}\n", ["map/include/a.h": "", "map/include/x/b.h": ""])
        #expect(found == ["map/include/a.h", "map/include/x/b.h", "map/module.modulemap"])
    }

    @Test func aHeaderThatChangedIsReadAgain() throws {
        let folder = try TemporaryCourse(["map/module.modulemap": "module C { header \"a.h\" }\n", "map/a.h": ""])
        let map = folder.root + "/Lessons/map/"
        let hashes = ContentHashes(file: map + "hashes.json")
        #expect(ModuleMap(path: map + "module.modulemap").files(hashes).count == 2)
        try Data("#include \"b.h\"\n".utf8).write(to: URL(fileURLWithPath: map + "a.h"))
        #expect(ModuleMap(path: map + "module.modulemap").files(hashes).count == 3)
    }

    @Test func headersInACircleEnd() throws {
        let found = try files(
            "module C { header \"a.h\" }\n", ["map/a.h": "#include \"b.h\"\n", "map/b.h": "#include \"a.h\"\n"])
        #expect(found == ["map/a.h", "map/b.h", "map/module.modulemap"])
    }
}
