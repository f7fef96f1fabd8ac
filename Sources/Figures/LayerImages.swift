import CNN

extension ImageGrid {
    /// The most pictures of one layer that are shown.
    private static let most = 256

    /// The kernels of a convolution, shape `[height, width, channels, filters]`: one picture a filter where there is
    /// one channel; a row of pictures a filter, one a channel, where there are more. Blue is negative, red is positive.
    public init(
        kernels: Tensor, title: String? = nil, columns: Int? = nil, scale: ClosedRange<Double>? = nil,
        alternativeText: String
    ) {
        require(
            kernels.rank == 4 && kernels.count > 0,
            "Kernels have the shape [height, width, channels, filters], but were given as \(kernels.shape).")
        requireRange(scale)
        let (height, width) = (kernels.shape[0], kernels.shape[1])
        let (channels, filters) = (kernels.shape[2], kernels.shape[3])
        let shownChannels = min(channels, 16)
        let shownFilters = min(filters, ImageGrid.most / shownChannels)
        var images: [Image] = []
        for filter in 0..<shownFilters {
            for channel in 0..<shownChannels {
                let numbers = (0..<height * width).map {
                    kernels.scalars[($0 * channels + channel) * filters + filter].plotted
                }
                images.append(Image(height: height, width: width, channels: 1, numbers: numbers))
            }
        }
        let scale = scale ?? Palette.signed.scale(for: images.flatMap { $0.numbers })
        self.init(
            images, scales: images.map { _ in scale }, labels: [], title: title,
            columns: columns ?? (shownChannels > 1 ? shownChannels : nil), palette: .signed,
            alternativeText: alternativeText)
        if shownChannels < channels || shownFilters < filters {
            note = "\(shownFilters) of \(filters) filters, \(shownChannels) of \(channels) channels"
        }
    }

    /// The output of a layer for one example, shape `[height, width, channels]` (or with a batch axis of length 1): one
    /// picture a channel, all in one scale.
    public init(
        featureMaps: Tensor, title: String? = nil, columns: Int? = nil, palette: Palette = .viridis,
        scale: ClosedRange<Double>? = nil, alternativeText: String
    ) {
        let maps = featureMaps.rank == 4 && featureMaps.shape[0] == 1 ? featureMaps.at(0) : featureMaps
        require(
            maps.rank == 3 && maps.count > 0,
            "Feature maps have the shape [height, width, channels], but were given as \(featureMaps.shape).")
        requireRange(scale)
        let channels = maps.shape[2]
        let shown = min(channels, ImageGrid.most)
        let images = (0..<shown).map { channel in
            Image(
                height: maps.shape[0], width: maps.shape[1], channels: 1,
                numbers: stride(from: channel, to: maps.count, by: channels).map { maps.scalars[$0].plotted })
        }
        let scale = scale ?? palette.scale(for: images.flatMap { $0.numbers })
        self.init(
            images, scales: images.map { _ in scale }, labels: [], title: title, columns: columns, palette: palette,
            alternativeText: alternativeText)
        if shown < channels { note = "\(shown) of \(channels) channels" }
    }
}
