/// What a live cell's parameters are set to, in their order.
package struct LivePosition: Codable, Equatable, Sendable {
    /// A value for each parameter.
    package var values: [LiveValue]

    /// The values as a program receives them: a parameter's numbers between commas, parameters between semicolons.
    func wire(_ parameters: [LiveParameter]) -> String {
        zip(parameters, values).map { parameter, value in
            value.numbers(of: parameter.control).map { "\($0)" }.joined(separator: ",")
        }.joined(separator: ";")
    }

    /// The values that differ from the written ones, `f = 5, padded = false`; `as it is written` for none.
    package func description(_ parameters: [LiveParameter]) -> String {
        let changed = zip(parameters, values).filter { $0.written != $1 }.map { parameter, value in
            let literal = value.literal(of: parameter.type)
            return
                "\(parameter.name) = \(literal.count <= 60 ? literal : "\(literal.prefix(40))…\(literal.suffix(12))")"
        }
        return changed.isEmpty ? "as it is written" : changed.joined(separator: ", ")
    }

    /// The positions at which a live cell is verified: the written one, each parameter at its ends, and some of all parameters
    /// drawn by a seed; at most 64.
    package static func verified(_ parameters: [LiveParameter]) -> [LivePosition] {
        let written = LivePosition(values: parameters.map(\.written))
        var positions = [written]
        func add(_ position: LivePosition) {
            if positions.count < 64, !positions.contains(position) { positions.append(position) }
        }
        var source = SeededNumbers(seed: parameters.reduce(0) { $0 &* 31 &+ UInt64($1.name.utf8.count) })
        for (index, parameter) in parameters.enumerated() {
            for value in parameter.ends(&source) {
                var position = written
                position.values[index] = value
                add(position)
            }
        }
        for _ in 0..<min(8, 4 * parameters.count) {
            add(LivePosition(values: parameters.map { $0.drawn(&source) }))
        }
        return positions
    }
}

extension LiveParameter {
    /// Its outermost values; of a pad blank, full and three drawings.
    fileprivate func ends(_ source: inout SeededNumbers) -> [LiveValue] {
        switch control {
        case .slider(let range): [.number(range.lower), .number(range.number(at: 1))]
        case .toggle: [.truth(false), .truth(true)]
        case .choice(let words): words.map { .word($0) }
        case .grid(let range): [same(range.lower), same(range.number(at: 1))]
        case .pad(let range): [same(range.lower), same(range.upper)] + (0..<3).map { _ in drawn(&source) }
        }
    }

    /// A value drawn by a seed.
    fileprivate func drawn(_ source: inout SeededNumbers) -> LiveValue {
        switch control {
        case .slider(let range): .number(range.number(at: source.fraction()))
        case .toggle: .truth(source.fraction() < 0.5)
        case .choice(let words): .word(words[Int(source.fraction() * Double(words.count))])
        case .grid(let range), .pad(let range):
            if case .grid(let rows) = written {
                .grid(rows.map { row in row.map { _ in range.number(at: source.fraction()) } })
            } else {
                written
            }
        }
    }

    /// A grid of one number.
    private func same(_ number: Double) -> LiveValue {
        guard case .grid(let rows) = written else { return written }
        return .grid(rows.map { row in row.map { _ in number } })
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers for the same seed.
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 to below 1.
    mutating func fraction() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
}
