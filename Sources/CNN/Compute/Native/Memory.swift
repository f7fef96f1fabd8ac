#if canImport(Glibc)
    internal import Glibc
#endif

/// Lets the process keep memory that it frees, up to 512 MB, for the next tensor: a step of training asks for the same
/// sizes again and again, and to take new ones from the system, page by page, cost a quarter of the step.
func keepFreedMemory() {
    #if canImport(Glibc)
        // Swift does not see <malloc.h>, where the two parameters have these numbers.
        typealias Option = @convention(c) (_ parameter: CInt, _ value: CInt) -> CInt
        let (trimThreshold, mappingThreshold) = (CInt(-1), CInt(-3))
        guard let symbol = dlsym(nil, "mallopt") else { return }
        let set = unsafeBitCast(symbol, to: Option.self)
        _ = set(mappingThreshold, 32 << 20)
        _ = set(trimThreshold, 512 << 20)
    #endif
}
