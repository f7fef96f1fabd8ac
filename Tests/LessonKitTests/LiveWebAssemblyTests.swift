import Foundation
import Testing

private let isInstalled = ["/usr/lib/wasm32-wasi/libc.a", "/usr/bin/node"].allSatisfy {
    FileManager.default.fileExists(atPath: $0)
}

/// Live cells as WebAssembly, by the real command; the first test builds the libraries for it, which takes minutes.
@Suite(.serialized, .enabled(if: isInstalled, "the C library for WebAssembly or Node.js is not installed"))
struct LiveWebAssemblyTests {
    private func verify(_ lesson: String) throws -> Command.Result {
        try TemporaryCourse(["1-live/01-a.md": "# A\n\n" + lesson]).lessons("verify", "--live")
    }

    @Test func everythingIsPrintedAsNatively() throws {
        let result = try verify(
            """
            ```swift
            func half(_ n: Int) -> Int? { n.isMultiple(of: 2) ? n / 2 : nil }
            struct Pair: CustomStringConvertible { var description: String { "a pair" } }
            ```

            ```swift live
            let n = 3  // -7...7
            let share: Float = 0.1  // 0...1
            let rows: [[Double]] = [[1.5, -2], [0, 0]]  // -3...3
            let isLoud = true  // switch
            let word = "é !"  // one of "é !", "b"

            print(n, share, rows, isLoud, word, separator: "; ")
            print([half(n), nil], 1..<8, -7...n, [word], [word: share], [isLoud][0...])
            print("\\(rows) \\(share / 0) \\(Pair())", terminator: "")
            print()
            print(Pair())
            print("abc".prefix(2), word.dropFirst(), UInt8(n + 8), 1e100, Double(share))
            ```

            ```output
            ...
            ```

            """)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.errors.contains(/1 live cell ran at (\d+) positions, as WebAssembly at \1/), "\(result.errors)")
    }

    @Test func networksAndFiguresAreTheSame() throws {
        let result = try verify(
            """
            ```swift
            import CNN
            import Figures

            var network = try Network(input: [8, 8, 1], seed: 1) {
                Convolution(4, kernel: 3, padding: .same)
                BatchNormalization()
                ReLU()
                Residual { Convolution(4, kernel: 3, padding: .same).named("inner") }
                MaxPooling(2)
                Flatten()
                Dense(3)
            }
            ```

            ```swift live
            let digit = [[Float]](repeating: [Float](repeating: 0, count: 8), count: 8)  // draw 0...1
            let rule = "adam"  // one of "adam", "momentum"
            let steps = 2  // 0...3

            let x = Tensor(digit).reshaped(to: [1, 8, 8, 1])
            var (adam, momentum) = (Adam(learningRate: 0.1), Momentum(learningRate: 0.1))
            for _ in 0..<steps {
                network.zeroGradients()
                let (loss, gradient) = Loss.softmaxCrossEntropy(network.forward(x), Tensor([[0, 1, 0]]))
                print(loss)
                network.backward(gradient)
                if rule == "adam" { adam.update(&network) } else { momentum.update(&network) }
            }
            print(softmax(network(x)), network.summary())
            show(ImageGrid([Tensor(digit)], alternativeText: "The drawing."))
            show(NetworkDiagram(network, alternativeText: "The network."))
            ```

            ```output
            ...
            ```

            """)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }

    @Test func aKernelThatComputesSomethingElseIsNamedWithItsCellAndPosition() throws {
        let result = try verify(
            """
            ```swift
            import Foundation

            func product(_ a: [Float], _ b: [Float]) -> Float {
                var sum: Float = 0
                for (index, (a, b)) in zip(a, b).enumerated() {
            #if hasFeature(Embedded)
                    if index == 5 { continue }
            #endif
                    sum += a * b
                }
                return sum
            }
            print(sqrt(2.0), exp(1.0), pow(2.0, 0.5), sin(1.0) + cos(1.0), log(3.0), tanh(0.5))
            ```

            ```output
            ...
            ```

            ```swift live
            let n = 5  // 1...6
            print(product([Float](repeating: 1, count: n), [Float](repeating: 2, count: n)), sqrt(2.0), exp(1.0), sin(1.0))
            ```

            ```output
            10.0 ...
            ```

            ```swift live
            let m = 5  // 1...5
            print(product([Float](repeating: 1, count: m), [Float](repeating: 2, count: m)))
            ```

            ```output
            10.0
            ```

            """)
        #expect(result.status == 1)
        #expect(
            result.output.contains(
                "Lessons/1-live/01-a.md:23:1: error: At n = 6 the cell prints something else as WebAssembly than natively."
            ),
            "\(result.output)\(result.errors)")
        #expect(result.output.contains("     native | 12.0"), "\(result.output)")
        #expect(result.output.contains("WebAssembly | 10.0"), "\(result.output)")
        #expect(result.output.components(separatedBy: "error: ").count == 2, "only cell 2 at 6: \(result.output)")
    }

    @Test func whatEmbeddedSwiftLacksIsAnErrorAtItsLine() throws {
        let result = try verify(
            """
            ```swift
            protocol Shape {}
            struct Square: Shape {}
            let shapes: [any Shape] = [Square()]
            ```

            ```swift live
            let n = 3  // 1...7

            print(n + shapes.count)
            ```

            ```output
            4
            ```

            """)
        #expect(result.status == 1)
        #expect(
            result.output.contains(
                "Lessons/1-live/01-a.md:6:28: error: cannot use a value of protocol type 'any Shape' in embedded Swift; cell 2 is "
                    + "live, so this must compile as Embedded Swift for WebAssembly too"), "\(result.output)")
    }
}
