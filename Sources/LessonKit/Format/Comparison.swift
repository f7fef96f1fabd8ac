/// How an expected output and the actual one are compared.
public struct Comparison: Equatable, Sendable {
    /// When two numbers are the same.
    public enum Numbers: Equatable, Sendable {
        /// When they are the same text.
        case exact
        /// When they are the same text, or the expected one has a decimal point and the actual one agrees to the digits
        /// written.
        case digits
        /// When they differ by at most `relative` times the expected number's magnitude plus `absolute`.
        case tolerance(relative: Double, absolute: Double)
    }

    /// The order in which the lines must come.
    public enum Order: Sendable {
        /// That of the output block.
        case written
        /// Any.
        case any
    }

    /// When two numbers are the same.
    public var numbers = Numbers.exact
    /// The order in which the lines must come.
    public var order = Order.written

    /// Every character counts, in this order.
    public static let exact = Comparison()

    /// Chooses how outputs are compared.
    public init(numbers: Numbers = .exact, order: Order = .written) { (self.numbers, self.order) = (numbers, order) }
}

// What each of these ways means to all who compare, write and explain outputs. A new way is a case above with its rules here,
// and the word in `OutputWord` that asks for it.

extension Comparison {
    /// How close an output must come, in words after “It must print”.
    package var words: String { numbers.rules.words + order.rules.words }
}

extension Comparison.Numbers {
    /// What a way to compare numbers means.
    struct Rules {
        /// How far an actual number may be from the expected one; nil if it must be the same text.
        var tolerance: (Numeral) -> Double? = { _ in nil }
        /// Which digits of an actual number an update writes.
        var digits = Digits.all
        /// What a learner is told after “It must print”.
        var words = ""
    }

    /// Which digits of a number an output block should hold.
    enum Digits {
        /// All that were printed.
        case all
        /// As many as hold on every processor: they are the tolerance.
        case significant
        /// The fewest within the tolerance; to write more is an error.
        case fewest
    }

    /// What the way means.
    var rules: Rules {
        switch self {
        case .exact: Rules()
        case .digits:
            // A number without a point is a count, a name or a year.
            Rules(
                tolerance: { $0.decimals == nil ? nil : $0.lastDigitUnit / 2 }, digits: .significant,
                words: " these numbers, rounded as they are here")
        case .tolerance(let relative, let absolute):
            Rules(
                tolerance: { relative * abs($0.value) + absolute }, digits: .fewest,
                words: " about these numbers")
        }
    }
}

extension Comparison.Order {
    /// What an order means.
    struct Rules {
        /// Relates the expected lines to the actual ones; nil if all of them match.
        var lines: ([LinePattern], [ActualLine]) -> [Difference.Line]?
        /// Whether lines that differ must still be paired, the most alike with each other, for an update.
        var leavesLinesUnpaired = false
        /// What a learner is told after “It must print”.
        var words = ""
        /// Why a line `...` cannot be in such a block; nil if it can.
        var noEllipsisReason: String?
    }

    /// What the order means.
    var rules: Rules {
        switch self {
        case .written: Rules(lines: { Alignment.lines(of: $0, and: $1) })
        case .any:
            Rules(
                lines: {
                    let lines = UnorderedMatching(patterns: $0, actual: $1).lines
                    return lines.allSatisfy(\.isSame) ? nil : lines
                }, leavesLinesUnpaired: true, words: ", in any order",
                noEllipsisReason:
                    "A line ‘...’ stands for lines in their order; it cannot be in a block that is ‘unordered’.")
        }
    }
}
