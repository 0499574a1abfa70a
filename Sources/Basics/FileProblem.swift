/// What is wrong inside a file, before it is known which file it is. Whoever opened the file makes
/// a ``CalqueError`` of it.
package struct FileProblem: Error {
    /// Half a sentence: "its shape is missing".
    package var text: String

    package init(_ text: String) {
        self.text = text
    }

    /// A name from a file, made fit to be read in a sentence: short, control characters escaped.
    package static func quoted(_ name: String) -> String {
        let (start, isWhole) = beginning(of: name)
        return start.debugDescription + (isWhole ? "" : "…")
    }

    /// A value from a file, likewise, without quotes.
    package static func brief(_ value: String) -> String {
        let (start, isWhole) = beginning(of: value)
        let text = start.unicodeScalars.map { scalar in
            // Line breaks and control characters, which a terminal would obey.
            scalar.properties.generalCategory == .control
                ? scalar.escaped(asASCII: true) : "\(scalar)"
        }
        return text.joined() + (isWhole ? "" : "…")
    }

    /// Names from a file as a list, no longer than somebody reads.
    package static func list(_ names: [String], separator: String = ", ") -> String {
        let limit = 20
        let rest = names.count > limit ? ["and \(names.count - limit) more"] : []
        return (names.prefix(limit).map(brief) + rest).joined(separator: separator)
    }

    /// As much as somebody reads, counted in scalars: a single character may have any number of
    /// accents.
    private static func beginning(of text: String) -> (text: String, isWhole: Bool) {
        let limit = 120
        let start = text.unicodeScalars.prefix(limit)
        return (String(start), start.endIndex == text.endIndex)
    }
}
