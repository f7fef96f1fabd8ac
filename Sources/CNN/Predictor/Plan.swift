/// Where a batch of one layer's outputs lies: pixels are `pixelStep` numbers apart, more than they have channels in a part of a
/// concatenation.
struct Place {
    let start: UnsafeMutablePointer<Scalar>
    let shape: [Int]
    let pixelStep: Int
    /// Which piece of memory it is in.
    let room: Int

    var channels: Int { shape[shape.count - 1] }
    var isWhole: Bool { pixelStep == channels }
}

/// One piece of a prediction's work, with the operations that the plain loops need for it (additions and multiplications).
package struct Step {
    package let name: String
    package let operations: Int
    package let run: () -> Void
}

/// The steps of a prediction and the memory they work in, made layer by layer; a layer's output takes the room of one that is
/// needed no more.
final class Plan {
    let batch: Int
    let machine: Machine
    private(set) var steps: [Step] = []
    private var rooms: [(start: UnsafeMutablePointer<Scalar>, capacity: Int, isFree: Bool)] = []

    init(batch: Int, machine: Machine) {
        (self.batch, self.machine) = (batch, machine)
    }

    deinit { for room in rooms { room.start.deallocate() } }

    /// Room for a batch of this shape: the smallest that is free and large enough, or new.
    func reserve(_ shape: [Int]) -> Place {
        let room = reserve(count: max(1, batch * shape.reduce(1, *)))
        return Place(start: rooms[room].start, shape: shape, pixelStep: shape.last ?? 1, room: room)
    }

    /// Room for so many numbers while one step runs.
    func reserve(numbers: Int) -> Place {
        let room = reserve(count: numbers)
        return Place(start: rooms[room].start, shape: [numbers], pixelStep: numbers, room: room)
    }

    private func reserve(count: Int) -> Int {
        let free = rooms.indices.filter { rooms[$0].isFree && rooms[$0].capacity >= count }
        let room: Int
        if let best = free.min(by: { rooms[$0].capacity < rooms[$1].capacity }) {
            room = best
        } else {
            let start = allocateNumbers(count)
            start.initialize(repeating: 0, count: count)
            rooms.append((start, count, true))
            room = rooms.count - 1
        }
        rooms[room].isFree = false
        return room
    }

    /// Room of its own for constants.
    func reserveForever(_ count: Int) -> UnsafeMutablePointer<Scalar> {
        let start = allocateNumbers(count)
        start.initialize(repeating: 0, count: max(1, count))
        rooms.append((start, 0, false))
        return start
    }

    func release(_ place: Place) { rooms[place.room].isFree = true }

    func add(_ name: String, operations: Int = 0, _ run: @escaping () -> Void) {
        steps.append(Step(name: name, operations: operations, run: run))
    }

    /// Pieces of work that were made beforehand: doing them takes no memory.
    func add(_ name: String, operations: Int = 0, _ works: [SharedWork]) {
        let workers = machine.workers
        add(name, operations: operations) { for work in works { workers.share(work) } }
    }

    /// The layers one after the other, without names, nesting and dropout.
    func flattened(_ layer: any Layer) -> [any Layer] {
        switch layer {
        case let layer as Named: flattened(layer.layer)
        case let layer as Network: layer.layers.flatMap { flattened($0) }
        case let layer as GoogLeNet: [layer.stem, layer.middle, layer.tail].flatMap { flattened($0) }
        case is Dropout: []
        default: [layer]
        }
    }

    /// Adds the steps of some layers; their output is written to `target` if there is one. The room of `input` stays taken.
    func emit(_ layers: [any Layer], from input: Place, into target: Place?) throws(ShapeError) -> Place {
        var current = input
        var i = 0
        while i < layers.count {
            var next = i + 1
            func takesNext<L: Layer>(_ type: L.Type) -> L? {
                guard next < layers.count, let layer = layers[next] as? L else { return nil }
                next += 1
                return layer
            }
            let shape = try layers[i].outputShape(for: current.shape)
            let before = current
            func goal() -> Place { next == layers.count ? target ?? reserve(shape) : reserve(shape) }
            switch layers[i] {
            case let layer as Convolution:
                let norm = takesNext(BatchNormalization.self)
                let rectifies = takesNext(ReLU.self) != nil
                current = goal()
                add(layer, norm, from: before, to: current, residual: nil, rectifies)
            case let layer as Dense:
                let rectifies = takesNext(ReLU.self) != nil
                current = goal()
                add(layer, from: before, to: current, rectifies)
            case let layer as Residual:
                let rectifies = takesNext(ReLU.self) != nil
                current = goal()
                try add(layer, from: before, to: current, rectifies)
            case let layer as Concat:
                current = goal()
                try add(layer, from: before, to: current)
            case let layer as MaxPooling:
                current = goal()
                add(layer, from: before, to: current)
            case let layer as GlobalAveragePooling:
                current = goal()
                add(layer, from: before, to: current)
            case let layer as LocalResponseNormalization:
                current = goal()
                add(layer, from: before, to: current)
            case is Flatten where target == nil || next < layers.count:
                current = Place(start: before.start, shape: shape, pixelStep: shape[0], room: before.room)
            case let layer:
                current = goal()
                add(layer, from: before, to: current)
            }
            if before.room != input.room && before.room != current.room { release(before) }
            i = next
        }
        if let target, layers.isEmpty { copy(input, to: target) }
        return current
    }
}
