import Basics

/// What is written in the place of some bytes of a document.
struct ByteEdit: Sendable {
    /// Its place in the original; empty where something is put in.
    let range: Range<Int>
    let bytes: [UInt8]

    init(_ range: Range<Int>, _ text: String) { self.init(range, Array(text.utf8)) }

    init(_ range: Range<Int>, _ bytes: [UInt8]) { (self.range, self.bytes) = (range, bytes) }
}

/// Bytes with edits.
struct EditedBytes {
    private let source: [UInt8]
    /// In order; none overlaps another.
    private let edits: [ByteEdit]

    /// - Parameter edits: In any order. Of two that overlap, as in a document that is not valid, the
    ///   first in the document is taken.
    init(_ source: [UInt8], _ edits: [ByteEdit]) {
        self.source = source
        var position = 0
        self.edits = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }.map(\.element).filter { edit in
            guard edit.range.lowerBound >= position else { return false }
            position = edit.range.upperBound
            return true
        }
    }

    /// All of them.
    var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        append(0..<source.count, to: &result)
        return result
    }

    /// Appends a part, with the edits in it.
    func append(_ range: Range<Int>, to result: inout [UInt8]) {
        var place = range.lowerBound
        var index = edits.partitioningIndex { $0.range.lowerBound >= place }
        while index < edits.count, edits[index].range.upperBound <= range.upperBound {
            result += source[place..<edits[index].range.lowerBound]
            result += edits[index].bytes
            place = edits[index].range.upperBound
            index += 1
        }
        result += source[place..<range.upperBound]
    }
}
