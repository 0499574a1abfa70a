/// Finds numbers with units, amounts of money, numbers with exponents, and versions.
enum NumberScanner {
    private static let units: Set<String> = [
        "kg", "g", "mg", "µg", "μg", "lb", "lbs", "oz", "km", "m", "dm", "cm", "mm", "µm", "μm",
        "nm",
        "ft", "km/h", "m/s", "mph", "km²", "m²", "cm²", "m³", "cm³", "ha", "l", "L", "ml", "mL",
        "cl", "dl", "°C", "°F", "°", "℃", "℉", "kB", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB",
        "GiB",
        "TiB", "kbit", "Mbit", "Gbit", "kbps", "Mbps", "Gbps", "kbit/s", "Mbit/s", "KB/s", "kB/s",
        "MB/s", "GB/s", "KiB/s", "MiB/s", "Hz", "kHz", "MHz", "GHz", "W", "kW", "MW", "GW", "kWh",
        "Wh", "V", "kV", "mV", "mA", "mAh", "Ω", "kΩ", "N", "J", "kJ", "kcal", "Pa", "hPa", "kPa",
        "bar", "s", "ms", "µs", "μs", "ns", "h", "px", "dpi", "ppi", "fps", "dB", "rpm",
    ]
    private static let longestUnit = 6
    /// The letters of "m" and "bn" behind an amount.
    private static let longestMultiple = 2

    static func begins(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIIDigit || "-+−±v".unicodeScalars.contains(scalar)
    }

    static func beginsQuantity(_ scalar: Unicode.Scalar) -> Bool {
        begins(scalar) || scalar.isCurrency
    }

    private static func isStart(_ text: ScalarText, _ start: Int) -> Bool {
        text.isWordStart(start)
            && !".,/-".unicodeScalars.contains(text[start - 1])
    }

    /// The end of a number with a unit, a currency or an exponent.
    static func quantityEnd(_ text: ScalarText, _ start: Int) -> Int? {
        guard isStart(text, start) else { return nil }
        let sign = begins(text[start]) && !text[start].isASCIIDigit ? start + 1 : start
        if text[sign].isCurrency { return amountEnd(text, sign) }
        guard text[sign].isASCIIDigit else { return nil }
        let digits = numberEnd(text, sign)
        let number = text.end(from: digits, while: \.isSuperscript)
        return unitEnd(text, sign..<number) ?? (number > digits ? number : nil)
    }

    /// The end of `€5`, `$ 1.50`, `$5bn`, of which the currency is at a place.
    private static func amountEnd(_ text: ScalarText, _ start: Int) -> Int? {
        var digits = start + 1
        if isSpace(text[digits]) { digits += 1 }
        guard text[digits].isASCIIDigit else { return nil }
        let end = numberEnd(text, digits)
        let letters = text.end(from: end, atMost: longestMultiple + 1, while: \.isASCIILetter)
        return letters - end <= longestMultiple && text.isWordEnd(letters) ? letters : end
    }

    /// The end of what a number counts: a unit or a currency, with a space before it or none.
    private static func unitEnd(_ text: ScalarText, _ digits: Range<Int>) -> Int? {
        let number = digits.upperBound
        var unit = number
        if isSpace(text[unit]) { unit += 1 }
        // Five €20 notes are no €5.
        if text[unit].isCurrency {
            return unit == number || !text[unit + 1].isASCIIDigit ? unit + 1 : nil
        }
        let end = text.end(from: unit, atMost: longestUnit + 1) {
            $0.properties.isAlphabetic || "°²³/Ωµ".unicodeScalars.contains($0)
        }
        guard end > unit, end - unit <= longestUnit, text.isWordEnd(end) else { return nil }
        let name = text[unit..<end]
        // The 1980s are no time of 1,980 seconds.
        if name == "s", unit == number { return nil }
        return units.contains(name) ? end : nil
    }

    /// A space that stands between a number and its unit.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        [" ", "\u{A0}", "\u{202F}", "\u{2009}"].contains(scalar)
    }

    private static func numberEnd(_ text: ScalarText, _ start: Int) -> Int {
        var end = text.end(from: start, while: \.isASCIIDigit)
        while ".,".unicodeScalars.contains(text[end]), text[end + 1].isASCIIDigit {
            end = text.end(from: end + 1, while: \.isASCIIDigit)
        }
        return end
    }

    /// The end of `1.2.3`, `v2.0`, `2.0-beta1`; dates and grouped numbers are none.
    static func versionEnd(_ text: ScalarText, _ start: Int) -> Int? {
        let isMarked = text[start] == "v"
        let digits = isMarked ? start + 1 : start
        guard isStart(text, start), text[digits].isASCIIDigit else { return nil }
        var parts: [Range<Int>] = []
        var end = digits
        while true {
            let part = text.end(from: end, while: \.isASCIIDigit)
            parts.append(end..<part)
            end = part
            guard text[end] == ".", text[end + 1].isASCIIDigit else { break }
            end += 1
        }
        guard isMarked || parts.count > 2, !isDate(parts), !isGrouped(parts) || isMarked else {
            return nil
        }
        if "-+~".unicodeScalars.contains(text[end]), text[end + 1].isNamePart {
            let rest = text.end(from: end + 1) { $0.isNamePart || $0 == "." }
            // The word behind a hyphen may be any.
            if text.scalars[end..<rest].contains(where: \.isASCIIDigit) { end = rest }
        }
        while text[end - 1] == "." { end -= 1 }
        return text.isWordEnd(end) ? end : nil
    }

    private static func isDate(_ parts: [Range<Int>]) -> Bool {
        parts.count == 3 && parts[0].count <= 2 && parts[1].count <= 2
            && (parts[2].count == 4 || parts.allSatisfy { $0.count == 2 })
            || parts.count == 3 && parts[0].count == 4 && parts[1].count == 2 && parts[2].count == 2
    }

    private static func isGrouped(_ parts: [Range<Int>]) -> Bool {
        parts.count > 1 && parts.dropFirst().allSatisfy { $0.count == 3 }
    }
}

extension Unicode.Scalar {
    /// Whether it is the sign of a currency: `$`, `£`, `€`.
    fileprivate var isCurrency: Bool {
        value < 0xA2 ? self == "$" : properties.generalCategory == .currencySymbol
    }

    /// Whether it is part of an exponent: `²`, `⁻`.
    fileprivate var isSuperscript: Bool {
        "¹²³".unicodeScalars.contains(self) || (0x2070...0x207B).contains(value)
    }
}
