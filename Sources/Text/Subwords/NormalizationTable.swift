import Basics

/// How a SentencePiece model normalises text: what stands for which characters.
///
/// The model's file holds it in one field, `precompiled_charsmap`: the number of bytes of a trie,
/// the trie, and the replacements, each with a NUL at its end. The trie is a double array (Aoe 1989,
/// "An Efficient Digital Search Algorithm by Using a Double-Array Structure") as the library Darts
/// lays it out, in units of 32 bits:
///
///     bits 0 to 7     the byte that leads to the node; 31 is set in what is no node but a value
///     bit 8           whether a key ends at the node
///     bit 9           whether the distance is shifted by 8
///     bits 10 to 31   the distance to the node's children
///
/// Children of node i lie at (i xor distance) xor byte, and the value of the key that ends there, an
/// offset into the replacements, at i xor distance.
///
/// SentencePiece looks keys up without a check that what it reads is there. So everything is checked
/// here: that the children of every node, for every byte, lie in the trie, and that every value is
/// where a replacement begins.
struct NormalizationTable: Sendable {
    private let units: [UInt32]
    private let replacements: [UInt8]

    /// The table in the field of a model.
    ///
    /// - Parameter bytes: The field; empty for a model that takes text as it is.
    /// - Throws: `FileProblem` when a look-up could leave the table.
    init(_ bytes: UnsafeRawBufferPointer) throws {
        guard !bytes.isEmpty else {
            (units, replacements) = ([], [])
            return
        }
        let sizeBytes = MemoryLayout<UInt32>.size
        guard bytes.count > sizeBytes,
            case let size = Int(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))),
            size > 0, size.isMultiple(of: sizeBytes), size < bytes.count - sizeBytes
        else { throw Self.damaged }
        units = (1...size / sizeBytes).map {
            UInt32(
                littleEndian: bytes.loadUnaligned(
                    fromByteOffset: $0 * sizeBytes, as: UInt32.self))
        }
        replacements = Array(bytes.dropFirst(sizeBytes + size))
        guard replacements.last == 0, replacements.withUnsafeBytes(\.isUTF8),
            units.allSafe(in: self)
        else { throw Self.damaged }
    }

    private static let damaged = FileProblem("its table for normalising text is damaged")

    /// Whether no byte that follows on the node can lead out of the table.
    fileprivate func isSafe(_ node: Int) -> Bool {
        let unit = units[node]
        // A value is reached from its node alone. The root is a node whatever its bits say.
        if node > 0, unit >> 31 == 1 { return true }
        let children = node ^ unit.distance
        guard children | 0xFF < units.count else { return false }
        guard unit.endsKey else { return true }
        let value = Int(units[children] & 0x7FFF_FFFF)
        return value < replacements.count && !UTF8.isContinuation(replacements[value])
    }

    /// The longest key that a text begins with, and what replaces it; nil if it begins with none.
    func match(
        _ text: Slice<UnsafeRawBufferPointer>
    ) -> (count: Int, replacement: ArraySlice<UInt8>)? {
        guard var node = units.first.map(\.distance) else { return nil }
        var longest: (count: Int, value: Int)?
        for (index, byte) in text.enumerated() {
            node ^= Int(byte)
            let unit = units[node]
            guard unit & 0x8000_00FF == UInt32(byte) else { break }
            node ^= unit.distance
            if unit.endsKey { longest = (index + 1, Int(units[node] & 0x7FFF_FFFF)) }
        }
        return longest.map { ($0.count, replacements[$0.value...].prefix { $0 != 0 }) }
    }
}

extension NormalizationTable {
    /// Whether a text is another one after normalising, kinds of spaces apart.
    func changes(_ text: String) -> Bool {
        if units.isEmpty { return false }
        var copy = text
        return copy.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while !rest.isEmpty {
                guard let (count, replacement) = match(rest) else {
                    rest = rest.dropFirst()
                    continue
                }
                let key = rest.prefix(count)
                let isSame =
                    replacement.elementsEqual(key)
                    || (replacement.elementsEqual([0x20]) && Self.isWhitespace(key))
                if !isSame { return true }
                rest = rest.dropFirst(count)
            }
            return false
        }
    }
}

extension NormalizationTable {
    private static func isWhitespace(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        String(decoding: bytes, as: UTF8.self).unicodeScalars
            .allSatisfy(\.properties.isWhitespace)
    }
}

extension [UInt32] {
    fileprivate func allSafe(in table: NormalizationTable) -> Bool {
        indices.allSatisfy { table.isSafe($0) }
    }
}

extension UInt32 {
    fileprivate var distance: Int { Int(self >> 10) << ((self & 0x200) == 0 ? 0 : 8) }
    fileprivate var endsKey: Bool { self & 0x100 != 0 }
}

extension UnsafeRawBufferPointer {
    fileprivate var isUTF8: Bool { String(validating: self, as: UTF8.self) != nil }
}
