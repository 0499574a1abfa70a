/// Bytes as text in UTF-8.
enum UTF8Text {
    /// What may stand at the beginning of a text, and is no part of it.
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Where a text begins, behind its byte order mark.
    static func start(of bytes: [UInt8]) -> Int {
        bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    }

    /// The place of the first byte that is not UTF-8; nil where there is none.
    static func firstInvalidByte(of bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var iterator = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var place = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar): place += scalar.count
            case .error: return place
            case .emptyInput: return nil
            }
        }
    }
}
