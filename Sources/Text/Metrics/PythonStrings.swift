/// What Python's `str` understands by whitespace and lower case, over Unicode scalars.
///
/// sacreBLEU is written in Python, and its scores depend on these. Swift's own `String` will not
/// do: it compares by canonical equivalence, and its elements are grapheme clusters.
///
/// Both follow the tables of the Unicode version they were built with; they differ only for
/// characters that one of the two does not know yet, and for the few whose class was revised.
extension Unicode.Scalar {
    /// Whether `str.isspace()` is true: Unicode's White_Space, and the four separators of ASCII.
    var isPythonWhitespace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20: true
        case 0..<0x80: false
        default: properties.isWhitespace
        }
    }
}

extension RandomAccessCollection where Element == Unicode.Scalar, Index == Int {
    /// `str.split()`: the runs of scalars that are not whitespace.
    func splitAtWhitespace() -> [SubSequence] {
        split(whereSeparator: \.isPythonWhitespace)
    }

    /// `str.rstrip()`: without the whitespace at the end.
    func droppingTrailingWhitespace() -> SubSequence {
        var end = endIndex
        while end > startIndex, self[end - 1].isPythonWhitespace {
            end -= 1
        }
        return self[..<end]
    }
}

extension [Unicode.Scalar] {
    /// `str.lower()`: the full lower-case mapping of each scalar, the capital sigma by its context.
    func pythonLowercased() -> [Unicode.Scalar] {
        var lower: [Unicode.Scalar] = []
        lower.reserveCapacity(count)
        for (position, scalar) in enumerated() {
            if scalar == "Σ" {
                lower.append(isFinalSigma(at: position) ? "ς" : "σ")
            } else if scalar.isASCII {
                let isCapital = "A"..."Z" ~= scalar
                lower.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
            } else {
                lower.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return lower
    }

    /// Unicode's Final_Sigma (The Unicode Standard, table 3-17): a cased letter before the sigma
    /// and none after it, case-ignorable scalars between left out.
    private func isFinalSigma(at position: Int) -> Bool {
        func isCased(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isCased ?? false }
        let before = self[..<position].last { !$0.properties.isCaseIgnorable }
        let after = self[(position + 1)...].first { !$0.properties.isCaseIgnorable }
        return isCased(before) && !isCased(after)
    }
}
