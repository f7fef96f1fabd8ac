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

/// Where a step of training goes: prints the milliseconds of all layers of one kind and shape, forward and backward, with
/// their number, then the loss's and the optimizer's.
func profileTraining(_ name: String, batch: Int) {
    guard case (var network, let input)? = network(name) else { return print("There is no network \(name).") }
    do { try network.build(for: input, seed: 1) } catch { fatalError("\(error)") }
    let times = Times()
    network = network.timed(times)
    var generator = RandomGenerator(seed: 1)
    let images = Tensor(uniform: [batch] + input, in: -1...1, using: &generator)
    let answers = Tensor(oneHot: (0..<batch).map { $0 % 10 }, classes: 10)
    var adam = Adam(learningRate: 0.001)
    let start = now()
    while now() - start < 3 {
        network.zeroGradients()
        let output = network.forward(images)
        var before = now()
        let gradient = Loss.softmaxCrossEntropy(output, answers).gradient
        times.add("loss", since: before)
        network.backwardToParameters(gradient)
        before = now()
        adam.update(&network)
        times.add("Adam", since: before)
        times.endStep()
    }
    times.print()
}

/// The times of all layers of one name in every step.
private final class Times {
    private struct Entry {
        var layers = 0
        var forward: [Double] = [0]
        var backward: [Double] = [0]
    }
    private var entries: [String: Entry] = [:]
    private var order: [String] = []

    /// Adds the time since `start`.
    func add(_ name: String, isBackward: Bool = false, since start: Double) {
        let time = (now() - start) * 1e3
        if entries[name] == nil { order.append(name) }
        let path: WritableKeyPath<Entry, [Double]> = isBackward ? \.backward : \.forward
        var entry = entries[name] ?? Entry()
        entry[keyPath: path][entry[keyPath: path].count - 1] += time
        if !isBackward && entry.forward.count == 1 { entry.layers += 1 }
        entries[name] = entry
    }

    func endStep() {
        for name in order {
            entries[name]?.forward.append(0)
            entries[name]?.backward.append(0)
        }
    }

    func print() {
        var sum = 0.0
        for name in order {
            guard let entry = entries[name] else { continue }
            let (forward, backward) = (median(entry.forward.dropLast()), median(entry.backward.dropLast()))
            sum += forward + backward
            Swift.print(fixed(forward), fixed(backward), entry.layers > 1 ? "\(entry.layers) × \(name)" : name)
        }
        Swift.print(fixed(sum))
    }

    private func median(_ times: ArraySlice<Double>) -> Double { times.sorted()[times.count / 2] }
}

/// A layer whose time is taken.
private struct Timed: Layer {
    var layer: any Layer
    let times: Times
    var name = ""
    var description: String { layer.description }

    func predict(_ input: Tensor) -> Tensor { layer.predict(input) }

    mutating func forward(_ input: consuming Tensor) -> Tensor {
        if name.isEmpty { name = "\(layer) of \(input.shape.dropFirst())" }
        let start = now()
        let output = layer.forward(input)
        times.add(name, since: start)
        return output
    }

    mutating func backward(_ outputGradient: consuming Tensor) -> Tensor {
        let start = now()
        let inputGradient = layer.backward(outputGradient)
        times.add(name, isBackward: true, since: start)
        return inputGradient
    }

    mutating func backwardToParameters(_ outputGradient: Tensor) {
        let start = now()
        layer.backwardToParameters(outputGradient)
        times.add(name, isBackward: true, since: start)
    }

    mutating func visitParameters(_ visit: (String, inout Parameter) -> Void) { layer.visitParameters(visit) }
}

extension Network {
    /// The same layers with their times taken, those inside of networks and residual blocks too.
    fileprivate func timed(_ times: Times) -> Network {
        Network(
            layers.map { layer in
                switch (layer as? Named)?.layer ?? layer {
                case let network as Network: network.timed(times)
                case let block as Residual:
                    Residual(main: block.main.timed(times), shortcut: block.shortcut.timed(times))
                case let layer: Timed(layer: layer, times: times)
                }
            })
    }
}

private func fixed(_ time: Double) -> String {
    let thousandths = Int((time * 1000).rounded())
    let (whole, rest) = ("\(thousandths / 1000)", "\(thousandths % 1000)")
    return String(repeating: " ", count: max(0, 4 - whole.count)) + whole + "."
        + String(repeating: "0", count: 3 - rest.count) + rest
}
