import Basics

/// The text of a segment, which comes in parts: any run of white space and line breaks is a space,
/// and there is none at its ends.
struct SegmentText {
    private var bytes: [UInt8] = []
    /// Whether white space came behind what there is.
    private var isAfterSpace = false
    /// Whether there is more than a line may have. What came is forgotten then.
    private(set) var isTooLong = false

    /// The text so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds text.
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Adds text in UTF-8 of whole characters.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        guard !isTooLong else { return }
        var (index, start) = (0, 0)
        while index < text.count {
            let space = Self.spaceLength(text, at: index)
            guard space > 0 else {
                index += 1
                continue
            }
            add(text[start..<index])
            isAfterSpace = true
            index += space
            start = index
        }
        add(text[start...])
        guard bytes.count > LineReader.maximumLineBytes else { return }
        isTooLong = true
        bytes = []
    }

    private mutating func add(_ word: Slice<UnsafeBufferPointer<UInt8>>) {
        guard !word.isEmpty else { return }
        if isAfterSpace, !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
        isAfterSpace = false
        bytes.append(contentsOf: word)
    }

    /// How many bytes a space or a line break has at a place: those of XML, and U+0085, U+2028 and
    /// U+2029; 0 where none is.
    private static func spaceLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        switch text[index] {
        case 0x20, 0x09, 0x0A, 0x0D: 1
        case 0xC2 where text[(index + 1)...].first == 0x85: 2
        case 0xE2
        where text[(index + 1)...].starts(with: [0x80, 0xA8])
            || text[(index + 1)...].starts(with: [0x80, 0xA9]):
            3
        default: 0
        }
    }
}
