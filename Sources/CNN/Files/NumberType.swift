/// The kinds of number that array files hold, and how their bytes become scalars.
enum NumberType: Equatable {
    case float16, bfloat16, float32, float64
    case signed(Int)
    case unsigned(Int)

    /// Bytes a number.
    var size: Int {
        switch self {
        case .float16, .bfloat16: 2
        case .float32: 4
        case .float64: 8
        case .signed(let size), .unsigned(let size): size
        }
    }

    /// The type that Scalar is written as.
    static var scalar: NumberType { MemoryLayout<Scalar>.size == 4 ? .float32 : .float64 }

    /// The numbers that the bytes encode; there are as many bytes as whole numbers.
    func numbers(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> [Scalar] {
        let (size, count) = (size, bytes.count / size)
        return [Scalar](unsafeUninitializedCapacity: count) { result, filled in
            bytes.withUnsafeBytes { raw in
                for i in 0..<count {
                    var bits: UInt64 = 0
                    for b in 0..<size {
                        let byte = UInt64(raw[i * size + b])
                        bits |= byte << UInt64(8 * (bigEndian ? size - 1 - b : b))
                    }
                    result.initializeElement(at: i, to: number(bits))
                }
            }
            filled = count
        }
    }

    private func number(_ bits: UInt64) -> Scalar {
        switch self {
        case .float32: return Scalar(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .float64: return Scalar(Double(bitPattern: bits))
        case .bfloat16: return Scalar(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
        case .float16: return Scalar(NumberType.half(bits))
        case .unsigned: return Scalar(bits)
        case .signed(let size):
            let shift = UInt64(64 - 8 * size)
            return Scalar(Int64(bitPattern: bits << shift) >> Int64(shift))
        }
    }

    /// IEEE half precision by hand: Swift's Float16 is missing on some machines.
    private static func half(_ bits: UInt64) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Float(bits & 0x3FF)
        switch exponent {
        case 0: return sign * fraction * 0x1p-24
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * (1024 + fraction) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
        }
    }

    /// The bytes of scalars as they are, the lowest first.
    static func bytes(_ scalars: ArraySlice<Scalar>) -> [UInt8] {
        scalars.map { $0.bitPattern.littleEndian }.withUnsafeBytes { [UInt8]($0) }
    }
}

/// How many bytes an array of this shape has, or nil if that is more than an Int can say or a length is negative. A
/// shape without numbers must be possible too, in any order of its axes.
func byteCount(_ shape: [Int], _ type: NumberType) -> Int? {
    var count = 1
    for length in shape where length != 0 {
        let (next, overflow) = count.multipliedReportingOverflow(by: length)
        if length < 0 || overflow { return nil }
        count = next
    }
    // An empty tensor fits whatever the type is in which it is written again.
    if shape.contains(0) { return 0 }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: type.size)
    return overflow ? nil : bytes
}
