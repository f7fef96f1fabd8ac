/// One piece of a prediction's work, with the operations that the plain loops need for it (additions and
/// multiplications).
package struct Step {
    package let name: String
    package let operations: Int
    package let run: () -> Void
}

/// The steps of a prediction and the memory they work in, made layer by layer.
final class Plan {
    let batch: Int
    let machine: Machine
    let pool: BufferPool
    private(set) var steps: [Step] = []

    init(batch: Int, machine: Machine) {
        (self.batch, self.machine) = (batch, machine)
        pool = BufferPool(batch: batch)
    }

    func add(_ name: String, operations: Int = 0, _ run: @escaping () -> Void) {
        steps.append(Step(name: name, operations: operations, run: run))
    }

    /// Pieces of work that were made before: doing them takes no memory.
    func add(_ name: String, operations: Int = 0, _ works: [SharedWork]) {
        let workers = machine.workers
        add(name, operations: operations) { for work in works { workers.share(work) } }
    }

    /// Adds the steps of some layers; their output is written to `target` if there is one. The memory of `input` stays
    /// taken.
    func emit(_ layers: [FlatLayer], from input: Buffer, into target: Buffer? = nil) throws(ShapeError) -> Buffer {
        var current = input
        var i = 0
        while i < layers.count {
            let (layer, before) = (layers[i], current)
            let shape = try layer.layer.outputShape(for: before.shape)
            i += 1
            // What follows a product happens where it stores its numbers.
            var norm: BatchNormalization?
            if layer.convolution != nil, i < layers.count, let next = layers[i].batchNormalization {
                norm = next
                i += 1
            }
            var rectifies = false
            if layer.takesReLU, i < layers.count, layers[i].isReLU {
                rectifies = true
                i += 1
            }
            let isLast = i == layers.count
            if case .leaf(_, .flatten) = layer, !isLast || target == nil {
                current = Buffer(
                    start: before.start, shape: shape, pixelStride: shape[0], allocation: before.allocation)
            } else {
                current = isLast ? target ?? pool.reserve(shape) : pool.reserve(shape)
                try add(layer, norm, rectifies: rectifies, from: before, to: current)
            }
            if before.allocation != input.allocation && before.allocation != current.allocation {
                pool.release(before)
            }
        }
        if let target, layers.isEmpty { copy(input, to: target) }
        return current
    }

    private func add(
        _ layer: FlatLayer, _ norm: BatchNormalization?, rectifies: Bool, from input: Buffer, to output: Buffer
    ) throws(ShapeError) {
        switch layer {
        case .sum(_, let main, let shortcut):
            try addSum(main, shortcut, rectifies: rectifies, from: input, to: output)
        case .concatenation(_, let branches): try addConcatenation(branches, from: input, to: output)
        case .leaf(let layer, let prediction):
            switch prediction {
            case .convolution(let layer):
                add(layer, norm, residual: nil, rectifies: rectifies, from: input, to: output)
            case .dense(let layer): add(layer, rectifies: rectifies, from: input, to: output)
            case .maxPooling(let layer): add(layer, from: input, to: output)
            case .globalAveragePooling: addGlobalAveragePooling("\(layer)", from: input, to: output)
            case .localResponseNormalization(let layer): add(layer, from: input, to: output)
            case .elementwise(let function): add("\(layer) \(input.shape)", function, from: input, to: output)
            case .batchNormalization, .relu, .sigmoid, .flatten, .identity, .general:
                addGeneral(layer, from: input, to: output)
            }
        }
    }
}

extension FlatLayer {
    /// Whether a ReLU after the layer can happen where it stores its numbers.
    fileprivate var takesReLU: Bool {
        switch self {
        case .sum, .leaf(_, .convolution), .leaf(_, .dense): true
        default: false
        }
    }
}
