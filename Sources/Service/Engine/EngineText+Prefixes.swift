import CalqueKit

extension EngineText {
    /// What the translation of every content begins with, when that of the text begins with a prefix.
    ///
    /// Of a text of lines, every line of the prefix but the last is a line's whole translation; all
    /// others have their prefix in the first content.
    ///
    /// - Parameter prefix: The beginning of the text's translation.
    func prefixes(of prefix: String) -> [String] {
        var prefixes = contents.map { _ in "" }
        guard !prefix.isEmpty, !contents.isEmpty else { return prefixes }
        guard hasLines, prefix.contains(where: \.isNewline) else {
            prefixes[0] = String(prefix.drop { hasLines && $0.isWhitespace })
            return prefixes
        }
        let lines = prefix.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let words = lines.indices.filter { lines[$0].hasWords }
        for (place, line) in words.enumerated() {
            let text = String(lines[line].drop(while: \.isWhitespace))
            // A line that has a line behind it is whole.
            let end = line < lines.count - 1 ? "\n" : ""
            guard place < contents.count - 1 else {
                let rest = words[place...].map { lines[$0] }.joined(separator: " ")
                prefixes[contents.count - 1] =
                    rest.drop(while: \.isWhitespace)
                    + (words[words.count - 1] < lines.count - 1 ? "\n" : "")
                break
            }
            prefixes[place] = text + end
        }
        return prefixes
    }
}
