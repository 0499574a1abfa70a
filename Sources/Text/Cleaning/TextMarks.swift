/// What is left of HTML in a text.
enum HTMLMark {
    private static let longestTag = 300
    private static let longestEntity = 12

    /// Where a tag ends that begins with the `<` at a place; nil where none does.
    static func endOfTag(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var place = start + 1
        if place < bytes.count, bytes[place] == UInt8(ascii: "/") { place += 1 }
        guard place < bytes.count, isLetter(bytes[place]) || bytes[place] == UInt8(ascii: "!")
        else { return nil }
        let limit = min(bytes.count, start + longestTag)
        while place < limit {
            switch bytes[place] {
            case UInt8(ascii: ">"): return place + 1
            case UInt8(ascii: "<"): return nil
            default: place += 1
            }
        }
        return nil
    }

    /// Where an entity ends that begins with the `&` at a place; nil where none does.
    static func endOfEntity(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var place = start + 1
        if place < bytes.count, bytes[place] == UInt8(ascii: "#") { place += 1 }
        let name = place
        let limit = min(bytes.count, start + longestEntity)
        while place < limit, isLetter(bytes[place]) || isDigit(bytes[place]) { place += 1 }
        guard place > name + 1, place < bytes.count, bytes[place] == UInt8(ascii: ";") else {
            return nil
        }
        return place + 1
    }

    fileprivate static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }

    fileprivate static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}

/// Sites and mail addresses in a text.
enum WebAddress {
    /// Appends the hash of the site, or of the mail address, that a word has, if it has one.
    ///
    /// Of a site only its name counts: the page of another language lies at another path.
    static func append(of word: UnsafeBufferPointer<UInt8>, to addresses: inout [UInt64]) {
        if let mark = first("://", in: word, from: 0), mark > 0 {
            return append(host(word, from: mark + 3), of: word, to: &addresses)
        }
        if let mark = word.firstIndex(of: UInt8(ascii: "@")) {
            var start = mark
            while start > 0, isName(word[start - 1]) { start -= 1 }
            let domain = host(word, from: mark + 1)
            guard start < mark, word[domain].contains(UInt8(ascii: ".")) else { return }
            return append(start..<domain.upperBound, of: word, to: &addresses)
        }
        if let mark = first("www.", in: word, from: 0) {
            append(host(word, from: mark), of: word, to: &addresses)
        }
    }

    private static func append(
        _ range: Range<Int>, of word: UnsafeBufferPointer<UInt8>, to addresses: inout [UInt64]
    ) {
        var range = range
        if first("www.", in: word, from: range.lowerBound) == range.lowerBound {
            range = range.dropFirst(4)
        }
        guard !range.isEmpty else { return }
        addresses.append(
            range.reduce(UInt64(0)) { SideScan.stepped($0, UInt32(word[$1] | 0x20)) })
    }

    /// The name of a site, without a full stop at its end.
    private static func host(_ word: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int> {
        var end = start
        while end < word.count, isName(word[end]) { end += 1 }
        while end > start, word[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return start..<end
    }

    private static func isName(_ byte: UInt8) -> Bool {
        HTMLMark.isLetter(byte) || HTMLMark.isDigit(byte) || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+")
    }

    /// Where some letters first stand, in either case.
    private static func first(
        _ letters: StaticString, in word: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        let count = letters.utf8CodeUnitCount
        guard word.count >= start + count else { return nil }
        return (start...word.count - count).first { place in
            (0..<count).allSatisfy { offset in
                let wanted = letters.utf8Start[offset]
                let byte = word[place + offset]
                return byte == wanted || HTMLMark.isLetter(byte) && byte | 0x20 == wanted
            }
        }
    }
}

/// UTF-8 that was read as Latin-1 or Windows-1252 and written as UTF-8 again.
enum Mojibake {
    /// Whether a character ends such a sequence.
    ///
    /// The sequences are those of letters with marks (Ã©, Ä±), of signs (Â°), of quotation marks and
    /// dashes (â€œ) and of Cyrillic (Ð¿). Curly quotation marks after a capital letter are none.
    ///
    /// - Parameters:
    ///   - beforeLast: The character before the last.
    ///   - last: The last character.
    ///   - value: The character.
    static func isSequence(_ beforeLast: UInt32, _ last: UInt32, _ value: UInt32) -> Bool {
        switch last {
        case 0xC2: value >= 0x80 && value <= 0xBF
        case 0xC3...0xC5, 0xD0, 0xD1: isContinuation(value)
        case 0x20AC, 0x80: beforeLast == 0xE2
        default: false
        }
    }

    /// Whether a character is a byte from 0x80 to 0xBF in one of the two encodings.
    private static func isContinuation(_ value: UInt32) -> Bool {
        if value >= 0x80 && value <= 0xBF { return true }
        switch value {
        case 0x192, 0x2C6, 0x2DC, 0x2013, 0x2014, 0x2020, 0x2021, 0x2022, 0x2030, 0x2039, 0x203A,
            0x20AC, 0x2122, 0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E:
            return true
        default: return false
        }
    }
}
