/// The numbers of a PNG picture as they lie in the unpacked data: rows, each after the number of its filter, of the whole
/// picture or of the seven smaller ones that interlacing (Adam7) makes of it.
struct PNGSamples {
    let width, height: Int
    /// Bits a number.
    let depth: Int
    /// Numbers a pixel.
    let samples: Int
    let isInterlaced: Bool

    /// Every `stepY`-th row from `top` on, of which every `stepX`-th pixel from `left` on.
    private struct Pass {
        let left, top, stepX, stepY: Int
    }

    private var passes: [Pass] {
        if !isInterlaced { return [Pass(left: 0, top: 0, stepX: 1, stepY: 1)] }
        return [
            Pass(left: 0, top: 0, stepX: 8, stepY: 8), Pass(left: 4, top: 0, stepX: 8, stepY: 8),
            Pass(left: 0, top: 4, stepX: 4, stepY: 8), Pass(left: 2, top: 0, stepX: 4, stepY: 4),
            Pass(left: 0, top: 2, stepX: 2, stepY: 4), Pass(left: 1, top: 0, stepX: 2, stepY: 2),
            Pass(left: 0, top: 1, stepX: 1, stepY: 2),
        ]
    }

    /// The pixels of a pass; a pass without columns has no rows either.
    private func size(_ pass: Pass) -> (rows: Int, columns: Int, rowBytes: Int) {
        let columns = max(0, width - pass.left + pass.stepX - 1) / pass.stepX
        let rows = columns == 0 ? 0 : max(0, height - pass.top + pass.stepY - 1) / pass.stepY
        return (rows, columns, (columns * samples * depth + 7) / 8)
    }

    /// How many bytes the unpacked data has.
    var byteCount: Int {
        passes.reduce(0) { sum, pass in
            let size = size(pass)
            return sum + size.rows * (size.rowBytes + 1)
        }
    }

    /// The numbers of all pixels, row by row, from as many bytes as `byteCount` says.
    func read(_ bytes: [UInt8]) throws(FileError) -> [UInt16] {
        var bytes = bytes
        var numbers = [UInt16](repeating: 0, count: width * height * samples)
        var start = 0
        for pass in passes {
            let (rows, columns, rowBytes) = size(pass)
            try undoFilters(&bytes, from: start, rows: rows, rowBytes: rowBytes)
            for row in 0..<rows {
                let first = start + row * (rowBytes + 1) + 1
                for column in 0..<columns {
                    let pixel = (pass.top + row * pass.stepY) * width + pass.left + column * pass.stepX
                    for i in 0..<samples {
                        numbers[pixel * samples + i] = number(bytes, first, column * samples + i)
                    }
                }
            }
            start += rows * (rowBytes + 1)
        }
        return numbers
    }

    /// The i-th number of the row that begins at `start`; the first of several in a byte has the highest bits.
    private func number(_ bytes: [UInt8], _ start: Int, _ i: Int) -> UInt16 {
        if depth == 16 { return UInt16(bytes[start + 2 * i]) << 8 | UInt16(bytes[start + 2 * i + 1]) }
        let bit = i * depth
        return UInt16(bytes[start + bit / 8]) >> UInt16(8 - depth - bit % 8) & (1 << UInt16(depth) - 1)
    }

    /// Each row's first byte says what was subtracted from its others: nothing, the number to the left, above, the mean
    /// of both, or the one of left, above and above left that is nearest to left + above − above left (Paeth).
    private func undoFilters(_ bytes: inout [UInt8], from first: Int, rows: Int, rowBytes: Int) throws(FileError) {
        let step = max(1, samples * depth / 8)
        for y in 0..<rows {
            let start = first + y * (rowBytes + 1) + 1
            let filter = bytes[start - 1]
            guard filter <= 4 else { throw FileError("row \(y) has the filter \(filter), which is unknown") }
            if filter == 0 { continue }
            for i in 0..<rowBytes {
                let left = i >= step ? Int(bytes[start + i - step]) : 0
                let above = y > 0 ? Int(bytes[start + i - rowBytes - 1]) : 0
                let corner = y > 0 && i >= step ? Int(bytes[start + i - step - rowBytes - 1]) : 0
                let guess: Int
                switch filter {
                case 1: guess = left
                case 2: guess = above
                case 3: guess = (left + above) / 2
                default:
                    let (a, b, c) = (abs(above - corner), abs(left - corner), abs(left + above - 2 * corner))
                    guess = a <= b && a <= c ? left : b <= c ? above : corner
                }
                bytes[start + i] &+= UInt8(guess)
            }
        }
    }
}
