import Foundation
import Testing

/// How a lesson's program runs, and what it may do.
@Suite struct ProgramTests {
    @Test func othersAreVerifiedBesideOneThatFails() throws {
        let course = try Samples.words()
        try course.write("# Loop\n\n```swift timeout=0.5s\nwhile true {}\n```\n", to: "1-words/03-loop.md")
        let result = try course.lessons("verify")
        #expect(result.status == 1)
        #expect(
            result.output.contains(
                "Lessons/1-words/03-loop.md:3:1: error: The program was stopped here at its time limit"))
        #expect(result.output.hasSuffix("\n3 passed, 1 failed, 0 skipped\n"))
    }

    @Test func whatALessonStartsDiesWithIt() throws {
        let course = try Samples.words()
        let seconds = "86399.\(UInt32.random(in: 0...99_999))"
        try course.write(
            """
            # It leaves a process behind

            ```swift
            import Glibc

            var process = pid_t()
            let words = [strdup("/bin/sleep"), strdup("\(seconds)"), nil]
            let code = posix_spawn(&process, "/bin/sleep", nil, nil, words, nil)
            print(code)
            ```

            ```output
            0
            ```

            """, to: "1-words/03-child.md")
        let result = try course.lessons("verify", "child")
        #expect(result.status == 0, "\(result.output)")
        #expect(Command.processes(with: seconds) == [])
    }

    @Test func aLessonChangesNothingOutsideItsFolder() throws {
        let course = try Samples.words()
        guard try course.lessons("doctor").output.contains("✓ Sandbox") else {
            try Test.cancel("only a sandbox can prevent it, and here bubblewrap does not work")
        }
        try course.write("12\n", to: "Data/number.txt")
        try course.write(
            """
            # It writes where it may not

            ```swift
            import Glibc

            print(fopen("Data/number.txt", "r") != nil)
            print(fopen("Data/number.txt", "w") == nil, fopen("../../note.txt", "w") == nil)
            ```

            ```output
            true
            true true
            ```

            """, to: "1-words/03-writing.md")
        let result = try course.lessons("verify", "writing")
        #expect(result.status == 0, "\(result.output)")
        #expect(try course.text(of: "Data/number.txt") == "12\n")
    }

    /// Training gives the same bits with any number of threads, on the kernels of any processor apart.
    @Test func threadsChangeNothing() throws {
        let course = try TemporaryCourse([
            "1-part/01-training.md": """
            ```swift
            import CNN

            var generator = RandomGenerator(seed: 1)
            let images = Tensor(normal: [48, 17, 15, 3], mean: 0, deviation: 1, using: &generator)
            let targets = Tensor(normal: [48, 10], mean: 0, deviation: 1, using: &generator)
            var network = try Network(input: [17, 15, 3], seed: 2) {
                Convolution(24, kernel: 3, padding: .same)
                BatchNormalization()
                ReLU()
                Residual { Convolution(24, kernel: 3, padding: .same) }
                MaxPooling(2)
                Convolution(40, kernel: 3, stride: 2)
                ReLU()
                GlobalAveragePooling()
                Dense(10)
            }
            var descent = GradientDescent(learningRate: 0.05, weightDecay: 0.01)
            for _ in 0..<4 {
                network.zeroGradients()
                let (_, gradient) = Loss.squaredError(network.forward(images), targets)
                network.backward(gradient)
                descent.update(&network)
            }
            var bits: UInt32 = 0
            for (_, parameter) in network.parameters {
                for scalar in parameter.value.scalars { bits = bits &* 31 &+ scalar.bitPattern }
            }
            print(bits)
            ```

            ```output
            ...
            ```

            """
        ])
        for kernels in ["portable", ""] {
            let outputs = try ["1", "2", "3"].map { threads in
                let result = try course.lessons(
                    "run", "training", environment: ["CNN_THREADS": threads, "CNN_KERNELS": kernels])
                #expect(result.status == 0, "\(result.output)")
                return result.output.split(separator: "\n").first { $0.hasPrefix("  │ ") }
            }
            #expect(outputs[0] != nil && outputs[0] == outputs[1] && outputs[1] == outputs[2])
        }
    }
}
