#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The logarithm to base 10.
func logarithm10(_ x: Double) -> Double { log10(x) }
