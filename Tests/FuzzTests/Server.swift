@testable import LessonKit
@testable import LessonSite

/// Requests of a browser and targets of links: what a request asks for, a byte 0, its host or a link.
func fuzzServer(_ bytes: [UInt8]) {
    let parts = texts(in: bytes, count: 2)
    for target in ["/" + parts[0], "http://" + parts[0]] {
        let request = PageRequest(method: "GET", target: target, host: parts[1], origin: parts[1], cookies: parts[0])
        precondition(request.path.hasPrefix("/"), "the path ‘\(request.path)’")
        if request.isOurs(port: 80) {
            precondition(
                ["127.0.0.1", "localhost", "127.0.0.1:80", "localhost:80"].contains(request.host.lowercased()),
                "not ours")
        }
        _ = PageResponse.type(of: request.path)
        _ = request.cookies(named: "a")
    }
    for text in parts {
        precondition(text.percentEncoded.percentDecoded == text, "‘\(text)’ does not come back")
        precondition(!text.withoutDots.split(separator: "/").contains(".."), "‘\(text)’ leads up")
        check(someMap.target(of: text, from: "1-everything/01-here.md"))
    }
}

private func check(_ target: SiteMap.Target) {
    switch target {
    case .web(let url):
        let scheme = url.prefix { $0 != ":" }.lowercased()
        precondition(["http", "https", "mailto"].contains(scheme), "the scheme of ‘\(url)’")
    case .page(let reference): precondition(someMap.pages[reference.path] != nil, "no page \(reference)")
    case .file(let file):
        precondition(!file.split(separator: "/").contains(".."), "‘\(file)’ leads out")
        precondition(Files.isFile("\(someMap.folder)/\(file)"), "no file ‘\(file)’")
    case .missing, .forbidden: break
    }
}

/// The seeds of the targets serve as a course's files.
private let someMap = SiteMap(
    folder: String(#filePath.dropLast("Server.swift".count)) + "Seeds",
    pages: ["README.md": "index.html", "1-everything/01-here.md": "1-everything/01-here.html"])
