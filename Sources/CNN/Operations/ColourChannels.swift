extension Tensor {
    /// A picture `[h, w, 1 to 4 channels]` as red, green and blue: grey three times, without alpha.
    public var inColour: Tensor {
        require(
            rank == 3 && (1...4).contains(shape[2]),
            "A picture has the shape [h, w, 1 to 4 channels], but was given \(shape).")
        if shape[2] >= 3 { return sliced(0..<3, axis: 2) }
        let grey = sliced(0..<1, axis: 2)
        return Tensor(concatenating: [grey, grey, grey], axis: 2)
    }
}
