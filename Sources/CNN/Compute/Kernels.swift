#if arch(x86_64) && !CNN_DOUBLE
    internal import CNNAVX2
    internal import CNNAVX512
#endif

/// The innermost loops, built for one instruction set. The files in Processor that are named here say what each
/// computes, and of which shapes and strides.
protocol Kernels: SendableMetatype {
    typealias Source = UnsafePointer<Scalar>
    typealias Target = UnsafeMutablePointer<Scalar>

    // Vector
    static var name: String { get }
    static var lanes: Int { get }
    static var tileRows: Int { get }

    // Tile
    static func tile(
        rows: Int, columns: Int, runs: Int, offsets: UnsafePointer<Int>, depth: Int, a: Source, rowStride: Int,
        columnStride: Int, b: Source, bStride: Int, to c: Target, cStride: Int, adds: Bool, bias: Source?,
        residual: Source?, residualStride: Int, rectifies: Bool, ahead: Source, aheadStride: Int)

    // RowProduct
    static func addRowProduct(
        _ x: Source, depth: Int, _ w: Source, rowStride: Int, to y: Target, columns: Int)

    // Sum
    static func sum(of x: Source, count: Int, one: Double) -> Double
    static func addColumnSums(
        of x: Source, rows: Int, rowStride: Int, columns: Int, one: Double, to sums: UnsafeMutablePointer<Double>)
    static func mean(
        of start: Source, rowStride: Int, rows: Int, pixelStride: Int, pixels: Int, channels: Int, divisor: Double,
        one: Double, to target: Target)

    // Maximum
    static func largest(of x: Source, count: Int) -> Scalar
    static func maximum(
        of start: Source, rowStride: Int, rows: Int, pixelStride: Int, pixels: Int, channels: Int, to target: Target)
    static func addMaximumGradient(
        of start: Source, rowStride: Int, rows: Int, pixels: Int, channels: Int, maxima y: Source, _ dy: Source,
        to dx: Target)

    // AveragePool2x2
    static func averagePool2x2(top: Source, bottom: Source, pixels: Int, channels: Int, to y: Target)
    static func averagePool2x2Gradient(
        _ dy: Source, pixels: Int, channels: Int, toTop top: Target, bottom: Target)

    // Depthwise
    static func depthwise(
        _ x: Source, taps: Int, offsets: UnsafePointer<Int>, pixelStride: Int, weights: UnsafePointer<Source>,
        bias: Source?, residual: Source?, residualStride: Int, rectifies: Bool, to y: Target, outputStride: Int,
        pixels: Int, channels: Int)
    static func addDepthwiseGradient(
        _ x: Source, pixelStride: Int, _ dy: Source, outputStride: Int, pixels: Int, channels: Int,
        to sums: UnsafeMutablePointer<Double>)

    // Elementwise
    static func rectify(_ x: Source, to y: Target, count: Int)
    static func clip(_ x: Source, to y: Target, count: Int, limit: Scalar)
    static func rectifyGradient(ofOutput y: Source, _ dy: Source, to dx: Target, count: Int)
    static func add(_ x: Source, _ y: Source, to z: Target, count: Int)
    static func combineFeatures(
        _ x: Source, times a: Source, _ y: Source?, times b: Source, plus c: Source, to z: Target, rows: Int,
        features: Int)
    static func addFeatureSums(
        of x: Source, and y: Source?, around centre: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>,
        products: UnsafeMutablePointer<Double>, rows: Int, features: Int)
    static func sgdStep(_ w: Target, gradient dw: Source, count: Int, rate: Scalar, decay: Scalar)
    static func momentumStep(
        _ w: Target, gradient dw: Source, velocity v: Target, count: Int, rate: Scalar, beta: Scalar,
        gradientFactor: Scalar, decay: Scalar, isNesterov: Bool)
    static func rmsPropStep(
        _ w: Target, gradient dw: Source, squares s: Target, count: Int, rate: Scalar, beta: Scalar, epsilon: Scalar,
        decay: Scalar)
    static func adamStep(
        _ w: Target, gradient dw: Source, averages v: Target, squares s: Target, count: Int, rate: Scalar,
        beta1: Scalar, beta2: Scalar, epsilon: Scalar, decay: Scalar, correction1: Scalar, correction2: Scalar)

    // ElementaryFunctions
    static func exponentials(_ x: Source, to y: Target, count: Int)
    static func logarithms(_ x: Source, to y: Target, count: Int)
    static func powers(_ x: Source, exponent: Scalar, to y: Target, count: Int)
    static func hyperbolicTangents(_ x: Source, to y: Target, count: Int)
    static func sigmoids(_ x: Source, to y: Target, count: Int)

    // LocalResponse
    static func localResponseArea(pixels: Int, channels: Int, before: Int, after: Int) -> Int
    static func localResponse(
        _ x: Source, pixels: Int, channels: Int, before: Int, after: Int, factor: Scalar, k: Scalar, beta: Scalar,
        to y: Target, scratch: Target, area: Int)
    static func localResponseGradient(
        _ x: Source, _ dy: Source, pixels: Int, channels: Int, before: Int, after: Int, factor: Scalar, k: Scalar,
        beta: Scalar, to dx: Target, scratch: Target, area: Int)

    // Transpose
    static func transpose(_ x: Source, rowStride: Int, rows: Int, columns: Int, to y: Target, outputStride: Int)

    // WinogradTransforms
    static func winogradInput(
        side: Int, _ pixels: UnsafePointer<Target>, channels: Int, ahead: Int, to target: Target, pointStride: Int,
        scratch: Target)
    static func winogradOutputGradient(
        _ pixels: UnsafePointer<Target>, filters: Int, ahead: Int, to target: Target, pointStride: Int,
        scratch: Target)
    static func winogradOutput(
        side: Int, outputs: Int, ahead: Int, _ products: Source, pointStride: Int, filters: Int, bias: Source,
        residual: UnsafePointer<Target>?, rectifies: Bool, to pixels: UnsafePointer<Target>, scratch: Target)

    // WinogradKernelTransforms
    static func winogradKernel(
        side: Int, taps: Int, _ kernel: Source, tapStride: Int, scale: Source, filters: Int,
        to targets: UnsafePointer<Target>, offset: Int)
    static func winogradKernelGradient(
        _ sums: Source, groups: Int, groupStride: Int, pointStride: Int, filters: Int, to kernel: Target,
        tapStride: Int)
}

extension VectorKernels: Kernels {}
#if arch(x86_64) && !CNN_DOUBLE
    extension CNNAVX2.VectorKernels: Kernels {}
    extension CNNAVX512.VectorKernels: Kernels {}
#endif

extension Kernels {
    /// C := A·B, or C += A·B if `adds`, for a tile of at most `tileRows` rows and two vectors of columns: element (i,
    /// k) of A is at `a[i * rowStride + k * columnStride]`, the rows of B and C are `bStride` and `cStride` numbers
    /// apart. What lies at `ahead`, `aheadStride` numbers for each column of A, is brought into the cache.
    @inline(__always)
    static func matrixTile(
        rows: Int, columns: Int, depth: Int, a: Source, rowStride: Int, columnStride: Int, b: Source, bStride: Int,
        to c: Target, cStride: Int, adds: Bool = false, ahead: Source, aheadStride: Int = 0
    ) {
        var offset = 0
        tile(
            rows: rows, columns: columns, runs: 1, offsets: &offset, depth: depth, a: a, rowStride: rowStride,
            columnStride: columnStride, b: b, bStride: bStride, to: c, cStride: cStride, adds: adds, bias: nil,
            residual: nil, residualStride: 0, rectifies: false, ahead: ahead, aheadStride: aheadStride)
    }
}
