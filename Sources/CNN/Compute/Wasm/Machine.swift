/// The kernels for the one instruction set that there is.
typealias AnyKernels = VectorKernels.Type

/// What a tensor's numbers are computed with: vectors of 128 bits and one thread.
struct Machine: Sendable {
    let kernels: AnyKernels
    let workers: Workers

    /// The machine that there is.
    static let shared = Machine(kernels: VectorKernels.self, workers: .shared)
}
