#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif
#if arch(x86_64) && !CNN_DOUBLE
    internal import CNNAVX2
    internal import CNNAVX512
#endif

/// The innermost loops, built for one instruction set.
struct Kernels: Sendable {
    typealias Source = UnsafePointer<Scalar>
    typealias Target = UnsafeMutablePointer<Scalar>
    typealias Tile =
        @Sendable (
            Int, Int, Int, UnsafePointer<Int>, Int, Source, Int, Int, Source, Int, Target, Int, Bool, Source?, Source?,
            Int, Bool, Source, Int
        ) -> Void

    let name: String
    let tileRows: Int
    let lanes: Int
    let tile: Tile

    let addRowProduct: @Sendable (Source, Int, Source, Int, Target, Int) -> Void
    let maximum: @Sendable (Source, Int, Int, Int, Int, Int, Target) -> Void
    let addMaximumGradient: @Sendable (Source, Int, Int, Int, Int, Source, Source, Target) -> Void
    let halve: @Sendable (Source, Source, Int, Int, Target) -> Void
    let spreadQuarters: @Sendable (Source, Int, Int, Target, Target) -> Void
    let rectify: @Sendable (Source, Target, Int) -> Void
    let rectifyGradient: @Sendable (Source, Source, Target, Int) -> Void
    let combineFeatures: @Sendable (Source, Source, Source?, Source, Source, Target, Int, Int) -> Void
    let addFeatureSums:
        @Sendable (
            Source, Source?, UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int, Int
        ) -> Void
    let add: @Sendable (Source, Source, Target, Int) -> Void
    let exponentials: @Sendable (Source, Target, Int) -> Void
    let hyperbolicTangents: @Sendable (Source, Target, Int) -> Void
    let sigmoids: @Sendable (Source, Target, Int) -> Void
    let descend: @Sendable (Target, Source, Int, Scalar, Scalar) -> Void
    let descendWithMomentum: @Sendable (Target, Source, Target, Int, Scalar, Scalar, Scalar, Scalar) -> Void
    let descendByRMSProp: @Sendable (Target, Source, Target, Int, Scalar, Scalar, Scalar, Scalar) -> Void
    let descendByAdam:
        @Sendable (
            Target, Source, Target, Target, Int, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar
        ) -> Void

    let winogradKernel: @Sendable (Int, Int, Source, Int, Source, Int, UnsafePointer<Target>, Int) -> Void
    let winogradKernelGradient: @Sendable (Source, Int, Int, Int, Int, Target, Int) -> Void
    let winogradInput: @Sendable (Int, UnsafePointer<Target>, Int, Int, Target, Int, Target) -> Void
    let winogradOutputGradient: @Sendable (UnsafePointer<Target>, Int, Int, Target, Int, Target) -> Void
    let winogradOutput:
        @Sendable (
            Int, Int, Int, Source, Int, Int, Source, UnsafePointer<Target>?, Bool, UnsafePointer<Target>, Target
        ) -> Void

    /// Those that run on every processor.
    static let portable = portableKernels()

    #if arch(x86_64) && !CNN_DOUBLE
        private static let avx2 = Kernels(
            name: "AVX2", tileRows: CNNAVX2.tileRows, lanes: CNNAVX2.lanes, tile: CNNAVX2.tile,
            addRowProduct: CNNAVX2.addRowProduct,
            maximum: CNNAVX2.maximum, addMaximumGradient: CNNAVX2.addMaximumGradient, halve: CNNAVX2.halve,
            spreadQuarters: CNNAVX2.spreadQuarters,
            rectify: CNNAVX2.rectify, rectifyGradient: CNNAVX2.rectifyGradient,
            combineFeatures: CNNAVX2.combineFeatures, addFeatureSums: CNNAVX2.addFeatureSums,
            add: CNNAVX2.add, exponentials: CNNAVX2.exponentials, hyperbolicTangents: CNNAVX2.hyperbolicTangents,
            sigmoids: CNNAVX2.sigmoids, descend: CNNAVX2.descend, descendWithMomentum: CNNAVX2.descendWithMomentum,
            descendByRMSProp: CNNAVX2.descendByRMSProp, descendByAdam: CNNAVX2.descendByAdam,
            winogradKernel: CNNAVX2.winogradKernel, winogradKernelGradient: CNNAVX2.winogradKernelGradient,
            winogradInput: CNNAVX2.winogradInput, winogradOutputGradient: CNNAVX2.winogradOutputGradient,
            winogradOutput: CNNAVX2.winogradOutput)
        private static let avx512 = Kernels(
            name: "AVX-512", tileRows: CNNAVX512.tileRows, lanes: CNNAVX512.lanes, tile: CNNAVX512.tile,
            addRowProduct: CNNAVX512.addRowProduct,
            maximum: CNNAVX512.maximum, addMaximumGradient: CNNAVX512.addMaximumGradient, halve: CNNAVX512.halve,
            spreadQuarters: CNNAVX512.spreadQuarters,
            rectify: CNNAVX512.rectify, rectifyGradient: CNNAVX512.rectifyGradient,
            combineFeatures: CNNAVX512.combineFeatures, addFeatureSums: CNNAVX512.addFeatureSums,
            add: CNNAVX512.add, exponentials: CNNAVX512.exponentials, hyperbolicTangents: CNNAVX512.hyperbolicTangents,
            sigmoids: CNNAVX512.sigmoids, descend: CNNAVX512.descend,
            descendWithMomentum: CNNAVX512.descendWithMomentum,
            descendByRMSProp: CNNAVX512.descendByRMSProp, descendByAdam: CNNAVX512.descendByAdam,
            winogradKernel: CNNAVX512.winogradKernel, winogradKernelGradient: CNNAVX512.winogradKernelGradient,
            winogradInput: CNNAVX512.winogradInput, winogradOutputGradient: CNNAVX512.winogradOutputGradient,
            winogradOutput: CNNAVX512.winogradOutput)
        /// All that run on this processor, the fastest last.
        static let available =
            [portable] + (processor.hasAVX2 ? [avx2] : []) + (processor.hasAVX2 && processor.hasAVX512 ? [avx512] : [])
    #else
        /// All that run on this processor, the fastest last.
        static let available = [portable]
    #endif

    /// The fastest, or those that `CNN_KERNELS` names.
    static func chosen() -> Kernels {
        let wanted = environment("CNN_KERNELS")
        return available.last { wanted == nil || $0.name == wanted } ?? available[available.count - 1]
    }
}

/// Outside of the type, where these names mean this module's functions.
private func portableKernels() -> Kernels {
    Kernels(
        name: "portable", tileRows: tileRows, lanes: lanes, tile: tile,
        addRowProduct: addRowProduct,
        maximum: maximum, addMaximumGradient: addMaximumGradient, halve: halve, spreadQuarters: spreadQuarters,
        rectify: rectify, rectifyGradient: rectifyGradient, combineFeatures: combineFeatures,
        addFeatureSums: addFeatureSums,
        add: add, exponentials: exponentials, hyperbolicTangents: hyperbolicTangents,
        sigmoids: sigmoids, descend: descend, descendWithMomentum: descendWithMomentum,
        descendByRMSProp: descendByRMSProp, descendByAdam: descendByAdam,
        winogradKernel: winogradKernel, winogradKernelGradient: winogradKernelGradient,
        winogradInput: winogradInput, winogradOutputGradient: winogradOutputGradient,
        winogradOutput: winogradOutput)
}

/// What kernels run on: an instruction set and threads.
struct Machine: Sendable {
    let kernels: Kernels
    let workers: Workers

    static let shared = {
        keepFreedMemory()
        return Machine(kernels: .chosen(), workers: .shared)
    }()
}

#if arch(x86_64)
    /// What the processor and the operating system support, as glibc found it out; nothing where the C library does not tell.
    private let processor: (hasAVX2: Bool, hasAVX512: Bool) = {
        #if os(Linux)
            // Leaf 0 describes CPUID's function 1, leaf 1 function 7; eight registers each, the last four masked by what the
            // operating system saves.
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
    }()
#endif
