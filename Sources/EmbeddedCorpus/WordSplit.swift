/// Splits text into the words to which alignments refer.
enum WordSplit {
    private static let marks: Set<Character> = ["¿", "?", ",", "."]

    static func words(in text: String) -> [String] {
        text.split(separator: " ").flatMap(words(inChunk:))
    }

    /// For every word of a text, the number of the text between spaces that it is part of.
    static func chunks(in text: String) -> [Int] {
        text.split(separator: " ").enumerated().flatMap { number, chunk in
            Array(repeating: number, count: words(inChunk: chunk).count)
        }
    }

    private static func words(inChunk chunk: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var rest = chunk
        while let character = rest.popFirst() {
            if marks.contains(character) {
                words += [word, String(character)]
                word = ""
            } else if character == "'" {
                // "'s" and the "'" after a plural are English words; else a French word ends here.
                let following = rest.prefix { !marks.contains($0) }
                guard following != "hui" else {
                    word.append(character)
                    continue
                }
                let isEnglish = following == "s" || following.isEmpty
                words.append(isEnglish ? word : word + "'")
                word = isEnglish ? "'" : ""
            } else {
                word.append(character)
            }
        }
        return (words + [word]).filter { !$0.isEmpty }
    }
}
