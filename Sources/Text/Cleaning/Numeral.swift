/// Numbers in digits.
enum Numeral {
    /// Reads a number.
    ///
    /// A comma, a point, an apostrophe or a space before exactly three digits parts thousands, so that
    /// "1,000", "1.000" and "1000" are one number. Others part two numbers, which "3.5" and "3,5"
    /// then have alike.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - start: Where the first digit begins.
    /// - Returns: The number, of which zeros at the beginning are no part, and where it ends.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (value: UInt64, end: Int) {
        var (value, place) = (UInt64(0), start)
        let digits = takeDigits(bytes, &place, &value)
        guard digits <= 3 else { return (value, place) }
        while let group = thousands(bytes, from: place) {
            value = value &* 1000 &+ group.value
            place = group.end
        }
        return (value, place)
    }

    /// Whether a number is often written as a word.
    static func isSpellable(_ value: UInt64) -> Bool {
        switch value {
        case 0...100, 1000, 1_000_000: true
        default: false
        }
    }

    private static func takeDigits(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ value: inout UInt64
    ) -> Int {
        var count = 0
        while let (digit, length) = digit(bytes, place) {
            value = value &* 10 &+ digit
            place += length
            count += 1
        }
        return count
    }

    /// Exactly three digits after a mark that parts thousands.
    private static func thousands(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (value: UInt64, end: Int)? {
        guard start < bytes.count else { return nil }
        let (mark, length) = SideScan.scalar(bytes, start)
        guard [0x20, 0x27, 0x2C, 0x2E, 0xA0, 0x2009, 0x2019, 0x202F].contains(mark) else {
            return nil
        }
        var (value, place) = (UInt64(0), start + length)
        return takeDigits(bytes, &place, &value) == 3 ? (value, place) : nil
    }

    private static func digit(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int
    ) -> (value: UInt64, length: Int)? {
        guard place < bytes.count else { return nil }
        let (value, length) = SideScan.scalar(bytes, place)
        if value < 0x80 { return value >= 0x30 && value <= 0x39 ? (UInt64(value - 0x30), 1) : nil }
        guard let properties = Unicode.Scalar(value)?.properties,
            properties.generalCategory == .decimalNumber, let number = properties.numericValue
        else { return nil }
        return (UInt64(number), length)
    }
}
