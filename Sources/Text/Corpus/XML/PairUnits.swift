import CExpat

/// Makes pairs of the tags and texts of an XML file, as they come.
///
/// What is held is a unit.
protocol PairUnits {
    /// What the format is called.
    var format: String { get }
    /// What a file of it is called, with its article.
    var kind: String { get }
    /// The units that have ended.
    var count: Int { get }
    /// Those of them that are pairs.
    var pairCount: Int { get }
    /// Why no unit is a pair, as the end of a sentence, and what to do.
    var absence: String { get }

    /// A start tag.
    ///
    /// - Parameters:
    ///   - name: The element's name as it is written.
    ///   - line: The number of its line.
    ///   - attributes: Its attributes.
    /// - Returns: What is wrong with it, as half a sentence; nil if nothing is.
    mutating func start(
        _ name: String, line: @autoclosure () -> Int, attributes: ExpatAttributes
    ) -> String?

    /// Text.
    mutating func text(_ text: UnsafeBufferPointer<UInt8>)

    /// A reference to an entity that has no text that is known.
    mutating func unknownEntity(_ name: String)

    /// An end tag.
    mutating func end()

    /// The pairs that have ended since the last time.
    mutating func takeFinished() -> [ParallelLine]
}

/// The attributes of a start tag, while expat has them.
struct ExpatAttributes {
    private let first: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?

    /// - Parameter first: Names and values by turns, and nil at the end.
    init(_ first: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) { self.first = first }

    /// The value of an attribute; nil where the tag has none.
    subscript(name: String) -> String? {
        guard var attribute = first else { return nil }
        while let written = attribute[0], let value = attribute[1] {
            if String(cString: written) == name { return String(cString: value) }
            attribute += 2
        }
        return nil
    }
}
