import CNN

/// Where a prediction's time goes: prints each step's median milliseconds and, where it multiplies, its GFLOP/s.
func profile(_ name: String, batch: Int) {
    guard case (var network, let input)? = network(name) else { return print("There is no network \(name).") }
    do {
        try network.build(for: input, seed: 1)
        let predictor = try Predictor(network, batch: batch)
        // Not zeros, whose products take less power: the processor would run faster than it does.
        var generator = RandomGenerator(seed: 1)
        let images = Tensor.random([batch] + input, &generator)
        var times = [[Double]](repeating: [], count: predictor.steps.count)
        _ = predictor.predict(images)
        let start = now()
        while now() - start < 3 {
            for (i, step) in predictor.steps.enumerated() {
                let before = now()
                step.run()
                times[i].append((now() - before) * 1e3)
            }
        }
        let medians = times.map { $0.sorted()[$0.count / 2] }
        for (step, time) in zip(predictor.steps, medians) {
            let speed = step.operations == 0 ? "" : "\(Int(Double(step.operations) / time / 1e6))"
            print(fixed(time), String(repeating: " ", count: 6 - speed.count) + speed, "", step.name)
        }
        print(fixed(medians.reduce(0, +)))
    } catch { fatalError("\(error)") }
}

/// Where a step of training goes: prints each layer's median milliseconds forward and backward, then the loss's and the
/// optimizer's.
func profileTraining(_ name: String, batch: Int) {
    guard case (var network, let input)? = network(name) else { return print("There is no network \(name).") }
    do { try network.build(for: input, seed: 1) } catch { fatalError("\(error)") }
    var generator = RandomGenerator(seed: 1)
    let images = Tensor(uniform: [batch] + input, in: -1...1, using: &generator)
    let answers = Tensor(oneHot: (0..<batch).map { $0 % 10 }, classes: 10)
    var adam = Adam(learningRate: 0.001)
    let count = network.layers.count
    var times = [[Double]](repeating: [], count: 2 * count + 2)
    func timed(_ place: Int, _ work: () -> Void) {
        let before = now()
        work()
        times[place].append((now() - before) * 1e3)
    }
    let start = now()
    while now() - start < 3 {
        network.zeroGradients()
        var tensor = images
        for i in 0..<count { timed(2 * i) { tensor = network.layers[i].forward(consume tensor) } }
        timed(2 * count) { tensor = Loss.softmaxCrossEntropy(tensor, answers).gradient }
        for i in (1..<count).reversed() { timed(2 * i + 1) { tensor = network.layers[i].backward(consume tensor) } }
        timed(1) { network.layers[0].backwardToParameters(tensor) }
        timed(2 * count + 1) { adam.update(&network) }
    }
    let medians = times.map { $0.sorted()[$0.count / 2] }
    for (i, layer) in network.layers.enumerated() {
        print(fixed(medians[2 * i]), fixed(medians[2 * i + 1]), "", layer.description)
    }
    print(fixed(medians[2 * count]), String(repeating: " ", count: 8), " loss")
    print(fixed(medians[2 * count + 1]), String(repeating: " ", count: 8), " Adam")
    print(fixed(medians.reduce(0, +)))
}

private func fixed(_ time: Double) -> String {
    let thousandths = Int((time * 1000).rounded())
    let (whole, rest) = ("\(thousandths / 1000)", "\(thousandths % 1000)")
    return String(repeating: " ", count: max(0, 4 - whole.count)) + whole + "."
        + String(repeating: "0", count: 3 - rest.count) + rest
}
