/// Two texts of a lesson, one after the other: the cells before, which stay, and a cell that changes.
struct SnapshotCase: Sendable {
    let name: String
    /// Whether the change must run from a snapshot; nil where either is right.
    let isFast: Bool?
    let before: [String], old: String, new: String

    init(_ name: String, fast: Bool?, _ before: String..., old: String = "print(0)", new: String) {
        (self.name, isFast, self.before, self.old, self.new) = (name, fast, before, old, new)
    }

    /// The lesson with the old or the new cell.
    func text(_ cell: String) -> String {
        "# \(name)\n\n" + (before + [cell]).map { "```swift\n\($0)\n```\n" }.joined(separator: "\n")
    }

    /// What Swift offers, used before the change and after it.
    static let language = [
        Self("reads a variable", fast: true, "var a = 1", "a += 1", new: "print(a)"),
        Self("changes a variable", fast: true, "var a = [1]", new: "a.append(2)\nprint(a)"),
        Self("a function sees the change", fast: true, "var a = 1\nfunc f() -> Int { a }", new: "a = 7\nprint(f())"),
        Self("a new function", fast: true, "let a = 2", new: "func f(_ x: Int) -> Int { x * a }\nprint(f(3))"),
        Self(
            "a generic function", fast: true, "func twice<T>(_ x: T) -> [T] { [x, x] }",
            new: "print(twice(\"a\"), twice(1.5))"),
        Self(
            "a closure that captures", fast: true, "var n = 0\nlet step = { n += 1 }", new: "step(); step()\nprint(n)"),
        Self(
            "a structure", fast: true, "struct P { var x = 1; private var y = 2 }",
            new: "var p = P()\np.x = 5\nprint(p, type(of: p))"),
        Self(
            "a new conforming type", fast: true,
            "protocol Q { func q() -> Int }\nfunc call(_ x: any Q) { print(x.q()) }",
            new: "struct Z: Q { func q() -> Int { 4 } }\ncall(Z())"),
        Self(
            "a subclass", fast: nil, "class A { func f() -> String { \"A\" } }\nfunc show(_ a: A) { print(a.f()) }",
            new: "class B: A { override func f() -> String { \"B\" } }\nshow(B())\nshow(A())"),
        Self(
            "private", fast: true, "private let hidden = 3\nfileprivate func f() -> Int { hidden }",
            new: "print(f() + hidden)"),
        Self("an operator in use", fast: true, "let a = [3, 1, 2]", new: "print(a.sorted(by: >), a.map { -$0 })"),
        Self(
            "an enumeration", fast: true, "enum E { case a, b(Int) }\nlet e = E.b(3)",
            new: "switch e { case .a: print(\"a\")\ncase .b(let n): print(n) }"),
        Self("an actor", fast: nil, "actor Counter { var n = 0 }\nlet c = Counter()", new: "print(type(of: c))"),
        Self(
            "a property wrapper", fast: true,
            "@propertyWrapper struct W { var wrappedValue: Int }\nstruct S { @W var n = 1 }", new: "print(S().n)"),
        Self(
            "errors", fast: true, "struct Bad: Error {}\nfunc f() throws { throw Bad() }",
            new: "do { try f() } catch { print(error) }"),
        Self(
            "optional chaining", fast: true, "class N { var next: N?; var v = 1 }\nlet n = N()",
            new: "n.next = N()\nprint(n.next?.v ?? 0, n.next?.next?.v ?? 9)"),
        Self(
            "a key path", fast: true, "struct P { var x = 4 }\nlet path = \\P.x",
            new: "print(P()[keyPath: path], path == \\P.x)"),
        Self(
            "lazy and static", fast: true, "struct S { static var n = 1; lazy var m = 2 }\nS.n = 5",
            new: "var s = S()\nprint(S.n, s.m)"),
        Self("a tuple", fast: true, "let (a, b) = (1, \"x\")", new: "print(a, b)"),
        Self("opaque types", fast: true, "func f() -> some Collection<Int> { [1, 2] }", new: "print(f().count)"),
        Self("a default argument", fast: true, "func f(_ a: Int, by b: Int = 3) -> Int { a * b }", new: "print(f(2))"),
        Self("inout", fast: true, "func inc(_ a: inout Int) { a += 1 }\nvar k = 1", new: "inc(&k)\nprint(k)"),
        Self("text without a line's end", fast: true, "print(1, terminator: \"\")", new: "print(2)"),
        Self("a trap", fast: true, "let a = [1]", new: "print(\"x\")\nprint(a[3])"),
        Self("a trap with words", fast: true, "let a = 1", new: "if a == 1 { fatalError(\"one\") }"),
        Self(
            "a trap in a cell before", fast: true,
            "func f(_ n: Int) -> Int {\n    if n > 2 { fatalError(\"too many\") }\n    return n\n}",
            new: "print(f(1))\nprint(f(3))"),
        Self("an overflow", fast: true, "var big = Int8.max", new: "big += 1"),
        Self("an exit", fast: true, "import Glibc\nprint(1)", new: "exit(3)"),
        Self("an error of types", fast: nil, "let a = 1", new: "let b: String = a"),
        Self("an unknown name", fast: nil, "let a = 1", new: "print(c)"),
        Self("a warning", fast: true, "let a = 1", new: "func f() { let unused = a }\nf()"),
        Self(
            "a switch that forgets a case", fast: nil, "enum E { case a, b }\nlet e = E.a",
            new: "switch e { case .a: print(1) }"),
        Self("use before set", fast: nil, "let a: Int", new: "print(a)"),
        Self("setting later", fast: nil, "let a: Int", old: "a = 1", new: "a = 2\nprint(a)"),
        Self(
            "a second cell after it", fast: true, "var a = 1", "a += 1", old: "a *= 2\nprint(a)",
            new: "a *= 5\nprint(a)"),
        Self("output of many lines", fast: true, "let n = 3", new: "for i in 0..<(n * 1000) { print(i) }"),
        Self("a warning before", fast: true, "func f() { var x = 1; _ = x }\nf()", new: "print(2)"),
    ]

    /// What would be wrong without the rules.
    static let fooling = [
        Self("redefines a variable", fast: false, "let a = 1", new: "let a = 2\nprint(a)"),
        Self("redefines a function", fast: false, "func f() { print(1) }\nf()", new: "func f() { print(2) }\nf()"),
        Self(
            "an overload for an earlier call", fast: false,
            "func f(_ x: Double) { print(\"Double\") }\nfunc g() { f(1) }",
            new: "func f(_ x: Int) { print(\"Int\") }\ng()"),
        Self(
            "an old overload", fast: false, "func f(_ x: Double) { print(\"Double\") }\nfunc g() { f(1) }",
            old: "func f(_ x: Int) { print(\"Int\") }\ng()", new: "g()"),
        Self(
            "hides a function of Swift", fast: false, "func g() -> Int { max(1, 2) }",
            new: "func max(_ a: Int, _ b: Int) -> Int { 9 }\nprint(g())"),
        Self(
            "an old one that hid it", fast: false, "func g() -> Int { max(1, 2) }",
            old: "func max(_ a: Int, _ b: Int) -> Int { 9 }", new: "print(g())"),
        Self(
            "a new type of literals", fast: false, "let a = 1.5\nfunc f() { print(type(of: 2.5)) }",
            new: "typealias FloatLiteralType = Float\nf()"),
        Self(
            "an operator for an earlier use", fast: false, "func f() { print(1 + 2) }",
            new: "func + (a: Int, b: Int) -> Int { 9 }\nf()"),
        Self(
            "an old operator", fast: nil, "func f() { print(1 + 2) }", old: "func + (a: Int, b: Int) -> Int { 9 }",
            new: "f()"),
        Self(
            "extends a type", fast: false, "struct A {}\nfunc f(_ x: Any) { print(x is any CustomStringConvertible) }",
            new: "extension A: CustomStringConvertible { var description: String { \"a\" } }\nf(A())"),
        Self(
            "an old conformance", fast: false,
            "struct A {}\nfunc f(_ x: Any) { print(x is any CustomStringConvertible) }",
            old: "extension A: CustomStringConvertible { var description: String { \"a\" } }", new: "f(A())"),
        Self("puts off to the end", fast: false, "defer { print(\"end\") }", new: "print(2)"),
        Self("waits for a task", fast: false, "func f() async -> Int { 3 }", new: "print(await f())"),
        Self("a task before", fast: false, "let t = Task { 5 }", new: "print(await t.value)"),
        Self(
            "a thread", fast: false,
            "import Foundation\nlet box = [1]\nThread.detachNewThread { while true { usleep(1000) } }",
            new: "print(box)"),
        Self(
            "open files", fast: false,
            "import Glibc\nlet file = fopen(\"Data-of-mine\", \"w\")!\nunlink(\"Data-of-mine\")\nfputs(\"a\", file)",
            new: "fputs(\"b\", file)\nprint(ftell(file))"),
        Self(
            "files in its folder", fast: false, "import Glibc\nlet file = fopen(\"x\", \"w\")!\nfclose(file)",
            new: "print(access(\"x\", F_OK))\nunlink(\"x\")"),
        Self(
            "shared memory", fast: false,
            "import Glibc\nlet shared = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)!",
            old: "shared.storeBytes(of: 7, as: Int.self)", new: "print(shared.load(as: Int.self))"),
        Self(
            "a child", fast: false,
            "import Glibc\nvar child = pid_t()\nlet words = [strdup(\"/bin/sleep\"), strdup(\"1000\"), nil]\nprint(posix_spawn(&child, \"/bin/sleep\", nil, nil, words, nil))",
            new: "print(kill(child, 0), waitpid(child, nil, WNOHANG))"),
        Self("a timer", fast: false, "import Glibc\nalarm(1000)", new: "print(alarm(0) > 0)"),
        Self("output elsewhere", fast: false, "import Glibc\nclose(2)\ndup2(1, 2)", new: "fputs(\"2\\n\", stderr)"),
        Self("names its place", fast: false, "func f(_ place: String = #fileID) { print(place) }", new: "f()"),
        Self("a new import", fast: false, "let a = 4.0", new: "import Glibc\nprint(sqrt(a))"),
        Self("a brace for a later cell", fast: false, "let a = 1", new: "func f() {\n    print(a)"),
        Self("words in strings", fast: nil, "let a = \"extension import await\".count > 0 ? 1 : 0", new: "print(a)"),
        Self(
            "a forged cell", fast: true, "import Glibc\nprint(1)",
            new: "let forged = Array(\"cell 2\\n\".utf8)\nwrite(3, forged, forged.count)\nusleep(100_000)"),
        Self(
            "writes to the offers", fast: nil,
            "import Glibc\nlet a = [UInt8](repeating: 65, count: 64)\nwrite(4, a, 64)",
            new: "print(write(4, a, 64) > 0, a.count)"),
        Self(
            "a handler of signals that speaks", fast: true,
            "import Glibc\nsignal(SIGUSR1) { _ in write(3, \"cell 2\\n\", 7) }", new: "print(1)"),
    ]
}
