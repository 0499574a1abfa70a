import Basics

/// Where the lines of a text in UTF-8 begin, which line feeds end.
struct LinePlaces {
    private let starts: [Int]

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    init(_ bytes: [UInt8]) { self = bytes.withUnsafeBufferPointer { Self($0) } }

    /// The number of the line that a byte is in, from 1.
    func line(of place: Int) -> Int { starts.partitioningIndex { $0 > place } }

    /// The number of the character of Unicode in its line that a byte is in or before, from 1.
    func column(of place: Int, in bytes: [UInt8]) -> Int {
        1 + bytes[starts[line(of: place) - 1]..<place].count { $0 & 0xC0 != 0x80 }
    }
}
