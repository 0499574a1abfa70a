import Basics
import Foundation

/// Rows of two sides in two files: the sides of all rows one after the other, and sixteen bytes a row that
/// tell where each is. The pages of a row are read when it is asked for.
struct StoredRows: Sendable {
    /// Where a row is, in elements.
    struct Place: Equatable {
        static let byteCount = 16

        let start: Int
        let sourceCount: Int
        let targetCount: Int

        var source: Range<Int> { start..<start + sourceCount }
        var target: Range<Int> { source.upperBound..<source.upperBound + targetCount }
        var end: Int { target.upperBound }
    }

    /// The elements of all rows.
    let elements: MappedFile
    private let places: MappedFile
    /// The number of rows.
    let count: Int

    /// The files of rows that are called `name`.
    static func urls(_ name: String, in folder: URL) -> [URL] {
        [name, name + ".places"].map { folder.appendingPathComponent($0) }
    }

    /// Maps the files.
    ///
    /// - Parameters:
    ///   - elementBytes: The bytes of an element.
    ///   - count: The number of rows.
    /// - Returns: nil when they are not whole.
    /// - Throws: `CalqueError` when a file cannot be read.
    init?(_ name: String, in folder: URL, elementBytes: Int, count: Int) throws {
        let urls = Self.urls(name, in: folder)
        (elements, places) = (try MappedFile(url: urls[0]), try MappedFile(url: urls[1]))
        self.count = count
        guard places.bytes.count == count * Place.byteCount else { return nil }
        guard elements.bytes.count == elementCount * elementBytes else { return nil }
    }

    /// Where a row is.
    func place(_ row: Int) -> Place {
        precondition(row >= 0 && row < count, "row \(row) of \(count) stored rows")
        let offset = row * Place.byteCount
        func number(_ place: Int) -> Int {
            Int(places.bytes.load(fromByteOffset: offset + place, as: UInt32.self).littleEndian)
        }
        let start = places.bytes.load(fromByteOffset: offset, as: UInt64.self).littleEndian
        return Place(
            start: Int(truncatingIfNeeded: start), sourceCount: number(8), targetCount: number(12))
    }

    /// The elements of all rows, each of which begins where the one before ends; -1 where one does not.
    private var elementCount: Int {
        var end = 0
        for row in 0..<count {
            let place = place(row)
            guard place.start == end else { return -1 }
            end = place.end
        }
        return end
    }
}

/// Writes rows of two sides.
struct StoredRowsWriter {
    private let elements: FileOutput
    private let places: FileOutput
    private var end = 0

    /// - Parameter outputs: Those of ``StoredRows/urls(_:in:)``.
    init(_ outputs: ArraySlice<FileOutput>) {
        (elements, places) = (outputs[outputs.startIndex], outputs[outputs.startIndex + 1])
    }

    /// Adds a row.
    mutating func add<Element: FixedWidthInteger>(_ source: [Element], _ target: [Element]) throws {
        for side in [source, target] {
            try side.withUnsafeBytes { try elements.write($0) }
        }
        let counts = UInt64(source.count) | UInt64(target.count) << 32
        try withUnsafeBytes(of: (UInt64(end).littleEndian, counts.littleEndian)) {
            try places.write($0)
        }
        end += source.count + target.count
    }
}
