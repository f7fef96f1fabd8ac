// Embedded Swift 6.3 compiles no packs of parameters: a function for each count. A single value that is no `Shown` is printed by
// Swift's own function.

/// Prints an end of line.
public func print() { write([], "", "\n") }

/// Prints a value.
public func print(_ value: some Shown & CustomStringConvertible, terminator: String = "\n") {
    write([value.shown], "", terminator)
}

// For each of these Swift has a description elsewhere, and says that there is none here.

/// Prints an array.
public func print(_ value: [some Shown], terminator: String = "\n") { write([value.shown], "", terminator) }

/// Prints a part of an array.
public func print(_ value: ArraySlice<some Shown>, terminator: String = "\n") { write([value.shown], "", terminator) }

/// Prints a set.
public func print(_ value: Set<some Shown>, terminator: String = "\n") { write([value.shown], "", terminator) }

/// Prints a dictionary.
public func print(_ value: [some Shown: some Shown], terminator: String = "\n") { write([value.shown], "", terminator) }

/// Prints a range.
public func print(_ value: Range<some Shown>, terminator: String = "\n") { write([value.shown], "", terminator) }

/// Prints a closed range.
public func print(_ value: ClosedRange<some Shown>, terminator: String = "\n") { write([value.shown], "", terminator) }

/// Prints a value or nil.
public func print(_ value: (some Shown)?, terminator: String = "\n") { write([value.shown], "", terminator) }

/// Prints 2 values.
public func print(_ a: some Shown, _ b: some Shown, separator: String = " ", terminator: String = "\n") {
    write([a.shown, b.shown], separator, terminator)
}

/// Prints 3 values.
public func print(_ a: some Shown, _ b: some Shown, _ c: some Shown, separator: String = " ", terminator: String = "\n")
{
    write([a.shown, b.shown, c.shown], separator, terminator)
}

/// Prints 4 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, separator: String = " ",
    terminator: String = "\n"
) {
    write([a.shown, b.shown, c.shown, d.shown], separator, terminator)
}

/// Prints 5 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, separator: String = " ",
    terminator: String = "\n"
) {
    write([a.shown, b.shown, c.shown, d.shown, e.shown], separator, terminator)
}

/// Prints 6 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, _ f: some Shown,
    separator: String = " ", terminator: String = "\n"
) {
    write([a.shown, b.shown, c.shown, d.shown, e.shown, f.shown], separator, terminator)
}

/// Prints 7 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, _ f: some Shown,
    _ g: some Shown, separator: String = " ", terminator: String = "\n"
) {
    write([a.shown, b.shown, c.shown, d.shown, e.shown, f.shown, g.shown], separator, terminator)
}

/// Prints 8 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, _ f: some Shown,
    _ g: some Shown, _ h: some Shown, separator: String = " ", terminator: String = "\n"
) {
    write([a.shown, b.shown, c.shown, d.shown, e.shown, f.shown, g.shown, h.shown], separator, terminator)
}

/// Prints 9 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, _ f: some Shown,
    _ g: some Shown, _ h: some Shown, _ i: some Shown, separator: String = " ", terminator: String = "\n"
) {
    write([a.shown, b.shown, c.shown, d.shown, e.shown, f.shown, g.shown, h.shown, i.shown], separator, terminator)
}

/// Prints 10 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, _ f: some Shown,
    _ g: some Shown, _ h: some Shown, _ i: some Shown, _ j: some Shown, separator: String = " ",
    terminator: String = "\n"
) {
    write(
        [a.shown, b.shown, c.shown, d.shown, e.shown, f.shown, g.shown, h.shown, i.shown, j.shown], separator,
        terminator)
}

/// Prints 11 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, _ f: some Shown,
    _ g: some Shown, _ h: some Shown, _ i: some Shown, _ j: some Shown, _ k: some Shown, separator: String = " ",
    terminator: String = "\n"
) {
    write(
        [a.shown, b.shown, c.shown, d.shown, e.shown, f.shown, g.shown, h.shown, i.shown, j.shown, k.shown], separator,
        terminator)
}

/// Prints 12 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, _ f: some Shown,
    _ g: some Shown, _ h: some Shown, _ i: some Shown, _ j: some Shown, _ k: some Shown, _ l: some Shown,
    separator: String = " ", terminator: String = "\n"
) {
    write(
        [a.shown, b.shown, c.shown, d.shown, e.shown, f.shown, g.shown, h.shown, i.shown, j.shown, k.shown, l.shown],
        separator, terminator)
}

/// Prints 13 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, _ f: some Shown,
    _ g: some Shown, _ h: some Shown, _ i: some Shown, _ j: some Shown, _ k: some Shown, _ l: some Shown,
    _ m: some Shown, separator: String = " ", terminator: String = "\n"
) {
    write(
        [
            a.shown, b.shown, c.shown, d.shown, e.shown, f.shown, g.shown, h.shown, i.shown, j.shown, k.shown, l.shown,
            m.shown,
        ], separator, terminator)
}

/// Prints 14 values.
public func print(
    _ a: some Shown, _ b: some Shown, _ c: some Shown, _ d: some Shown, _ e: some Shown, _ f: some Shown,
    _ g: some Shown, _ h: some Shown, _ i: some Shown, _ j: some Shown, _ k: some Shown, _ l: some Shown,
    _ m: some Shown, _ n: some Shown, separator: String = " ", terminator: String = "\n"
) {
    write(
        [
            a.shown, b.shown, c.shown, d.shown, e.shown, f.shown, g.shown, h.shown, i.shown, j.shown, k.shown, l.shown,
            m.shown, n.shown,
        ], separator, terminator)
}
