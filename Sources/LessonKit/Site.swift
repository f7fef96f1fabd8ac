public struct Site {
    public init(course: Course, reports: [Report], toolchain: String) throws {}
    public func write(to: String) throws -> String { "" }
}
