#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    @preconcurrency import Darwin
#endif

/// A number of a live cell's parameter, as `LESSON_PARAMETERS` sets it: a parameter's numbers between commas, parameters
/// between semicolons. Not a number where there is none.
@_cdecl("lesson_number")
public func lessonNumber(_ parameter: Int32, _ index: Int32) -> Double {
    let (parameter, index) = (Int(parameter), Int(index))
    guard parameters.indices.contains(parameter), parameters[parameter].indices.contains(index) else { return .nan }
    return parameters[parameter][index]
}

private let parameters: [[Double]] = {
    guard let text = getenv("LESSON_PARAMETERS") else { return [] }
    return String(cString: text).split(separator: ";").map { $0.split(separator: ",").map { Double($0) ?? .nan } }
}()
