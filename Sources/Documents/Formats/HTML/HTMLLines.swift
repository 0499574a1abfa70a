import Basics

/// Where the lines of a text begin.
struct HTMLLines {
    private let starts: [Int]

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        starts = bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// The number of the line that a byte is in, from 1.
    func number(at place: Int) -> Int {
        starts.partitioningIndex { $0 > place } + 1
    }
}
