/// What the reader moves to set a live cell's parameter.
package enum LiveControl: Codable, Equatable, Sendable {
    /// A slider over a range of numbers.
    case slider(NumberRange)
    /// A switch.
    case toggle
    /// A choice among words.
    case choice([String])
    /// A grid of numbers, each of which can be edited.
    case grid(NumberRange)
    /// A pad to draw on.
    case pad(NumberRange)

    /// The numbers that a control allows.
    package struct NumberRange: Codable, Equatable, Sendable {
        package var lower: Double
        package var upper: Double
        /// The distance between neighbours, counted from the lower end; nil for all numbers between the ends.
        package var step: Double?
        /// Whether the slider goes by powers.
        package var isLogarithmic = false

        /// What keeps a number from being set, as the end of a sentence about it; nil if it may be.
        func objection(to number: Double) -> String? {
            guard number >= lower && number <= upper else { return "outside \(self)" }
            guard let step else { return nil }
            let count = (number - lower) / step
            return (count - count.rounded()).magnitude < 1e-6 ? nil : "between the steps of \(self)"
        }

        /// The number of the range, on its steps, that lies a fraction of the way from the lower end to the upper.
        func number(at fraction: Double) -> Double {
            if let step {
                let steps = ((upper - lower) / step + 1e-6).rounded(.down)
                return rounded(lower + (fraction * steps).rounded() * step)
            }
            return min(
                max(rounded(isLogarithmic ? power(at: fraction) : lower + fraction * (upper - lower)), lower), upper)
        }

        /// The number a fraction of the way by powers: the way is halved again and again.
        private func power(at fraction: Double) -> Double {
            var (low, high, rest) = (lower, upper, fraction)
            for _ in 0..<50 {
                let middle = low.squareRoot() * high.squareRoot()
                if rest >= 0.5 { low = middle } else { high = middle }
                rest = (2 * rest).truncatingRemainder(dividingBy: 1)
            }
            return fraction == 1 ? upper : low
        }

        /// A number without the digits that steps of binary fractions leave; of one without steps its first three,
        /// as somebody would write it.
        private func rounded(_ number: Double) -> Double {
            if number == 0 { return 0 }
            var scale = 1.0
            let smallest = step == nil ? 100.0 : 1e11
            while number.magnitude * scale < smallest { scale *= 10 }
            return (number * scale).rounded() / scale
        }
    }
}

extension LiveControl.NumberRange: CustomStringConvertible {
    /// The range as it is written.
    package var description: String {
        func text(_ number: Double) -> String {
            number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
        }
        let end = isLogarithmic ? " log" : step.map { $0 == 1 ? "" : " step \(text($0))" } ?? ""
        return "\(text(lower))...\(text(upper))\(end)"
    }
}
