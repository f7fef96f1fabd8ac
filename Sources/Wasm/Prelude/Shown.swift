/// What can be printed. Embedded Swift finds no description by itself, and has none for arrays and their like.
public protocol Shown {
    /// The text that `print` writes.
    var shown: String { get }
    /// The text inside of an array or its like, where strings stand in quotes.
    var shownInside: String { get }
}

extension Shown {
    /// The same inside and outside: right for all but texts.
    public var shownInside: String { shown }
}

extension Shown where Self: CustomStringConvertible {
    /// The description.
    public var shown: String { description }
}

extension Int: Shown {}
extension Int8: Shown {}
extension Int16: Shown {}
extension Int32: Shown {}
extension Int64: Shown {}
extension UInt: Shown {}
extension UInt8: Shown {}
extension UInt16: Shown {}
extension UInt32: Shown {}
extension UInt64: Shown {}
extension Float: Shown {}
extension Double: Shown {}
extension Bool: Shown {}

extension String: Shown {
    /// The text in quotes.
    public var shownInside: String { debugDescription }
}

extension Substring: Shown {
    /// The text in quotes.
    public var shownInside: String { String(self).debugDescription }
}

extension Character: Shown {
    /// The character in quotes.
    public var shownInside: String { String(self).debugDescription }
}
