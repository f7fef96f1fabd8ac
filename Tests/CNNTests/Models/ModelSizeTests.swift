import CNN
import Testing

/// The counts, shapes and multiply-adds of the published networks; every network is built.
@Suite struct ModelSizeTests {
    private func built(_ network: Network, _ inputShape: [Int]) throws -> Network {
        var copy = network
        try copy.build(for: inputShape, seed: 1)
        return copy
    }

    /// Parameters and multiply-adds for one input.
    private func size(_ network: Network, _ inputShape: [Int]) throws -> [Int] {
        let network = try built(network, inputShape)
        return [network.parameterCount, network.multiplyAdds(for: inputShape)]
    }

    private func parameters(_ network: Network, under prefix: String) -> Int {
        network.parameters.filter { $0.name.hasPrefix(prefix + ".") }.reduce(0) { $0 + $1.parameter.value.count }
    }

    private func runningValues(_ network: Network) -> Int {
        var (copy, count) = (network, 0)
        copy.visitState { if $0.contains("running") { count += $1.count } }
        return count
    }

    @Test func leNet5() throws {
        let network = try built(.leNet5(), [32, 32, 1])
        #expect(network.parameterCount == 61_706)
        let parts = ["c1": (156, 117_600), "c3": (2_416, 240_000), "c5": (48_120, 48_000), "f6": (10_164, 10_080)]
        let rows = network.summary().rows
        for (name, expected) in parts {
            let row = try #require(rows.first { $0.path == name })
            #expect((row.parameters, row.multiplyAdds) == expected)
        }
        #expect(rows.last?.parameters == 850 && rows.last?.multiplyAdds == 840)
        #expect(network.summary().multiplyAdds == 416_520)
        #expect(rows.first { $0.path == "s2" }?.outputShape == [14, 14, 6])
        #expect(rows.first { $0.layer == "Flatten()" }?.outputShape == [400])
    }

    @Test func leNet5AsPublished() throws {
        let network = try built(.leNet5AsPublished(), [32, 32, 1])
        #expect(network.parameterCount == 60_000)
        let rows = Dictionary(uniqueKeysWithValues: network.summary().rows.map { ($0.path, $0) })
        let parts = ["c1": 156, "s2": 12, "c3": 1_516, "s4": 32, "c5": 48_120, "f6": 10_164, "output": 0]
        for (name, count) in parts { #expect(rows[name]?.parameters == count) }
        // Connections: every product, and every bias at every place; a pooled number has four inputs and its bias.
        func places(_ name: String) -> Int { rows[name]?.outputShape.reduce(1, *) ?? 0 }
        let products = ["c1", "c3", "c5", "f6"].reduce(0) { $0 + (rows[$1]?.multiplyAdds ?? 0) + places($1) }
        #expect((rows["c1"]?.multiplyAdds ?? 0) + places("c1") == 122_304)
        #expect((rows["c3"]?.multiplyAdds ?? 0) + places("c3") == 151_600)
        #expect(places("s2") * 5 == 5_880 && places("s4") * 5 == 2_000)
        #expect(products + places("s2") * 5 + places("s4") * 5 + (rows["output"]?.multiplyAdds ?? 0) == 340_908)
        #expect(Network.leNet5Table.joined().count == 60)
        #expect(network(Tensor(zeros: [2, 32, 32, 1])).shape == [2, 10])
    }

    @Test func theCoursesExample() throws {
        let network = try built(
            Network {
                Convolution(8, kernel: 5)
                ReLU()
                MaxPooling(2)
                Convolution(16, kernel: 5)
                ReLU()
                MaxPooling(2)
                Flatten()
                Dense(120)
                ReLU()
                Dense(84)
                ReLU()
                Dense(10)
            }, [32, 32, 3])
        let counts = network.summary().rows.map(\.parameters).filter { $0 > 0 }
        #expect(counts == [608, 3_216, 48_120, 10_164, 850])
    }

    @Test func alexNet() throws {
        let tower = try built(.alexNet(), [227, 227, 3])
        #expect(tower.parameterCount == 62_378_344 && tower.multiplyAdds(for: [227, 227, 3]) == 1_135_256_096)
        let shapes = tower.summary().rows.map(\.outputShape)
        #expect(shapes[0] == [55, 55, 96] && shapes[3] == [27, 27, 96] && shapes[4] == [27, 27, 256])
        #expect(shapes[7] == [13, 13, 256] && shapes[8] == [13, 13, 384] && shapes[10] == [13, 13, 384])
        #expect(shapes[12] == [13, 13, 256] && shapes[14] == [6, 6, 256] && shapes[15] == [9_216])
        #expect(try size(.alexNetOnTwoGPUs(), [227, 227, 3]) == [60_965_224, 724_406_816])
        #expect(try size(.alexNetTorchvision(), [224, 224, 3]) == [61_100_840, 714_188_480])
    }

    @Test func vgg() throws {
        let network = try built(.vgg16(), [224, 224, 3])
        #expect(network.parameterCount == 138_357_544 && network.multiplyAdds(for: [224, 224, 3]) == 15_470_264_320)
        #expect(parameters(network, under: "features") == 14_714_688)
        #expect(parameters(network, under: "classifier") == 123_642_856)
        let pools = network.summary().rows.filter { $0.layer == "MaxPooling(2)" }.map(\.outputShape)
        #expect(pools == [[112, 112, 64], [56, 56, 128], [28, 28, 256], [14, 14, 512], [7, 7, 512]])
        #expect(network.summary().rows.contains { $0.outputShape == [25_088] })
        #expect(try size(.vgg19(), [224, 224, 3]) == [143_667_240, 19_632_062_464])
    }

    @Test func basicResNets() throws {
        let image = [224, 224, 3]
        let eighteen = try built(.resNet18(), image)
        #expect(eighteen.parameterCount == 11_689_512 && runningValues(eighteen) == 9_600)
        #expect(eighteen.multiplyAdds(for: image) == 1_814_073_344)
        let thirtyFour = try built(.resNet34(), image)
        #expect(thirtyFour.parameterCount == 21_797_672 && runningValues(thirtyFour) == 17_024)
        #expect(thirtyFour.multiplyAdds(for: image) == 3_663_761_408)
        for shortcut in [Shortcut.zeroPadding, .none] {
            #expect(try size(.resNet18(shortcut: shortcut), image)[0] == 11_515_688)
            #expect(try size(.resNet34(shortcut: shortcut), image)[0] == 21_623_848)
        }
    }

    @Test func bottleneckResNets() throws {
        let image = [224, 224, 3]
        let fifty = try built(.resNet50(), image)
        #expect(fifty.parameterCount == 25_557_032 && runningValues(fifty) == 53_120)
        #expect(fifty.multiplyAdds(for: image) == 4_089_184_256)
        #expect(try size(.resNet50(strideIn: .oneByOne), image) == [25_557_032, 3_857_973_248])
        let biased = try built(.resNet50(bias: true), image)
        #expect(biased.parameterCount == 25_583_592 && biased.parameterCount + runningValues(biased) == 25_636_712)
        // Folded into the convolutions, batch norm leaves one bias for each γ and β.
        let norms = biased.parameters.filter { $0.name.hasSuffix("gamma") || $0.name.hasSuffix("beta") }
        #expect(biased.parameterCount - norms.reduce(0) { $0 + $1.parameter.value.count } == 25_530_472)
        let hundred = try built(.resNet101(), image)
        #expect(hundred.parameterCount == 44_549_160 && runningValues(hundred) == 105_344)
        #expect(hundred.multiplyAdds(for: image) == 7_801_405_440)
        #expect(try size(.resNet101(strideIn: .oneByOne), image)[1] == 7_570_194_432)
        let deepest = try built(.resNet152(), image)
        #expect(deepest.parameterCount == 60_192_808 && runningValues(deepest) == 151_424)
        #expect(deepest.multiplyAdds(for: image) == 11_513_626_624)
        #expect(try size(.resNet152(strideIn: .oneByOne), image)[1] == 11_282_415_616)
    }

    @Test func theCoursesResNet50() throws {
        let network = try built(.resNet50OfTheCourse(), [64, 64, 3])
        #expect(network.parameterCount == 23_546_886 && runningValues(network) == 53_120)
        #expect(network.parameterCount + runningValues(network) == 23_600_006)
        let rows = network.summary(depth: 1).rows
        #expect(rows[1].outputShape == [32, 32, 64] && rows[4].outputShape == [15, 15, 64])
        #expect(
            rows[5...8].map(\.outputShape) == [[15, 15, 256], [8, 8, 512], [4, 4, 1_024], [2, 2, 2_048]])
        #expect(rows[10].outputShape == [2_048] && rows[11].parameters == 12_294)
    }

    @Test func cifarResNets() throws {
        let counts = [8: 75_290, 20: 269_722, 32: 464_154, 44: 658_586, 56: 853_018, 110: 1_727_962]
        for (depth, count) in counts {
            #expect(try size(.cifarResNet(depth: depth), [32, 32, 3])[0] == count)
            #expect(try size(.cifarResNet(depth: depth, shortcut: .none), [32, 32, 3])[0] == count)
            #expect(try size(.cifarResNet(depth: depth, shortcut: .projection), [32, 32, 3])[0] == count + 2_752)
        }
    }

    @Test func googLeNet() throws {
        let image = [224, 224, 3]
        let network = try built(.googLeNet(), image)
        #expect(network.parameterCount == 6_998_552 && network.multiplyAdds(for: image) == 1_582_671_872)
        let modules = [
            "conv1": 9_472, "conv2": 114_944, "3a": 163_696, "3b": 388_736, "4a": 376_176, "4b": 449_160,
            "4c": 510_104, "4d": 605_376, "4e": 868_352, "5a": 1_043_456, "5b": 1_444_080, "fc": 1_025_000,
        ]
        for (name, count) in modules { #expect(parameters(network, under: name) == count) }
        let shapes = network.summary(depth: 1).rows.map(\.outputShape).filter { $0.count == 3 }
        #expect(
            shapes == [
                [112, 112, 64], [56, 56, 64], [56, 56, 64], [56, 56, 192], [56, 56, 192], [28, 28, 192],
                [28, 28, 256], [28, 28, 480], [14, 14, 480], [14, 14, 512], [14, 14, 512], [14, 14, 512],
                [14, 14, 528], [14, 14, 832], [7, 7, 832], [7, 7, 832], [7, 7, 1_024],
            ])
        var withHeads = GoogLeNet()
        var generator = RandomGenerator(seed: 1)
        #expect(try withHeads.build(for: image, using: &generator) == [1_000])
        #expect(withHeads.parameterCount == 13_378_280)
        #expect(withHeads.firstHead.parameterCount == 3_188_840 && withHeads.secondHead.parameterCount == 3_190_888)
        #expect(withHeads.multiplyAdds(for: image) == 1_582_671_872)
    }

    @Test func mobileNets() throws {
        let image = [224, 224, 3]
        #expect(try size(.mobileNetV1(), image) == [4_231_976, 568_740_352])
        #expect(try size(.mobileNetV1(width: 0.5), image)[0] == 1_331_592)
        let second = try built(.mobileNetV2(), image)
        #expect(second.parameterCount == 3_504_872 && runningValues(second) == 34_112)
        #expect(second.multiplyAdds(for: image) == 300_774_272)
        #expect(parameters(second, under: "features") == 2_223_872)
        #expect(try size(.mobileNetV2(width: 0.5), image)[0] == 1_968_680)
        #expect(try size(.mobileNetV2(width: 1.4), image)[0] == 6_108_776)
        let separable = try built(.separableConvolution(256, kernel: 3, padding: .same, bias: false), [12, 12, 128])
        #expect(separable.parameterCount == 9 * 128 + 128 * 256)
        #expect(separable.multiplyAdds(for: [12, 12, 128]) == 144 * (9 * 128 + 128 * 256))
    }

    @Test func smallSums() throws {
        var generator = RandomGenerator(seed: 1)
        var ten = Convolution(10, kernel: 3)
        _ = try ten.build(for: [1_000, 1_000, 3], using: &generator)
        #expect(ten.parameterCount == 280)
        #expect(try Convolution(2, kernel: 3).outputShape(for: [6, 6, 3]) == [4, 4, 2])
        let same = Convolution(32, kernel: 5, padding: .same)
        #expect(same.multiplyAdds(for: [28, 28, 192]) == 120_422_400)
        let bottleneck = Convolution(16, kernel: 1)
        #expect(bottleneck.multiplyAdds(for: [28, 28, 192]) == 2_408_448)
        #expect(same.multiplyAdds(for: [28, 28, 16]) == 10_035_200)
        #expect(Network([bottleneck, same]).multiplyAdds(for: [28, 28, 192]) == 12_443_648)
        #expect(
            try Network.inception(64, (96, 128), (16, 32), 32).outputShape(for: [28, 28, 192]) == [28, 28, 256])
        #expect([3, 5, 7].map { Padding.same.amounts(length: 28, kernel: $0).before } == [1, 2, 3])
        // 224 does not divide by AlexNet's stride: (224 − 11)/4 is no whole number, 227 is right.
        #expect((224 - 11) % 4 == 1 && (227 - 11) % 4 == 0)
    }
}
