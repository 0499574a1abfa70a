/// Where a document says its language: the attributes of `<html>`.
struct HTMLLanguage: Sendable {
    /// Where the name in the start tag ends.
    private let nameEnd: Int
    private let isXML: Bool
    private let values: [String: String]
    private let ranges: [String: Range<Int>]

    private static let rightToLeft: Set<String> = [
        "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku-arab", "ps", "sd", "ug", "ur", "yi",
    ]

    /// - Parameters:
    ///   - start: Where the start tag begins.
    ///   - isXML: Whether an XML parser may read it.
    init(_ element: HTMLElement, start: Int, isXML: Bool) {
        nameEnd = start + "<html".utf8.count
        self.isXML = isXML
        var values: [String: String] = [:]
        var ranges: [String: Range<Int>] = [:]
        for attribute in element.attributes {
            values[attribute.name] = attribute.value
            ranges[attribute.name] = attribute.range
        }
        self.values = values
        self.ranges = ranges
    }

    /// What of the start tag changes for a target language.
    func edits(
        for languages: DocumentLanguages, in source: [UInt8]
    ) -> [ByteEdit] {
        guard let target = languages.target else { return [] }
        var edits: [ByteEdit] = []
        var added = ""
        func set(_ name: String, to value: String, addsIt: Bool) {
            if let old = values[name] {
                guard old.lowercased() != value.lowercased() else { return }
                if let range = ranges[name] {
                    edits.append(
                        ByteEdit(
                            range,
                            HTMLEscaping(isLimited: true).value(value, like: source[range])))
                }
            } else if addsIt {
                added += " \(name)=\"\(value)\""
            }
        }
        set("lang", to: target, addsIt: values["xml:lang"] == nil)
        set("xml:lang", to: target, addsIt: isXML && values["lang"] == nil)
        let isRightToLeft = Self.isRightToLeft(target)
        set("dir", to: isRightToLeft ? "rtl" : "ltr", addsIt: isRightToLeft)
        if !added.isEmpty { edits.append(ByteEdit(nameEnd..<nameEnd, added)) }
        return edits
    }

    /// Whether a language is written from right to left.
    private static func isRightToLeft(_ language: String) -> Bool {
        let lower = language.lowercased()
        return rightToLeft.contains(lower) || lower.hasSuffix("-arab")
            || rightToLeft.contains(lower.split(separator: "-").first.map(String.init) ?? "")
    }
}
