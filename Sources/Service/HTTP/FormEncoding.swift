/// What stands in queries and in the bodies of plain forms: `q=two+words&source=en`.
package enum FormEncoding {
    /// The most fields that are read.
    package static let fieldLimit = 1000

    /// The fields, in order. What is no UTF-8 is replaced, as browsers do.
    ///
    /// - Throws: ``ServiceProblem`` when there are too many.
    package static func fields(
        _ text: some Collection<UInt8>
    ) throws(ServiceProblem) -> [(name: String, value: String)] {
        let parts = text.split(
            separator: UInt8(ascii: "&"), maxSplits: fieldLimit, omittingEmptySubsequences: true)
        guard parts.count <= fieldLimit else {
            throw ServiceProblem(
                .contentTooLarge, "The request has more than \(fieldLimit) fields.")
        }
        return parts.map { part in
            let equals = part.firstIndex(of: UInt8(ascii: "="))
            let name = part[..<(equals ?? part.endIndex)]
            let value = equals.map { part[part.index(after: $0)...] } ?? part[part.endIndex...]
            return (decoded(name), decoded(value))
        }
    }

    private static func decoded(_ text: some Collection<UInt8>) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2)
                if digits.count == 2, let code = hexadecimal(digits) {
                    bytes.append(code)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digits: some Collection<UInt8>) -> UInt8? {
        digits.reduce(UInt8?.some(0)) { sum, digit in
            let value: UInt8? =
                switch digit {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
                case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
                default: nil
                }
            guard let sum, let value else { return nil }
            return sum << 4 | value
        }
    }
}
