/// Collects words of text and of what no line break goes into.
struct WordCollector {
    private var words: [TextWrapping.Word] = []
    private var word = TextWrapping.Word(text: "", width: 0, gap: .space)
    private var previous: Character?

    /// Adds text, which is parted at spaces, and between ideographs.
    mutating func add(text: String) {
        for character in text {
            if character.isLineSpace {
                close(.space)
                previous = nil
                continue
            }
            if let previous, previous.isIdeographic || character.isIdeographic,
                Self.mayBreak(previous, character)
            {
                close(.nothing)
            }
            word.text.append(character)
            word.width += character.isWide ? 2 : 1
            previous = character
        }
    }

    /// Adds what stays whole.
    mutating func add(whole text: String, width: Int? = nil) {
        word.text += text
        word.width += width ?? TextWrapping.width(of: text)
        previous = nil
    }

    /// Has a line end here.
    mutating func breakLine() {
        close(.lineBreak)
        previous = nil
    }

    /// The words.
    mutating func finish() -> [TextWrapping.Word] {
        close(.space)
        return words
    }

    private mutating func close(_ gap: TextWrapping.Word.Gap) {
        guard !word.text.isEmpty else {
            if gap != .nothing, word.gap != .lineBreak { word.gap = gap }
            return
        }
        words.append(word)
        word = TextWrapping.Word(text: "", width: 0, gap: gap)
    }

    /// Whether a line may end between two characters without space: not before what closes.
    static func mayBreak(_ first: Character, _ second: Character) -> Bool {
        !"、。，．！？：；）」』】〉》〕”’ー…・,.!?:;)]}".contains(second)
            && !"（「『【〈《〔“‘([{".contains(first)
    }
}

extension Character {
    /// Whether it parts words in a line, and a line break may take its place.
    var isLineSpace: Bool { self == " " || self == "\t" || self == "\n" || self == "\r\n" }
}
