// This folder is compiled three times: here for any processor, and as the modules CNNAVX2 and CNNAVX512 with the flags
// of those instruction sets (the two folders of that name link here). `Machine` chooses when the program starts.

#if CNN_AVX2 || CNN_AVX512
    /// The kernels for an instruction set are in single precision only.
    package typealias Scalar = Float
#endif

// `Vector` fills one register; a tile of `registerRows` × two vectors of sums fills nearly all of them, so that each
// number that is loaded is used many times (6×16 of 16 registers with AVX2, 12×32 of 32 with AVX-512).
#if CNN_AVX512
    typealias Vector = SIMD16<Scalar>
    private let registerRows = 12
#elseif CNN_AVX2
    typealias Vector = SIMD8<Scalar>
    private let registerRows = 6
#elseif arch(arm64)
    typealias Vector = SIMD4<Scalar>
    private let registerRows = 12
#else
    typealias Vector = SIMD4<Scalar>
    private let registerRows = 6
#endif

/// The innermost loops, built for the instruction set of this module; each is documented where it is written.
package enum VectorKernels {
    /// What the instruction set is called.
    #if CNN_AVX512
        package static var name: String { "AVX-512" }
    #elseif CNN_AVX2
        package static var name: String { "AVX2" }
    #else
        package static var name: String { "portable" }
    #endif

    /// How many numbers a vector holds.
    package static var lanes: Int { Vector.scalarCount }

    /// The most rows of a tile of a matrix product.
    package static var tileRows: Int { registerRows }
}

// Every file has the small functions of its loops to itself: what another file declares is called, not inlined, and a
// call in the innermost loop makes it ten times slower. For the same reason each has its own numbers as types
// (`Count`), for which the compiler makes a function each: of numbers that are arguments it would inline the first few,
// and leave to the others a loop that asks for them at each row, half as fast.
