extension ConvolutionGeometry {
    /// dX where the window's numbers are not beside each other: for each tap, dY times its matrix is added to the pixels
    /// that the tap meets.
    func tapByTapGradient(
        _ outputGradient: UnsafePointer<Scalar>, _ kernel: UnsafePointer<Scalar>,
        to inputGradient: UnsafeMutablePointer<Scalar>
    ) {
        inputGradient.update(repeating: 0, count: batch * height * width * channels)
        let (rows, columns) = (rowAxis, columnAxis)
        let weights = PackedMatrix(rows: groupFilters, columns: groupChannels, lanes: machine.kernels.lanes)
        for tap in 0..<kernelHeight * kernelWidth {
            let (tapY, tapX) = tap.quotientAndRemainder(dividingBy: kernelWidth)
            let (y, x) = (rows.met(by: tapY), columns.met(by: tapX))
            if y.isEmpty || x.isEmpty { continue }
            let pixel = rows.source(of: y.lowerBound, tap: tapY) * width + columns.source(of: x.lowerBound, tap: tapX)
            for group in 0..<groups {
                weights.fill(
                    MatrixView(
                        kernel + tap * groupChannels * filters + group * groupFilters, rowStride: 1,
                        columnStride: filters), rows: groupFilters, on: machine.workers)
                var product = PixelProduct(
                    input: outputGradient + (y.lowerBound * outputWidth + x.lowerBound) * filters + group
                        * groupFilters,
                    offsets: [0], depth: groupFilters, weights: weights,
                    output: inputGradient + pixel * channels + group * groupChannels)
                (product.images, product.rows, product.pixels) = (batch, y.count, x.count)
                product.inputImage = outputHeight * outputWidth * filters
                (product.inputRow, product.inputPixel) = (outputWidth * filters, filters)
                product.outputImage = height * width * channels
                (product.outputRow, product.outputPixel) = (stride * width * channels, stride * channels)
                product.adds = true
                product.run(on: machine)
            }
        }
    }
}
