import CNN

/// Where a prediction's time goes: prints each step's median milliseconds and, where it multiplies, its GFLOP/s.
func profile(_ name: String, batch: Int) {
    guard case (var network, let input)? = network(name) else { return print("There is no network \(name).") }
    do {
        try network.build(for: input, seed: 1)
        let predictor = try Predictor(network, batch: batch)
        let images = Tensor(zeros: [batch] + input)
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

private func fixed(_ time: Double) -> String {
    let thousandths = Int((time * 1000).rounded())
    let (whole, rest) = ("\(thousandths / 1000)", "\(thousandths % 1000)")
    return String(repeating: " ", count: max(0, 4 - whole.count)) + whole + "."
        + String(repeating: "0", count: 3 - rest.count) + rest
}
