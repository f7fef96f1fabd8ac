#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif
#if arch(x86_64) && !CNN_DOUBLE
    internal import CNNAVX2
    internal import CNNAVX512
#endif

/// The kernels for one of the instruction sets.
typealias AnyKernels = any Kernels.Type

/// What a tensor's numbers are computed with: an instruction set and threads.
struct Machine: Sendable {
    let kernels: AnyKernels
    let workers: Workers

    /// The fastest instruction set, or the one that `CNN_KERNELS` names, and all threads.
    static let shared = {
        keepFreedMemory()
        let wanted = environment("CNN_KERNELS")
        let kernels = availableKernels.last { wanted == nil || $0.name == wanted } ?? availableKernels.last!
        return Machine(kernels: kernels, workers: .shared)
    }()

    /// The kernels that run on this processor, the fastest last.
    static let availableKernels: [AnyKernels] = {
        #if arch(x86_64) && !CNN_DOUBLE
            let (hasAVX2, hasAVX512) = supportedInstructions()
            return [VectorKernels.self] + (hasAVX2 ? [CNNAVX2.VectorKernels.self] : [])
                + (hasAVX2 && hasAVX512 ? [CNNAVX512.VectorKernels.self] : [])
        #else
            return [VectorKernels.self]
        #endif
    }()
}

#if arch(x86_64) && !CNN_DOUBLE
    /// What the processor and the operating system support, as glibc found it out; nothing where the C library does not
    /// tell.
    private func supportedInstructions() -> (avx2: Bool, avx512: Bool) {
        #if os(Linux)
            // Leaf 0 describes CPUID's function 1, leaf 1 function 7; eight registers each, the last four masked by
            // what the operating system saves.
            typealias Leaf = @convention(c) (UInt32) -> UnsafePointer<UInt32>?
            guard let symbol = dlsym(nil, "__x86_get_cpuid_feature_leaf") else { return (false, false) }
            let leaf = unsafeBitCast(symbol, to: Leaf.self)
            guard let basic = leaf(0), let extended = leaf(1) else { return (false, false) }
            let hasFMA = basic[6] & 1 << 12 != 0
            let features = extended[5]
            return (hasFMA && features & 1 << 5 != 0, features & 1 << 16 != 0)
        #else
            return (false, false)
        #endif
    }
#endif
