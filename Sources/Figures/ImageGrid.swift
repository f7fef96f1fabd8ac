import CNN

/// Pictures side by side: photographs, digits, a layer's kernels or its feature maps.
///
///     show(ImageGrid(digits, labels: ["7", "2", "1"], alternativeText: "Three handwritten digits"))
///     show(ImageGrid(kernels: layer.weight!.value, alternativeText: "…"))
///     show(ImageGrid(featureMaps: network.activations(for: x)[1], alternativeText: "…"))
public struct ImageGrid: DrawnFigure {
    let images: [Image]
    /// The numbers at the two ends of each picture's colours.
    let scales: [ClosedRange<Double>]
    /// What is written under each picture, or nothing at all.
    public var labels: [String]
    /// The line over the pictures.
    public var title: String?
    /// How many pictures are side by side.
    public var columns: Int
    /// The colours of pictures without red, green and blue.
    public var palette: Palette
    /// What the pictures show, for those who cannot see them.
    public var alternativeText: String
    /// What is left out, if anything is.
    var note: String?

    init(
        _ images: [Image], scales: [ClosedRange<Double>], labels: [String], title: String?, columns: Int?,
        palette: Palette, alternativeText: String
    ) {
        requireAlternativeText(alternativeText)
        require(!images.isEmpty, "A grid of pictures needs at least one picture.")
        require(
            labels.isEmpty || labels.count == images.count,
            "A grid of \(images.count) pictures takes as many labels, but was given \(labels.count).")
        require(
            columns.map { $0 >= 1 && $0 <= 40 } ?? true,
            "A grid has 1 to 40 columns, but was asked for \(columns ?? 0).")
        self.images = images
        self.scales = scales
        self.labels = labels
        self.title = title
        self.columns = min(columns ?? ImageGrid.usualColumns(images.count), images.count)
        self.palette = palette
        self.alternativeText = alternativeText
    }

    /// Pictures of shape `[height, width]`, `[height, width, 1]` or `[height, width, 3]` each, of any sizes.
    ///
    /// Black is 0 and white is 1 where no number lies outside, 255 where all are bytes, the largest number otherwise;
    /// where some are negative, black is the smallest. With `sharedScale` false each picture goes by its own numbers.
    public init(
        _ images: [Tensor], labels: [String] = [], title: String? = nil, columns: Int? = nil, palette: Palette = .grey,
        scale: ClosedRange<Double>? = nil, sharedScale: Bool = true, alternativeText: String
    ) {
        requireRange(scale)
        let images = images.map(Image.init)
        let shared = scale ?? (sharedScale ? usualScale(of: images.flatMap { $0.numbers }, palette) : nil)
        self.init(
            images, scales: images.map { shared ?? usualScale(of: $0.numbers, palette) }, labels: labels, title: title,
            columns: columns, palette: palette, alternativeText: alternativeText)
    }

    /// A batch of pictures, shape `[count, height, width, 1 or 3]`, or a single one without the first axis.
    public init(
        _ images: Tensor, labels: [String] = [], title: String? = nil, columns: Int? = nil, palette: Palette = .grey,
        scale: ClosedRange<Double>? = nil, sharedScale: Bool = true, alternativeText: String
    ) {
        self.init(
            images.rank == 4 ? (0..<images.shape[0]).map { images.at($0) } : [images], labels: labels, title: title,
            columns: columns, palette: palette, scale: scale, sharedScale: sharedScale,
            alternativeText: alternativeText)
    }

    private static func usualColumns(_ count: Int) -> Int {
        count <= 5 ? count : count <= 12 ? (count + 1) / 2 : count <= 32 ? 8 : 12
    }
}

/// The scale by which numbers are seen as pictures unless another is asked for: pictures are from 0 to 1 or bytes,
/// other grey ones, such as feature maps, from 0 to their largest number.
private func usualScale(of numbers: [Double], _ palette: Palette) -> ClosedRange<Double> {
    guard palette == .grey, let range = numbers.drawableRange, range.lowerBound >= 0 else {
        return palette.scale(for: numbers)
    }
    if range.upperBound <= 1 { return 0...1 }
    let areBytes = range.upperBound <= 255 && numbers.allSatisfy { $0 == $0.rounded() }
    return areBytes ? 0...255 : 0...range.upperBound
}
