/// What text in YAML must not be, because reading it would take more time or memory than its length
/// allows.
package enum BoundedYAML {
    /// The most bytes: a node takes a few hundred in memory, and keys are compared level by level.
    package static let limit = 1 << 16

    /// How often a text may repeat what it has named. An alias within an alias multiplies: so few
    /// can make a text some eighty times as long, and no more.
    private static let aliases = 12

    /// Checks a text before it is read.
    ///
    /// - Throws: `FileProblem` that goes on from the text's name.
    package static func check(_ text: String) throws {
        guard text.utf8.count <= limit else {
            throw FileProblem("have \(text.utf8.count) bytes, more than the \(limit) that are read")
        }
        guard aliasCount(text) <= aliases else {
            throw FileProblem(
                "have more than \(aliases) aliases (*name), which can make a text of any length")
        }
    }

    /// What a word may begin after: white space and marks, and the last bytes of the line breaks that
    /// only Unicode has.
    private static let beginnings = Array(" \t\r\n[]{},:?-!&*\"'".utf8) + [0x85, 0xA8, 0xA9]

    /// The asterisks that may be those of an alias: with a name, and at the beginning of a word. Some
    /// may stand in a quote, but none is missed.
    private static func aliasCount(_ text: String) -> Int {
        var count = 0
        var previous = UInt8(ascii: "\n")
        var isMark = false
        for byte in text.utf8 {
            if isMark && isNameByte(byte) { count += 1 }
            isMark = byte == UInt8(ascii: "*") && beginnings.contains(previous)
            previous = byte
        }
        return count
    }

    /// Whether a name can begin with a byte: a letter, a digit, a hyphen or an underscore.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
    }
}
