package import Foundation

/// A number of 64 bits that tells contents apart: files, settings, whatever a thing was made of. It finds
/// change, and is no guard against somebody who wants two contents to look the same.
///
/// Eight bytes at a time go through the mixing function of ``RandomSource``, for files may be large.
package struct ContentHash: Equatable, Sendable {
    /// The hash of all that was added.
    package private(set) var value: UInt64 = 0

    /// Of nothing.
    package init() {}

    /// The hash as sixteen figures.
    package var description: String {
        let figures = String(value, radix: 16)
        return String(repeating: "0", count: 16 - figures.count) + figures
    }

    /// Adds a number.
    package mutating func add(_ word: UInt64) {
        value = RandomSource.mix(value ^ RandomSource.mix(word &+ 0x9E37_79B9_7F4A_7C15))
    }

    /// Adds bytes, and how many they are.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        let words = bytes.count / 8
        for place in 0..<words {
            let word = bytes.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self)
            value = RandomSource.mix(value ^ UInt64(littleEndian: word))
        }
        let rest = bytes[(words * 8)...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        add(rest)
        add(UInt64(bytes.count))
    }

    /// Adds text.
    package mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Adds data.
    package mutating func add(_ data: Data) { data.withUnsafeBytes { add($0) } }
}
