/// How a JSON text escapes characters that it need not escape.
struct JSONEscapes: Sendable {
    /// Whether it is written in ASCII alone, and others are `\u` with digits.
    private var isASCII = false
    /// Whether the digits are capitals.
    private var hasCapitals = false
    /// What of ASCII it escapes without need: `/`, and `<` for those who put JSON into HTML.
    private var escaped: Set<Unicode.Scalar> = []

    /// The way of a text.
    init(of source: SourceText) {
        let bytes = source.bytes
        let hasOthers = bytes.dropFirst(source.start).contains { $0 > 0x7F }
        var place = source.start
        while place + 1 < bytes.count {
            guard bytes[place] == UInt8(ascii: "\\") else {
                place += 1
                continue
            }
            if bytes[place + 1] == UInt8(ascii: "/") { escaped.insert("/") }
            if bytes[place + 1] == UInt8(ascii: "u"), place + 6 <= bytes.count {
                note(digits: String(decoding: bytes[place + 2..<place + 6], as: UTF8.self))
            }
            place += 2
        }
        if hasOthers { isASCII = false }
    }

    private mutating func note(digits: String) {
        guard let value = UInt16(digits, radix: 16) else { return }
        if value > 0x7F { isASCII = true }
        if digits != digits.lowercased() { hasCapitals = true }
        if value < 0x7F, let scalar = Unicode.Scalar(value),
            "<>&'/=".unicodeScalars.contains(scalar)
        {
            escaped.insert(scalar)
        }
    }

    /// A text as a string of JSON, quotes included.
    func quoted(_ text: String) -> String {
        text.asJSON.unicodeScalars.reduce(into: "") { quoted, scalar in
            if scalar == "/", escaped.contains(scalar) {
                quoted += "\\/"
            } else if escaped.contains(scalar) || isASCII && !scalar.isASCII {
                for unit in String(scalar).utf16 { quoted += escape(unit) }
            } else {
                quoted.unicodeScalars.append(scalar)
            }
        }
    }

    private func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: hasCapitals)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
